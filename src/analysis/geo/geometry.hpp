// Shapes on the Earth as GeoJSON has them (RFC 7946): coordinates in degrees, on the WGS 84 datum, with geodesics of
// the sphere as edges. Plain data; whether it is sound is found where a Line or an Area is made of it.
#pragma once

#include <vector>

namespace huntbook::analysis {

struct Coordinate {
  double longitude = 0;
  double latitude = 0;
  bool operator==(const Coordinate&) const = default;
};

// Within -180..180 and -90..90; NaN is not.
bool is_valid(Coordinate coordinate);

using Path = std::vector<Coordinate>;
// A polygon: its shell, then its holes, each ring with its first coordinate repeated as the last.
using Rings = std::vector<Path>;

// Any mixture of points, lines and polygons.
struct Geometry {
  std::vector<Coordinate> points;
  std::vector<Path> lines;
  std::vector<Rings> polygons;
};

// The Earth as a sphere, as S2 has it.
inline constexpr double earth_radius = 6'371'010.0;  // metres

}  // namespace huntbook::analysis
