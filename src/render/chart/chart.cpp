#include "render/chart/chart.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "render/chart/drawing.hpp"

namespace huntbook::render {

namespace {

struct KindName {
  std::string_view name;
  ChartKind kind;
};

constexpr std::array kinds = {
    KindName{"areachart", ChartKind::Area}, KindName{"barchart", ChartKind::Bar},
    KindName{"card", ChartKind::Card},      KindName{"columnchart", ChartKind::Column},
    KindName{"linechart", ChartKind::Line}, KindName{"matrix", ChartKind::Matrix},
    KindName{"piechart", ChartKind::Pie},   KindName{"scatterchart", ChartKind::Scatter},
    KindName{"table", ChartKind::Table},    KindName{"stackedareachart", ChartKind::StackedArea},
    KindName{"timechart", ChartKind::Time}, KindName{"timeline", ChartKind::Timeline},
};

constexpr std::array<std::string_view, 13> kinds_to_come = {
    "anomalychart", "ladderchart", "pivotchart", "timepivot", "treemap",  "plotly", "processtree",
    "graph",        "map",         "strip",      "box",       "sessions", "picker"};

std::vector<std::string> names_in(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view name = list.substr(0, comma);
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (!name.empty()) names.emplace_back(name);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return names;
}

Result<bool> flag(std::string_view property, std::string_view value, std::string_view no, std::string_view yes) {
  const std::string text = ascii_lower(value);
  if (text == yes) return true;
  if (text == no || text == "default") return false;
  return fail(ErrorKind::User, fmt::format("render property {}={}: expected {} or {}", property, value, no, yes));
}

Result<double> number(std::string_view property, std::string_view value) {
  double result = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), result);
  if (error != std::errc() || end != value.data() + value.size()) {
    return fail(ErrorKind::User, fmt::format("render property {}={}: expected a number", property, value));
  }
  return result;
}

Result<Stacking> stacking(std::string_view value) {
  const std::string text = ascii_lower(value);
  if (text == "default") return Stacking::Default;
  if (text == "unstacked") return Stacking::Unstacked;
  if (text == "stacked") return Stacking::Stacked;
  if (text == "stacked100") return Stacking::Stacked100;
  return fail(ErrorKind::User, fmt::format("render property kind={} is not known", value),
              "kinds are default, unstacked, stacked and stacked100");
}

Result<void> set_property(ChartSpec& spec, std::string_view property, std::string_view value) {
  const std::string name = ascii_lower(property);
  if (name == "title") {
    spec.title = value;
  } else if (name == "xtitle") {
    spec.xtitle = value;
  } else if (name == "ytitle") {
    spec.ytitle = value;
  } else if (name == "xcolumn") {
    spec.xcolumn = value;
  } else if (name == "ycolumns") {
    spec.ycolumns = names_in(value);
  } else if (name == "series") {
    spec.series = names_in(value);
  } else if (name == "kind") {
    HUNTBOOK_TRY(spec.stacking, stacking(value));
  } else if (name == "legend") {
    HUNTBOOK_TRY(const bool hidden, flag(name, value, "visible", "hidden"));
    spec.legend = !hidden;
  } else if (name == "xaxis") {
    HUNTBOOK_TRY(spec.xlog, flag(name, value, "linear", "log"));
  } else if (name == "yaxis") {
    HUNTBOOK_TRY(spec.ylog, flag(name, value, "linear", "log"));
  } else if (name == "accumulate") {
    HUNTBOOK_TRY(spec.accumulate, flag(name, value, "false", "true"));
  } else if (name == "ymin") {
    HUNTBOOK_TRY(spec.ymin, number(name, value));
  } else if (name == "ymax") {
    HUNTBOOK_TRY(spec.ymax, number(name, value));
  } else if (name == "highlight" && spec.kind == ChartKind::Timeline) {
    spec.highlight = value;
  } else if (name == "end" && spec.kind == ChartKind::Timeline) {
    spec.end = value;
  } else if (name == "ysplit" || name == "anomalycolumns" || name == "xmin" || name == "xmax") {
    return fail(ErrorKind::User, fmt::format("render property '{}' is known, not supported yet", name));
  } else {
    return fail(ErrorKind::User, fmt::format("render property '{}' is not known", property),
                "properties are title, xtitle, ytitle, xcolumn, ycolumns, series, kind, legend, xaxis, yaxis, ymin, "
                "ymax, accumulate; for a timeline also highlight and end");
  }
  return {};
}

}  // namespace

Result<ChartSpec> chart_spec(std::string_view kind,
                             const std::vector<std::pair<std::string, std::string>>& properties) {
  const auto known = std::ranges::find(kinds, kind, &KindName::name);
  if (known == kinds.end()) {
    if (std::ranges::find(kinds_to_come, kind) != kinds_to_come.end()) {
      return fail(ErrorKind::User, fmt::format("render {} is known, not supported yet", kind));
    }
    std::string names;
    for (const KindName& each : kinds) names += fmt::format("{}{}", names.empty() ? "" : ", ", each.name);
    return fail(ErrorKind::User, fmt::format("render {}: there is no chart of this kind", kind), "kinds are " + names);
  }
  ChartSpec spec;
  spec.kind = known->kind;
  for (const auto& [name, value] : properties) HUNTBOOK_CHECK(set_property(spec, name, value));
  return spec;
}

Result<std::string> draw_chart(const ChartSpec& spec, const ChartRows& rows) {
  switch (spec.kind) {
    case ChartKind::Area:
    case ChartKind::Line:
    case ChartKind::Scatter:
    case ChartKind::StackedArea:
    case ChartKind::Time:
      return draw_lines(spec, rows);
    case ChartKind::Column:
      return draw_columns(spec, rows);
    case ChartKind::Bar:
      return draw_bars(spec, rows);
    case ChartKind::Pie:
      return draw_pie(spec, rows);
    case ChartKind::Card:
      return draw_card(spec, rows);
    case ChartKind::Timeline:
      return draw_timeline(spec, rows);
    case ChartKind::Matrix:
      return draw_matrix(spec, rows);
    case ChartKind::Table:
      break;
  }
  return fail(ErrorKind::Internal, "a table is not drawn as a picture");
}

}  // namespace huntbook::render
