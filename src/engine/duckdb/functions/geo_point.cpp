// Kernels of the functions over points on the Earth and over cells of grids (Kusto docs, "Geospatial functions"). A
// coordinate that is not valid gives null, or the empty text.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/geo/geohash.hpp"
#include "analysis/geo/point.hpp"
#include "analysis/geo/s2_cell.hpp"
#include "base/json_text.hpp"
#include "engine/duckdb/functions/geo_json.hpp"
#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {

namespace {

using analysis::Coordinate;
using MaybeReal = std::optional<double>;

MaybeReal distance(double from_longitude, double from_latitude, double to_longitude, double to_latitude,
                   bool spheroid) {
  Coordinate from{from_longitude, from_latitude}, to{to_longitude, to_latitude};
  if (!is_valid(from) || !is_valid(to)) return std::nullopt;
  return spheroid ? analysis::spheroid_distance(from, to) : analysis::sphere_distance(from, to);
}

MaybeReal azimuth(double from_longitude, double from_latitude, double to_longitude, double to_latitude) {
  Coordinate from{from_longitude, from_latitude}, to{to_longitude, to_latitude};
  return is_valid(from) && is_valid(to) ? analysis::azimuth(from, to) : std::nullopt;
}

MaybeReal angle(double longitude1, double latitude1, double longitude2, double latitude2, double longitude3,
                double latitude3) {
  Coordinate first{longitude1, latitude1}, middle{longitude2, latitude2}, last{longitude3, latitude3};
  if (!is_valid(first) || !is_valid(middle) || !is_valid(last)) return std::nullopt;
  return analysis::angle(first, middle, last);
}

std::optional<bool> in_circle(double longitude, double latitude, double center_longitude, double center_latitude,
                              double radius) {
  Coordinate point{longitude, latitude}, center{center_longitude, center_latitude};
  if (!is_valid(point) || !is_valid(center) || !(radius >= 0)) return std::nullopt;
  return analysis::sphere_distance(point, center) <= radius;
}

// A level or a number of digits as int; one that is none of any grid where it does not fit.
int small(std::int64_t value) {
  return value < 0 || value > 100 ? -1 : static_cast<int>(value);
}

bool write_names(JsonResult& out, const std::optional<std::vector<std::string>>& names) {
  if (!names) return false;
  JsonWriter writer(out.buffer());
  writer.begin_array();
  for (const std::string& name : *names) writer.string(name);
  writer.end_array();
  return true;
}

bool write_point(JsonResult& out, std::optional<Coordinate> place) {
  if (place) append_point(out.buffer(), *place);
  return place.has_value();
}

bool write_ring(JsonResult& out, std::optional<analysis::Path> ring) {
  if (ring) append_geometry(out.buffer(), {{}, {}, {{std::move(*ring)}}});
  return ring.has_value();
}

bool point_to_geohash(TextResult& out, double longitude, double latitude, std::int64_t digits) {
  out.assign(analysis::geohash_of({longitude, latitude}, small(digits)));
  return true;
}
bool geohash_center(JsonResult& out, std::string_view geohash) {
  auto cell = analysis::geohash_cell(geohash);
  return write_point(out, cell ? std::optional(cell->center()) : std::nullopt);
}
bool geohash_polygon(JsonResult& out, std::string_view geohash) {
  auto cell = analysis::geohash_cell(geohash);
  return write_ring(out, cell ? std::optional(cell->ring()) : std::nullopt);
}
bool geohash_neighbors(JsonResult& out, std::string_view geohash) {
  return write_names(out, analysis::geohash_neighbors(geohash));
}

bool point_to_s2_cell(TextResult& out, double longitude, double latitude, std::int64_t level) {
  out.assign(analysis::s2_cell_of({longitude, latitude}, small(level)));
  return true;
}
bool s2_cell_center(JsonResult& out, std::string_view token) {
  return write_point(out, analysis::s2_cell_center(token));
}
bool s2_cell_polygon(JsonResult& out, std::string_view token) {
  return write_ring(out, analysis::s2_cell_ring(token));
}
bool s2_cell_neighbors(JsonResult& out, std::string_view token) {
  return write_names(out, analysis::s2_cell_neighbors(token));
}

bool line_to_s2_cells(JsonResult& out, std::string_view json, std::int64_t level, double radius) {
  auto line = read_line(json);
  return line && write_names(out, analysis::s2_covering(*line, small(level), radius));
}
bool polygon_to_s2_cells(JsonResult& out, std::string_view json, std::int64_t level, double radius) {
  auto area = read_area(json);
  return area && write_names(out, analysis::s2_covering(*area, small(level), radius));
}

bool from_wkt(JsonResult& out, std::string_view text) {
  auto shape = analysis::parse_wkt(text);
  if (shape) append_shape(out.buffer(), *shape);
  return shape.has_value();
}

}  // namespace

void add_geo_point_functions(ScalarFunctions& table) {
  table.add<&distance>("hb_geo_distance_2points");
  table.add<&azimuth>("hb_geo_azimuth");
  table.add<&angle>("hb_geo_angle");
  table.add<&in_circle>("hb_geo_point_in_circle");
  table.add<&point_to_geohash>("hb_geo_point_to_geohash");
  table.add<&geohash_center>("hb_geo_geohash_to_central_point");
  table.add<&geohash_polygon>("hb_geo_geohash_to_polygon");
  table.add<&geohash_neighbors>("hb_geo_geohash_neighbors");
  table.add<&point_to_s2_cell>("hb_geo_point_to_s2cell");
  table.add<&s2_cell_center>("hb_geo_s2cell_to_central_point");
  table.add<&s2_cell_polygon>("hb_geo_s2cell_to_polygon");
  table.add<&s2_cell_neighbors>("hb_geo_s2cell_neighbors");
  table.add<&line_to_s2_cells>("hb_geo_line_to_s2cells");
  table.add<&polygon_to_s2_cells>("hb_geo_polygon_to_s2cells");
  table.add<&from_wkt>("hb_geo_from_wkt");
}

}  // namespace huntbook::engine::duckdb
