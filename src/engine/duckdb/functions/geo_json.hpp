// Shapes in dynamic values: GeoJSON geometries (RFC 7946, section 3.1).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/geo/area.hpp"
#include "analysis/geo/geometry.hpp"
#include "analysis/geo/line.hpp"
#include "analysis/geo/wkt.hpp"

namespace huntbook::engine::duckdb {

// The paths of a LineString (one) or MultiLineString, the rings of a Polygon or MultiPolygon; nothing for any other
// value. A position's third number, its height, is left out. Coordinates are not checked.
std::optional<std::vector<analysis::Path>> read_paths(std::string_view json);
std::optional<std::vector<analysis::Rings>> read_polygons(std::string_view json);

// The same as sound shapes; nothing where they are not. Of late each thread remembers those it has read.
std::optional<analysis::Line> read_line(std::string_view json);
std::optional<analysis::Area> read_area(std::string_view json);

// Appends a geometry of the plainest type that holds it: Point, MultiPoint, ..., or a GeometryCollection where it is
// mixed or empty.
void append_geometry(std::string& out, const analysis::Geometry& geometry);
void append_point(std::string& out, analysis::Coordinate coordinate);
void append_shape(std::string& out, const analysis::WktShape& shape);

}  // namespace huntbook::engine::duckdb
