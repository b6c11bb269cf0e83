// Arrays of numbers in dynamic values, read for the functions over series and written again.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace huntbook::engine::duckdb {

// An element of a series: an integer, a real, or nothing where it is no number. A text that stands for a datetime or a
// timespan counts as its ticks, and "NaN", "Infinity" and "-Infinity" as these, since JSON has no better form for them.
using SeriesElement = std::variant<std::monostate, std::int64_t, double>;

SeriesElement series_element(std::string_view json);
// The element as a real; NaN where it is none.
double real_of(const SeriesElement& element);

// The elements of an array as reals, NaN for those that are no numbers; nothing where the text is no array.
std::optional<std::vector<double>> read_series(std::string_view json);

// Appends an array of reals; NaN becomes null.
void append_series(std::string& out, std::span<const double> series);

}  // namespace huntbook::engine::duckdb
