// What column and bar charts share: bars by category or time and series, grouped or stacked, and their axis.
#pragma once

#include "render/chart/frame.hpp"
#include "render/chart/series.hpp"

namespace huntbook::render {

struct Bar {
  double place = 0;  // index of the category, or ticks
  std::size_t series = 0;
  double from = 0;  // on the value axis
  double to = 0;
  double value = 0;
};

struct BarData {
  std::vector<std::string> labels;  // of the categories; empty over time
  std::vector<double> places;
  std::vector<Series> series;
  std::vector<Bar> bars;
  bool stacked = false;
  bool percent = false;
  bool whole = false;  // all values are whole numbers
  std::size_t impossible_times = 0;
};

// Bars of a result. Categories beyond `category_limit` are summed into a last one, "others". Without kind=, series
// stand on one another over time and where there are more than four, else side by side.
Result<BarData> collect_bars(const ChartSpec& spec, const ChartRows& rows, const ChartColumns& columns,
                             std::size_t category_limit, bool time);

Scale bar_scale(const ChartSpec& spec, const BarData& data);
std::vector<LegendEntry> bar_legend(const ChartSpec& spec, const BarData& data);
std::string_view bar_colour(const Series& series, std::size_t index);
std::string bar_title(const ChartSpec& spec, const ChartRows& rows, const ChartColumns& columns);

}  // namespace huntbook::render
