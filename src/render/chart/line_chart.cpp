#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "render/chart/drawing.hpp"
#include "render/chart/frame.hpp"
#include "render/chart/palette.hpp"
#include "render/chart/series.hpp"

namespace huntbook::render {

namespace {

constexpr std::size_t series_limit = palette::series.size();
constexpr std::size_t points_with_marks = 150;  // more of them on one line would hide it
constexpr double plot_height = 260;

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void add(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

bool is_area(const ChartSpec& spec) {
  return spec.kind == ChartKind::Area || spec.kind == ChartKind::StackedArea;
}

bool is_stacked(const ChartSpec& spec) {
  return is_area(spec) && (spec.kind == ChartKind::StackedArea || spec.stacking == Stacking::Stacked ||
                           spec.stacking == Stacking::Stacked100);
}

std::string_view colour_of(const Series& series, std::size_t index) {
  return series.other ? palette::other : palette::series[index % palette::series.size()];
}

// Fewer points for the same line: per pixel column the first, lowest, highest and last one.
std::vector<SeriesPoint> thin_out(const std::vector<SeriesPoint>& points, const Scale& x) {
  if (static_cast<double>(points.size()) < 3 * palette::width) return points;
  std::vector<SeriesPoint> kept;
  for (std::size_t begin = 0; begin < points.size();) {
    const double pixel = std::floor(x.at(points[begin].x));
    std::size_t end = begin;
    while (end < points.size() && std::floor(x.at(points[end].x)) == pixel) ++end;
    const auto [low, high] = std::minmax_element(points.begin() + static_cast<std::ptrdiff_t>(begin),
                                                 points.begin() + static_cast<std::ptrdiff_t>(end),
                                                 [](const SeriesPoint& a, const SeriesPoint& b) { return a.y < b.y; });
    kept.push_back(points[begin]);
    if (low < high) {
      kept.push_back(*low);
      kept.push_back(*high);
    } else {
      kept.push_back(*high);
      kept.push_back(*low);
    }
    kept.push_back(points[end - 1]);
    begin = end;
  }
  return kept;
}

std::string polyline(const std::vector<SeriesPoint>& points, const Scale& x, const Scale& y) {
  std::string data;
  for (const SeriesPoint& point : points) {
    data += fmt::format("{}{},{}", data.empty() ? "M" : "L", svg_number(x.at(point.x)), svg_number(y.at(point.y)));
  }
  return data;
}

// Stacks the series on one another over all x that any of them has; absent ones count as zero.
void stack(std::vector<Series>& series, bool percent) {
  std::vector<double> xs;
  for (const Series& each : series) {
    for (const SeriesPoint& point : each.points) xs.push_back(point.x);
  }
  std::ranges::sort(xs);
  xs.erase(std::ranges::unique(xs).begin(), xs.end());
  std::vector<double> base(xs.size(), 0);
  for (Series& each : series) {
    std::vector<SeriesPoint> points;
    std::size_t next = 0;
    for (std::size_t i = 0; i < xs.size(); ++i) {
      double value = 0;
      for (; next < each.points.size() && each.points[next].x == xs[i]; ++next) value += each.points[next].y;
      points.push_back({xs[i], base[i] += value});
    }
    each.points = std::move(points);
  }
  if (!percent) return;
  for (Series& each : series) {
    for (std::size_t i = 0; i < xs.size(); ++i) each.points[i].y = base[i] == 0 ? 0 : each.points[i].y / base[i] * 100;
  }
}

struct LineChart {
  std::vector<Series> series;
  Scale x, y;
  bool time = false;
  Plot plot;

  std::string place_text(const SeriesPoint& point) const {
    return time ? readable_time(static_cast<Ticks>(point.x)) : short_number(point.x);
  }

  void draw_area(Svg& svg, std::size_t index, bool stacked) const {
    const Series& each = series[index];
    if (each.points.empty()) return;
    std::string data = polyline(each.points, x, y);
    if (stacked && index > 0) {
      const auto& below = series[index - 1].points;
      for (std::size_t i = below.size(); i-- > 0;) {
        data += fmt::format("L{},{}", svg_number(x.at(below[i].x)), svg_number(y.at(below[i].y)));
      }
    } else {
      const std::string zero = svg_number(y.at(std::max(y.low(), 0.0)));
      data += fmt::format("L{},{}L{},{}", svg_number(x.at(each.points.back().x)), zero,
                          svg_number(x.at(each.points.front().x)), zero);
    }
    svg.path(data + "Z", each.name,
             {{"fill", colour_of(each, index)}, {"fill-opacity", stacked ? "0.8" : "0.25"}, {"stroke", "none"}});
  }

  void draw_line(Svg& svg, std::size_t index) const {
    const Series& each = series[index];
    svg.path(polyline(thin_out(each.points, x), x, y), each.name,
             {{"fill", "none"},
              {"stroke", colour_of(each, index)},
              {"stroke-width", "1.75"},
              {"stroke-linejoin", "round"},
              {"stroke-linecap", "round"}});
  }

  void draw_points(Svg& svg, std::size_t index, bool scatter) const {
    const Series& each = series[index];
    const std::string_view radius_opacity = scatter && each.points.size() > 300 ? "0.45" : "0.9";
    for (const SeriesPoint& point : each.points) {
      svg.circle(x.at(point.x), y.at(point.y), scatter ? 3.2 : 2.4, colour_of(each, index),
                 fmt::format("{}\n{}: {}", place_text(point), each.name, short_number(point.y)),
                 {{"fill-opacity", radius_opacity}, {"stroke", palette::paper}, {"stroke-width", "0.6"}});
    }
  }
};

bool all_whole(const ChartColumns& columns, const Schema& schema) {
  return std::ranges::all_of(columns.ys, [&](std::size_t y) { return types::integers.contains(schema[y].type); });
}

}  // namespace

Result<std::string> draw_lines(const ChartSpec& spec, const ChartRows& rows) {
  HUNTBOOK_TRY(const ChartColumns columns, pick_columns(spec, rows.schema));
  const ScalarType x_type = rows.schema[columns.x].type;
  LineChart chart;
  chart.time = x_type == ScalarType::DateTime;
  if (!chart.time && !is_drawable(x_type)) {
    return fail(ErrorKind::User,
                fmt::format("the x axis of this chart needs numbers or times; '{}' is {}", rows.schema[columns.x].name,
                            name_of(x_type)),
                "use columnchart or barchart for categories, or name another column with xcolumn=");
  }

  std::size_t impossible = 0;
  chart.series = collect_series(columns, rows, [&](std::size_t row) -> std::optional<double> {
    const std::optional<double> value = number_at(rows.rows.columns[columns.x], row);
    if (!value || !chart.time) return value;
    if (!is_impossible_time(rows.rows.columns[columns.x].long_at(row))) return value;
    ++impossible;
    return std::nullopt;
  });
  if (chart.series.empty()) return draw_nothing(spec, "No data to draw");
  const bool stacked = is_stacked(spec);
  const bool percent = stacked && spec.stacking == Stacking::Stacked100;
  group_small_series(chart.series, series_limit, stacked);
  if (spec.accumulate) std::ranges::for_each(chart.series, accumulate);
  if (stacked) stack(chart.series, percent);

  Range xs, ys;
  for (const Series& series : chart.series) {
    for (const SeriesPoint& point : series.points) {
      xs.add(point.x);
      if (!spec.ylog || point.y > 0) ys.add(point.y);
    }
  }
  const bool log = spec.ylog && ys.low > 0 && std::isfinite(ys.low);
  if (!std::isfinite(ys.low)) ys.low = ys.high = 0;
  if (!log && spec.kind != ChartKind::Scatter) ys.low = std::min(ys.low, 0.0);
  ys.low = spec.ymin.value_or(ys.low);
  ys.high = spec.ymax.value_or(ys.high);
  chart.y = log && ys.low > 0 ? Scale::log(ys.low, ys.high)
                              : Scale::linear(ys.low, percent ? 100 : ys.high, all_whole(columns, rows.schema), 5);
  chart.x = chart.time ? Scale::time(static_cast<Ticks>(xs.low), static_cast<Ticks>(xs.high), 9)
                       : Scale::linear(xs.low, xs.high, types::integers.contains(x_type), 10);

  std::vector<LegendEntry> legend;
  if (spec.legend && chart.series.size() > 1) {
    for (std::size_t i = 0; i < chart.series.size(); ++i) {
      legend.push_back({chart.series[i].name, colour_of(chart.series[i], i)});
    }
  }
  const Header header(spec.title, std::move(legend), palette::width);
  const std::string_view suffix = percent ? "%" : "";
  chart.plot = {12 + label_room(chart.y, suffix), header.height() + 22, palette::width - 24,
                header.height() + 22 + plot_height};
  chart.x.place(chart.plot.left, chart.plot.right);
  chart.y.place(chart.plot.bottom, chart.plot.top);
  const std::string note = note_of(rows, impossible);
  Svg svg(palette::width, chart.plot.bottom + x_axis_height + (note.empty() ? 6 : 24),
          spec.title.empty() ? "chart" : spec.title);
  header.draw(svg);
  std::string ytitle = spec.ytitle;
  if (ytitle.empty() && columns.ys.size() == 1) ytitle = rows.schema[columns.ys[0]].name;
  draw_y_axis(svg, chart.plot, chart.y, ytitle, suffix);
  draw_x_axis(svg, chart.plot, chart.x, spec.xtitle.empty() ? rows.schema[columns.x].name : spec.xtitle);

  for (std::size_t i = chart.series.size(); i-- > 0;) {  // the largest on top
    if (is_area(spec)) chart.draw_area(svg, i, stacked);
    if (spec.kind == ChartKind::Scatter || (chart.series[i].other && !stacked)) {
      chart.draw_points(svg, i, true);
    } else if (!stacked) {
      chart.draw_line(svg, i);
      if (chart.series[i].points.size() <= points_with_marks) chart.draw_points(svg, i, false);
    }
  }
  draw_note(svg, chart.plot.bottom + x_axis_height + 12, note);
  return svg.finish();
}

}  // namespace huntbook::render
