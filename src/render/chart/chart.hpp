// Charts of results as SVG: what `| render KIND with (...)` asks for (Kusto docs, "render operator"), and two kinds for
// investigations, timeline and matrix. A picture is plain SVG with presentation attributes, no style sheet and no
// script; every text in it is escaped; the same rows give the same bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/column.hpp"
#include "base/result.hpp"

namespace huntbook::render {

enum class ChartKind { Area, Bar, Card, Column, Line, Matrix, Pie, Scatter, StackedArea, Table, Time, Timeline };

enum class Stacking { Default, Unstacked, Stacked, Stacked100 };

struct ChartSpec {
  ChartKind kind = ChartKind::Table;
  Stacking stacking = Stacking::Default;
  std::string title;
  std::string xtitle;
  std::string ytitle;
  std::string xcolumn;                // empty: picked
  std::vector<std::string> ycolumns;  // empty: picked
  std::vector<std::string> series;    // empty: picked; the lanes of a timeline, the rows of a matrix
  bool legend = true;
  bool xlog = false;
  bool ylog = false;
  bool accumulate = false;
  std::optional<double> ymin;
  std::optional<double> ymax;
  std::string highlight;  // timeline: column whose true or non-empty values stand out
  std::string end;        // timeline: column with the end of an event that lasts
};

// The spec that a render operator's kind and properties mean. Kinds and properties that do not exist, or that exist in
// Kusto but are not drawn here yet, are errors of kind User.
//   timeline: xcolumn (time), series (lanes), highlight, end
//   matrix:   series (rows), xcolumn (columns), ycolumns (the number)
Result<ChartSpec> chart_spec(std::string_view kind, const std::vector<std::pair<std::string, std::string>>& properties);

// Rows to draw: all of a result, or its first ones.
struct ChartRows {
  const Schema& schema;
  const Batch& rows;
  std::uint64_t total_rows = 0;  // of the whole result; 0: as many as `rows` holds
};

// The picture as a whole <svg> element. Errors of kind User say which column is missing or of the wrong type. Not for
// ChartKind::Table, which is no picture.
Result<std::string> draw_chart(const ChartSpec& spec, const ChartRows& rows);

}  // namespace huntbook::render
