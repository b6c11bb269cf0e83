// Which column is which in a chart: x, y and series, given or picked as Kusto's clients do (Kusto docs, "render
// operator").
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "render/chart/chart.hpp"

namespace huntbook::render {

struct ChartColumns {
  std::size_t x = 0;
  std::vector<std::size_t> ys;
  std::vector<std::size_t> series;
};

// x: given, else the first datetime column of a timechart, else the first column. y: given, else every number but x and
// the series. series: given, else every text column but x (several together name one series).
Result<ChartColumns> pick_columns(const ChartSpec& spec, const Schema& schema);

// The column of this name; an error of kind User names those that there are.
Result<std::size_t> find_column(const Schema& schema, std::string_view name, std::string_view property);

// A number to draw: int, long, real, decimal, bool as 0 and 1, timespan in seconds. Nothing where null, NaN or
// infinite.
std::optional<double> number_at(const Column& column, std::size_t row);
bool is_drawable(ScalarType type);

// A value as a label on an axis: times without T and Z.
std::string label_at(const Column& column, std::size_t row);

// Times that no event of today's systems has (up to 1970, from 2100) and that would stretch an axis.
bool is_impossible_time(Ticks ticks);

}  // namespace huntbook::render
