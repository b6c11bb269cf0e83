// From our plain shapes to S2's and back, for the sources of this folder alone.
#pragma once

#include <optional>
#include <vector>

#include <s2/s1angle.h>
#include <s2/s2latlng.h>
#include <s2/s2point.h>
#include <s2/s2polygon.h>
#include <s2/s2polyline.h>

#include "analysis/geo/geometry.hpp"

namespace huntbook::analysis {

inline double metres_of(S1Angle angle) {
  return angle.radians() * earth_radius;
}
inline S1Angle angle_of_metres(double metres) {
  return S1Angle::Radians(metres / earth_radius);
}

S2Point point_of(Coordinate coordinate);
Coordinate coordinate_of(const S2Point& point);
Path path_of(const S2Polyline& line);

// Nothing for fewer than two coordinates, one that is not valid, or an edge of half a circle. Repeated coordinates are
// dropped; a path of one place only is nothing.
std::optional<std::vector<S2Point>> points_of(const Path& path);

// A polygon of rings that are simple and do not cross; each encloses the smaller of the two regions that it divides the
// sphere into. Nothing where they are not so.
std::unique_ptr<S2Polygon> polygon_of(const Rings& rings);

// The rings of each connected part: shell counterclockwise, holes clockwise.
std::vector<Rings> rings_of(const S2Polygon& polygon);

}  // namespace huntbook::analysis
