#include "engine/duckdb/functions/series_read.hpp"

#include <cmath>
#include <limits>

#include "base/json_text.hpp"
#include "base/overloaded.hpp"
#include "base/time.hpp"
#include "engine/duckdb/json_slices.hpp"

namespace huntbook::engine::duckdb {

namespace {

SeriesElement number_in_text(std::string_view text) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return infinity;
  if (text == "-Infinity") return -infinity;
  // Only the spellings that dynamic values of ours have: 2024-01-02T03:04:05Z and 00:01:00.
  if (text.size() >= 20 && text.back() == 'Z')
    if (auto ticks = parse_datetime(text)) return *ticks;
  if (text.find(':') != std::string_view::npos)
    if (auto ticks = parse_timespan(text)) return *ticks;
  return std::monostate();
}

}  // namespace

SeriesElement series_element(std::string_view json) {
  switch (json_kind(json)) {
    case JsonKind::Integer:
      if (auto integer = json_integer(json)) return *integer;
      return std::monostate();
    case JsonKind::Real:
      if (auto real = json_number(json)) return *real;
      return std::monostate();
    case JsonKind::String:
      return number_in_text(json.substr(1, json.size() - 2));
    default:
      return std::monostate();
  }
}

double real_of(const SeriesElement& element) {
  return std::visit(
      Overloaded{[](std::monostate) { return std::numeric_limits<double>::quiet_NaN(); },
                 [](std::int64_t integer) { return static_cast<double>(integer); }, [](double real) { return real; }},
      element);
}

std::optional<std::vector<double>> read_series(std::string_view json) {
  auto elements = json_elements(json);
  if (!elements) return std::nullopt;
  std::vector<double> series;
  series.reserve(elements->size());
  for (std::string_view element : *elements) series.push_back(real_of(series_element(element)));
  return series;
}

void append_series(std::string& out, std::span<const double> series) {
  JsonWriter writer(out);
  writer.begin_array();
  for (double value : series) {
    if (std::isnan(value)) {
      writer.null();
    } else {
      writer.real(value);
    }
  }
  writer.end_array();
}

}  // namespace huntbook::engine::duckdb
