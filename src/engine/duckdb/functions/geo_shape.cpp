// Kernels of the functions over lines and polygons on the Earth (Kusto docs, "Geospatial functions"). A shape that is
// not sound gives null.
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/geo/buffer.hpp"
#include "analysis/geo/overlay.hpp"
#include "analysis/geo/reshape.hpp"
#include "engine/duckdb/functions/geo_json.hpp"
#include "engine/duckdb/functions/register.hpp"
#include "engine/duckdb/json_slices.hpp"

namespace huntbook::engine::duckdb {

namespace {

using analysis::Area;
using analysis::Coordinate;
using analysis::Geometry;
using analysis::Line;
using MaybeReal = std::optional<double>;

template <class Shape>
std::optional<Shape> read_shape(std::string_view json) {
  if constexpr (std::is_same_v<Shape, Line>) {
    return read_line(json);
  } else {
    return read_area(json);
  }
}

bool write(JsonResult& out, const std::optional<Geometry>& geometry) {
  if (geometry) append_geometry(out.buffer(), *geometry);
  return geometry.has_value();
}
bool write(JsonResult& out, const std::optional<Area>& area) {
  if (area) append_geometry(out.buffer(), area->geometry());
  return area.has_value();
}

// --- measures --------------------------------------------------------------------------------------------------------

template <class Shape, double (Shape::*measure)() const>
MaybeReal measured(std::string_view json) {
  auto shape = read_shape<Shape>(json);
  return shape ? MaybeReal(((*shape).*measure)()) : std::nullopt;
}

template <class Shape>
bool centroid(JsonResult& out, std::string_view json) {
  auto shape = read_shape<Shape>(json);
  if (shape) append_point(out.buffer(), shape->centroid());
  return shape.has_value();
}

template <class Shape>
MaybeReal distance(double longitude, double latitude, std::string_view json) {
  Coordinate point{longitude, latitude};
  auto shape = is_valid(point) ? read_shape<Shape>(json) : std::nullopt;
  return shape ? MaybeReal(shape->distance(point)) : std::nullopt;
}

template <class Shape>
bool closest(JsonResult& out, double longitude, double latitude, std::string_view json) {
  Coordinate point{longitude, latitude};
  auto shape = is_valid(point) ? read_shape<Shape>(json) : std::nullopt;
  if (shape) append_point(out.buffer(), shape->closest(point));
  return shape.has_value();
}

std::optional<bool> point_in_polygon(double longitude, double latitude, std::string_view json) {
  Coordinate point{longitude, latitude};
  auto area = is_valid(point) ? read_area(json) : std::nullopt;
  return area ? std::optional(area->contains(point)) : std::nullopt;
}

bool interpolate(JsonResult& out, std::string_view json, double fraction) {
  auto line = read_line(json);
  if (!line || line->parts() != 1 || !(fraction >= 0 && fraction <= 1)) return false;
  append_point(out.buffer(), line->interpolate(fraction));
  return true;
}

MaybeReal locate(std::string_view json, double longitude, double latitude) {
  Coordinate point{longitude, latitude};
  auto line = is_valid(point) ? read_line(json) : std::nullopt;
  return line && line->parts() == 1 ? MaybeReal(line->locate(point)) : std::nullopt;
}

// --- overlays --------------------------------------------------------------------------------------------------------

template <class Left, class Right>
std::optional<bool> intersects(std::string_view left_json, std::string_view right_json) {
  auto left = read_shape<Left>(left_json);
  auto right = read_shape<Right>(right_json);
  return left && right ? std::optional(analysis::intersects(*left, *right)) : std::nullopt;
}

template <class Left, class Right>
bool intersection(JsonResult& out, std::string_view left_json, std::string_view right_json) {
  auto left = read_shape<Left>(left_json);
  auto right = read_shape<Right>(right_json);
  return left && right && write(out, std::optional(analysis::intersection(*left, *right)));
}

// The shapes of an array; nothing where one is not sound.
template <class Shape>
std::optional<std::vector<Shape>> read_shapes(std::string_view json) {
  auto elements = json_elements(json);
  if (!elements || elements->empty()) return std::nullopt;
  std::vector<Shape> shapes;
  for (std::string_view element : *elements) {
    auto shape = read_shape<Shape>(element);
    if (!shape) return std::nullopt;
    shapes.push_back(std::move(*shape));
  }
  return shapes;
}

bool union_lines(JsonResult& out, std::string_view json) {
  auto lines = read_shapes<Line>(json);
  return lines && write(out, std::optional(analysis::union_of(*lines)));
}
bool union_polygons(JsonResult& out, std::string_view json) {
  auto areas = read_shapes<Area>(json);
  return areas && write(out, analysis::union_of(*areas));
}

// --- shapes made of shapes -------------------------------------------------------------------------------------------

bool point_buffer(JsonResult& out, double longitude, double latitude, double radius, double tolerance) {
  Coordinate point{longitude, latitude};
  return is_valid(point) && write(out, analysis::buffer(point, radius, tolerance));
}
template <class Shape>
bool shape_buffer(JsonResult& out, std::string_view json, double radius, double tolerance) {
  auto shape = read_shape<Shape>(json);
  return shape && write(out, analysis::buffer(*shape, radius, tolerance));
}

template <class Shape>
bool simplify(JsonResult& out, std::string_view json, double tolerance) {
  auto shape = read_shape<Shape>(json);
  return shape && write(out, analysis::simplify(*shape, tolerance));
}
bool simplify_polygons(JsonResult& out, std::string_view json, double tolerance) {
  auto areas = read_shapes<Area>(json);
  return areas && write(out, analysis::simplify(std::span<const Area>(*areas), tolerance));
}

bool densify_path(analysis::Path& path, double tolerance, bool preserve_crossing) {
  auto dense = analysis::densify(path, tolerance, preserve_crossing);
  if (dense) path = std::move(*dense);
  return dense.has_value();
}

bool densify_line(JsonResult& out, std::string_view json, double tolerance, bool preserve_crossing) {
  if (!read_line(json)) return false;
  Geometry geometry;
  geometry.lines = *read_paths(json);
  for (analysis::Path& path : geometry.lines)
    if (!densify_path(path, tolerance, preserve_crossing)) return false;
  return write(out, std::optional(std::move(geometry)));
}
bool densify_polygon(JsonResult& out, std::string_view json, double tolerance, bool preserve_crossing) {
  if (!read_area(json)) return false;
  Geometry geometry;
  geometry.polygons = *read_polygons(json);
  for (analysis::Rings& rings : geometry.polygons)
    for (analysis::Path& ring : rings)
      if (!densify_path(ring, tolerance, preserve_crossing)) return false;
  return write(out, std::optional(std::move(geometry)));
}

}  // namespace

void add_geo_shape_functions(ScalarFunctions& table) {
  table.add<&measured<Line, &Line::length>>("hb_geo_line_length");
  table.add<&measured<Area, &Area::size>>("hb_geo_polygon_area");
  table.add<&measured<Area, &Area::perimeter>>("hb_geo_polygon_perimeter");
  table.add<&centroid<Line>>("hb_geo_line_centroid");
  table.add<&centroid<Area>>("hb_geo_polygon_centroid");
  table.add<&distance<Line>>("hb_geo_distance_point_to_line");
  table.add<&distance<Area>>("hb_geo_distance_point_to_polygon");
  table.add<&closest<Line>>("hb_geo_closest_point_on_line");
  table.add<&closest<Area>>("hb_geo_closest_point_on_polygon");
  table.add<&point_in_polygon>("hb_geo_point_in_polygon");
  table.add<&interpolate>("hb_geo_line_interpolate_point");
  table.add<&locate>("hb_geo_line_locate_point");
  table.add<&intersects<Line, Line>>("hb_geo_intersects_2lines");
  table.add<&intersects<Line, Area>>("hb_geo_intersects_line_with_polygon");
  table.add<&intersects<Area, Area>>("hb_geo_intersects_2polygons");
  table.add<&intersection<Line, Line>>("hb_geo_intersection_2lines");
  table.add<&intersection<Line, Area>>("hb_geo_intersection_line_with_polygon");
  table.add<&intersection<Area, Area>>("hb_geo_intersection_2polygons");
  table.add<&union_lines>("hb_geo_union_lines_array");
  table.add<&union_polygons>("hb_geo_union_polygons_array");
  table.add<&point_buffer>("hb_geo_point_buffer");
  table.add<&shape_buffer<Line>>("hb_geo_line_buffer");
  table.add<&shape_buffer<Area>>("hb_geo_polygon_buffer");
  table.add<&simplify<Line>>("hb_geo_line_simplify");
  table.add<&simplify<Area>>("hb_geo_polygon_simplify");
  table.add<&simplify_polygons>("hb_geo_simplify_polygons_array");
  table.add<&densify_line>("hb_geo_line_densify");
  table.add<&densify_polygon>("hb_geo_polygon_densify");
}

}  // namespace huntbook::engine::duckdb
