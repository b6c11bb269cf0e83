#include "analysis/geo/wkt.hpp"

#include <charconv>
#include <cmath>
#include <string>

#include "base/ascii.hpp"

namespace huntbook::analysis {

namespace {

constexpr int most_nesting = 32;

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::optional<WktShape> shape(int depth = 0) {
    static constexpr struct {
      std::string_view word;
      WktKind kind;
    } kinds[] = {{"POINT", WktKind::Point},
                 {"LINESTRING", WktKind::Line},
                 {"POLYGON", WktKind::Polygon},
                 {"MULTIPOINT", WktKind::MultiPoint},
                 {"MULTILINESTRING", WktKind::MultiLine},
                 {"MULTIPOLYGON", WktKind::MultiPolygon},
                 {"GEOMETRYCOLLECTION", WktKind::Collection}};
    std::string name = word();
    for (const auto& candidate : kinds)
      if (name == candidate.word) return of_kind(candidate.kind, depth);
    return std::nullopt;
  }

  bool at_end() {
    skip_blanks();
    return rest_.empty();
  }

 private:
  std::optional<WktShape> of_kind(WktKind kind, int depth) {
    WktShape result{kind, {}, {}};
    Geometry& into = result.geometry;
    bool good = false;
    switch (kind) {
      case WktKind::Point:
        good = take('(') && into_list(into.points, position()) && take(')');
        break;
      case WktKind::Line:
        good = into_list(into.lines, path());
        break;
      case WktKind::Polygon:
        good = into_list(into.polygons, list<Path>([&] { return path(); }));
        break;
      case WktKind::MultiPoint: {
        auto points = list<Coordinate>([&] { return point_of_several(); });
        good = points.has_value();
        if (good) into.points = std::move(*points);
        break;
      }
      case WktKind::MultiLine: {
        auto lines = list<Path>([&] { return path(); });
        good = lines.has_value();
        if (good) into.lines = std::move(*lines);
        break;
      }
      case WktKind::MultiPolygon: {
        auto polygons = list<Rings>([&] { return list<Path>([&] { return path(); }); });
        good = polygons.has_value();
        if (good) into.polygons = std::move(*polygons);
        break;
      }
      case WktKind::Collection: {
        if (depth >= most_nesting) return std::nullopt;
        auto members = list<WktShape>([&] { return shape(depth + 1); });
        good = members.has_value();
        if (good) result.members = std::move(*members);
        break;
      }
    }
    return good ? std::optional(std::move(result)) : std::nullopt;
  }

  template <class Element>
  static bool into_list(std::vector<Element>& list, std::optional<Element> element) {
    if (element) list.push_back(std::move(*element));
    return element.has_value();
  }

  // "(a, b, c)"
  template <class Element, class ReadOne>
  std::optional<std::vector<Element>> list(ReadOne read_one) {
    if (!take('(')) return std::nullopt;
    std::vector<Element> elements;
    do {
      if (!into_list(elements, std::optional<Element>(read_one()))) return std::nullopt;
    } while (take(','));
    if (!take(')')) return std::nullopt;
    return elements;
  }

  std::optional<Path> path() {
    return list<Coordinate>([&] { return position(); });
  }

  // MULTIPOINT (1 2, 3 4) and MULTIPOINT ((1 2), (3 4)) are both in use.
  std::optional<Coordinate> point_of_several() {
    bool bracketed = take('(');
    auto result = position();
    if (bracketed && !take(')')) return std::nullopt;
    return result;
  }

  std::optional<Coordinate> position() {
    auto longitude = number();
    auto latitude = longitude ? number() : std::nullopt;
    if (!latitude) return std::nullopt;
    return Coordinate{*longitude, *latitude};
  }

  std::optional<double> number() {
    skip_blanks();
    double value = 0;
    auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc() || !std::isfinite(value)) return std::nullopt;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }

  std::string word() {
    skip_blanks();
    std::string result;
    while (!rest_.empty() && is_letter(rest_.front())) {
      result += static_cast<char>(rest_.front() & ~0x20);
      rest_.remove_prefix(1);
    }
    return result;
  }

  bool take(char c) {
    skip_blanks();
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void skip_blanks() {
    std::size_t blanks = rest_.find_first_not_of(" \t\r\n");
    rest_.remove_prefix(std::min(blanks, rest_.size()));
  }

  std::string_view rest_;
};

}  // namespace

std::optional<WktShape> parse_wkt(std::string_view text) {
  Reader reader(text);
  auto shape = reader.shape();
  return shape && reader.at_end() ? std::move(shape) : std::nullopt;
}

}  // namespace huntbook::analysis
