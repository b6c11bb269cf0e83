// Points of a chart, by series: what lines, columns, bars and rings are drawn from.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "render/chart/columns.hpp"

namespace huntbook::render {

struct SeriesPoint {
  double x = 0;
  double y = 0;
};

struct Series {
  std::string name;
  double total = 0;  // sum of the absolute values
  std::vector<SeriesPoint> points;
  bool other = false;  // stands for several that are too many to tell apart
};

// Where a row stands on the x axis; nothing: the row is not drawn.
using PlaceOf = std::function<std::optional<double>(std::size_t row)>;

// One series per y column and distinct combination of the series columns, in the order of their first rows; points in
// the order of x, and of the rows where x is equal.
std::vector<Series> collect_series(const ChartColumns& columns, const ChartRows& rows, const PlaceOf& place);

// Keeps the `limit` series with the largest totals, largest first. The others become one: their sum at each x, or,
// where `sum` is false, all their points side by side.
void group_small_series(std::vector<Series>& series, std::size_t limit, bool sum);

// Each value becomes the sum of those up to it.
void accumulate(Series& series);

// Labels of the x axis in the order of their first rows, and the place of each row among them.
struct Categories {
  std::vector<std::string> labels;
  std::vector<std::size_t> place_of_row;
};
Categories collect_categories(const Column& column, std::size_t rows);

}  // namespace huntbook::render
