// Lines and areas with fewer vertices, and planar ones with more.
#pragma once

#include <optional>
#include <span>

#include "analysis/geo/area.hpp"
#include "analysis/geo/geometry.hpp"
#include "analysis/geo/line.hpp"

namespace huntbook::analysis {

// With as few vertices as stay within `tolerance` metres of the edges, and none closer to each other than that. Nothing
// where the tolerance is not above zero and below a tenth of the sphere, or nothing remains.
std::optional<Geometry> simplify(const Line& line, double tolerance);
std::optional<Area> simplify(const Area& area, double tolerance);
// Each area apart, with borders that two have in common kept so. Nothing where one of them vanishes.
std::optional<Geometry> simplify(std::span<const Area> areas, double tolerance);

// The bounds of densify's tolerance in metres (Kusto docs, geo_polygon_densify()).
inline constexpr double least_tolerance = 0.1;
inline constexpr double most_tolerance = 10'000;
inline constexpr std::size_t most_densified = 10'485'760;  // vertices

// Edges that are straight in degrees become chains of geodesics which stay within `tolerance` metres of them. An edge
// over more than 180 degrees of longitude goes the long way as it would on a plane, or over the antimeridian where
// `preserve_crossing`. Nothing where the tolerance is out of its bounds or the result would have too many vertices.
std::optional<Path> densify(const Path& path, double tolerance, bool preserve_crossing);

}  // namespace huntbook::analysis
