// Lines and areas laid over each other. Where they touch counts as meeting.
#pragma once

#include <optional>
#include <span>

#include "analysis/geo/area.hpp"
#include "analysis/geo/geometry.hpp"
#include "analysis/geo/line.hpp"

namespace huntbook::analysis {

bool intersects(const Line& left, const Line& right);
bool intersects(const Line& line, const Area& area);
bool intersects(const Area& left, const Area& right);

// What both have in common: points, lines and polygons, each where it is not part of a larger one; all empty where they
// do not meet.
Geometry intersection(const Line& left, const Line& right);
Geometry intersection(const Line& line, const Area& area);
Geometry intersection(const Area& left, const Area& right);

// The lines with each stretch once, joined where they meet end to end.
Geometry union_of(std::span<const Line> lines);
std::optional<Area> union_of(std::span<const Area> areas);

}  // namespace huntbook::analysis
