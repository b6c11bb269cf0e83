// Distances and directions between points on the Earth. Coordinates must be valid.
#pragma once

#include <optional>

#include "analysis/geo/geometry.hpp"

namespace huntbook::analysis {

// Metres along the sphere.
double sphere_distance(Coordinate from, Coordinate to);

// Metres along the WGS 84 ellipsoid (Vincenty 1975, inverse formula). Nothing for the few nearly antipodal pairs for
// which the iteration does not converge.
std::optional<double> spheroid_distance(Coordinate from, Coordinate to);

// The direction from the first point to the second in radians, clockwise from north, 0..2 pi. Nothing for equal points.
std::optional<double> azimuth(Coordinate from, Coordinate to);

// The angle at `middle`, in radians, clockwise from the line [middle, first] to the line [middle, last], 0..2 pi.
// Nothing where two neighbours are equal.
std::optional<double> angle(Coordinate first, Coordinate middle, Coordinate last);

}  // namespace huntbook::analysis
