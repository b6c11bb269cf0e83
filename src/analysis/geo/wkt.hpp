// Reads well-known text (OGC 06-103r4): POINT, LINESTRING, POLYGON, their MULTI forms and GEOMETRYCOLLECTION, in any
// case, with two coordinates per position.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analysis/geo/geometry.hpp"

namespace huntbook::analysis {

enum class WktKind { Point, Line, Polygon, MultiPoint, MultiLine, MultiPolygon, Collection };

struct WktShape {
  WktKind kind = WktKind::Point;
  Geometry geometry;              // what the kind holds; empty for a collection
  std::vector<WktShape> members;  // of a collection
};

// Nothing where the text is something else, or collections nest deeper than 32. Coordinates are not checked: whether a
// shape is sound is asked where it is used.
std::optional<WktShape> parse_wkt(std::string_view text);

}  // namespace huntbook::analysis
