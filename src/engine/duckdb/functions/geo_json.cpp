#include "engine/duckdb/functions/geo_json.hpp"

#include "base/json_text.hpp"
#include "engine/duckdb/functions/json_read.hpp"
#include "engine/duckdb/scalar_function.hpp"

namespace huntbook::engine::duckdb {

namespace {

using analysis::Coordinate;
using analysis::Geometry;
using analysis::Path;
using analysis::Rings;
using Json = simdjson::dom::element;

// --- reading ---------------------------------------------------------------------------------------------------------

bool read(Json json, Coordinate& out) {
  simdjson::dom::array numbers;
  if (json.get(numbers) != simdjson::SUCCESS) return false;
  double values[2];
  std::size_t count = 0;
  for (Json number : numbers) {
    double value = 0;
    if (number.get(value) != simdjson::SUCCESS) return false;
    if (count < 2) values[count] = value;
    ++count;
  }
  if (count < 2) return false;
  out = {values[0], values[1]};
  return true;
}

template <class Element>
bool read(Json json, std::vector<Element>& out) {
  simdjson::dom::array elements;
  if (json.get(elements) != simdjson::SUCCESS) return false;
  for (Json element : elements)
    if (!read(element, out.emplace_back())) return false;
  return true;
}

// The elements of a multiple geometry, at whatever depth: a list of several geometries' coordinates nests one deeper
// than the standard says, and Kusto's pages fold geometries so.
constexpr int most_nesting = 8;

template <class Element>
bool read_nested(Json json, std::vector<Element>& out, int depth = 0) {
  Element element;
  if (read(json, element)) {
    out.push_back(std::move(element));
    return true;
  }
  simdjson::dom::array members;
  if (depth == most_nesting || json.get(members) != simdjson::SUCCESS || members.size() == 0) return false;
  for (Json member : members)
    if (!read_nested(member, out, depth + 1)) return false;
  return true;
}

// The elements of a geometry of type `single` (one) or `multiple`.
template <class Element>
std::optional<std::vector<Element>> read_elements(std::string_view json, std::string_view single,
                                                  std::string_view multiple) {
  auto document = parse_dynamic(json);
  std::string_view type;
  Json coordinates;
  if (!document || !document->is_object() || (*document)["type"].get(type) != simdjson::SUCCESS ||
      (*document)["coordinates"].get(coordinates) != simdjson::SUCCESS)
    return std::nullopt;
  std::vector<Element> elements;
  if (type == single) {
    if (!read(coordinates, elements.emplace_back())) return std::nullopt;
  } else if (type != multiple || !read_nested(coordinates, elements)) {
    return std::nullopt;
  }
  return elements;
}

// --- writing ---------------------------------------------------------------------------------------------------------

void write(JsonWriter& writer, Coordinate coordinate) {
  writer.begin_array();
  writer.real(coordinate.longitude);
  writer.real(coordinate.latitude);
  writer.end_array();
}

template <class Element>
void write(JsonWriter& writer, const std::vector<Element>& elements) {
  writer.begin_array();
  for (const Element& element : elements) write(writer, element);
  writer.end_array();
}

template <class Coordinates>
void write_geometry(JsonWriter& writer, std::string_view type, const Coordinates& coordinates) {
  writer.begin_object();
  writer.member("type", type);
  writer.key("coordinates");
  write(writer, coordinates);
  writer.end_object();
}

template <class Element>
void write_one_or_many(JsonWriter& writer, std::string_view type, const std::vector<Element>& elements) {
  if (elements.size() == 1) {
    write_geometry(writer, type, elements.front());
  } else {
    write_geometry(writer, "Multi" + std::string(type), elements);
  }
}

template <class Element>
void write_each(JsonWriter& writer, std::string_view type, const std::vector<Element>& elements) {
  for (const Element& element : elements) write_geometry(writer, type, element);
}

void write_shape(JsonWriter& writer, const analysis::WktShape& shape) {
  const Geometry& geometry = shape.geometry;
  switch (shape.kind) {
    case analysis::WktKind::Point:
      return write_geometry(writer, "Point", geometry.points.front());
    case analysis::WktKind::Line:
      return write_geometry(writer, "LineString", geometry.lines.front());
    case analysis::WktKind::Polygon:
      return write_geometry(writer, "Polygon", geometry.polygons.front());
    case analysis::WktKind::MultiPoint:
      return write_geometry(writer, "MultiPoint", geometry.points);
    case analysis::WktKind::MultiLine:
      return write_geometry(writer, "MultiLineString", geometry.lines);
    case analysis::WktKind::MultiPolygon:
      return write_geometry(writer, "MultiPolygon", geometry.polygons);
    case analysis::WktKind::Collection:
      writer.begin_object();
      writer.member("type", "GeometryCollection");
      writer.key("geometries");
      writer.begin_array();
      for (const analysis::WktShape& member : shape.members) write_shape(writer, member);
      writer.end_array();
      writer.end_object();
  }
}

}  // namespace

std::optional<std::vector<Path>> read_paths(std::string_view json) {
  return read_elements<Path>(json, "LineString", "MultiLineString");
}

std::optional<std::vector<Rings>> read_polygons(std::string_view json) {
  return read_elements<Rings>(json, "Polygon", "MultiPolygon");
}

std::optional<analysis::Line> read_line(std::string_view json) {
  thread_local Remembered<std::optional<analysis::Line>> remembered;
  return remembered.get(json, [](std::string_view text) {
    auto paths = read_paths(text);
    return paths ? analysis::Line::make(*paths) : std::nullopt;
  });
}

std::optional<analysis::Area> read_area(std::string_view json) {
  thread_local Remembered<std::optional<analysis::Area>> remembered;
  return remembered.get(json, [](std::string_view text) {
    auto polygons = read_polygons(text);
    return polygons ? analysis::Area::make(*polygons) : std::nullopt;
  });
}

void append_geometry(std::string& out, const Geometry& geometry) {
  JsonWriter writer(out);
  int kinds = int{!geometry.points.empty()} + int{!geometry.lines.empty()} + int{!geometry.polygons.empty()};
  if (kinds == 1) {
    if (!geometry.points.empty()) return write_one_or_many(writer, "Point", geometry.points);
    if (!geometry.lines.empty()) return write_one_or_many(writer, "LineString", geometry.lines);
    return write_one_or_many(writer, "Polygon", geometry.polygons);
  }
  writer.begin_object();
  writer.member("type", "GeometryCollection");
  writer.key("geometries");
  writer.begin_array();
  write_each(writer, "Point", geometry.points);
  write_each(writer, "LineString", geometry.lines);
  write_each(writer, "Polygon", geometry.polygons);
  writer.end_array();
  writer.end_object();
}

void append_point(std::string& out, Coordinate coordinate) {
  JsonWriter writer(out);
  write_geometry(writer, "Point", coordinate);
}

void append_shape(std::string& out, const analysis::WktShape& shape) {
  JsonWriter writer(out);
  write_shape(writer, shape);
}

}  // namespace huntbook::engine::duckdb
