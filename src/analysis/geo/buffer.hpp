// The area within a distance of a point, a line or an area.
#pragma once

#include <optional>

#include "analysis/geo/area.hpp"
#include "analysis/geo/line.hpp"

namespace huntbook::analysis {

// `radius` and `tolerance` in metres: how far the border may be from the ideal one. A tolerance of the radius or more
// is lowered below it. Nothing where the radius is not above zero, or the tolerance below a millionth of it (Kusto
// docs, geo_point_buffer()).
std::optional<Area> buffer(Coordinate point, double radius, double tolerance);
std::optional<Area> buffer(const Line& line, double radius, double tolerance);
std::optional<Area> buffer(const Area& area, double radius, double tolerance);

}  // namespace huntbook::analysis
