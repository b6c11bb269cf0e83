// The drawing of each kind of chart; draw_chart() chooses among them. All errors are of kind User: a column that is
// missing or of the wrong type.
#pragma once

#include "render/chart/chart.hpp"

namespace huntbook::render {

// Lines, areas and points over a numeric or time axis.
Result<std::string> draw_lines(const ChartSpec& spec, const ChartRows& rows);
// Vertical columns over categories or over time.
Result<std::string> draw_columns(const ChartSpec& spec, const ChartRows& rows);
// Horizontal bars by category.
Result<std::string> draw_bars(const ChartSpec& spec, const ChartRows& rows);
// Shares of a whole, as a ring.
Result<std::string> draw_pie(const ChartSpec& spec, const ChartRows& rows);
// The first row's values, large.
Result<std::string> draw_card(const ChartSpec& spec, const ChartRows& rows);
// Events on lanes over time; some of them highlighted.
Result<std::string> draw_timeline(const ChartSpec& spec, const ChartRows& rows);
// Numbers by two keys; the rare ones stand out.
Result<std::string> draw_matrix(const ChartSpec& spec, const ChartRows& rows);

}  // namespace huntbook::render
