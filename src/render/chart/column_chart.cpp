#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "render/chart/bars.hpp"
#include "render/chart/drawing.hpp"
#include "render/chart/frame.hpp"
#include "render/chart/palette.hpp"

namespace huntbook::render {

namespace {

constexpr double plot_height = 260;
constexpr std::size_t category_limit = 60;

// The smallest distance between two neighbours, which is the bin of a time axis.
double smallest_gap(std::vector<double> xs, double fallback) {
  std::ranges::sort(xs);
  double gap = fallback;
  for (std::size_t i = 1; i < xs.size(); ++i) {
    if (xs[i] > xs[i - 1]) gap = std::min(gap, xs[i] - xs[i - 1]);
  }
  return gap;
}

std::string rounded_top(double x, double width, double top, double bottom) {
  const double r = std::min({2.0, width / 2, std::max(0.0, bottom - top)});
  return fmt::format("M{0},{1}V{2}Q{0},{3} {4},{3}H{5}Q{6},{3} {6},{2}V{1}Z", svg_number(x), svg_number(bottom),
                     svg_number(top + r), svg_number(top), svg_number(x + r), svg_number(x + width - r),
                     svg_number(x + width));
}

void draw_category_labels(Svg& svg, const Plot& plot, const std::vector<std::string>& labels, double step,
                          bool turned) {
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double x = plot.left + (static_cast<double>(i) + 0.5) * step;
    if (turned) {
      svg.text(x + 4, plot.bottom + 14, fit_text(labels[i], palette::label_size, 130),
               {.size = palette::label_size, .fill = palette::ink, .anchor = Anchor::End, .rotate = -40}, labels[i]);
    } else {
      svg.text(x, plot.bottom + 16, labels[i],
               {.size = palette::label_size, .fill = palette::ink, .anchor = Anchor::Middle});
    }
  }
}

double widest(const std::vector<std::string>& labels) {
  double width = 0;
  for (const std::string& label : labels) {
    width = std::max(width, text_width(fit_text(label, palette::label_size, 130), palette::label_size));
  }
  return width;
}

}  // namespace

Result<std::string> draw_columns(const ChartSpec& spec, const ChartRows& rows) {
  HUNTBOOK_TRY(const ChartColumns columns, pick_columns(spec, rows.schema));
  const bool time = rows.schema[columns.x].type == ScalarType::DateTime;
  HUNTBOOK_TRY(BarData data, collect_bars(spec, rows, columns, category_limit, time));
  if (data.series.empty()) return draw_nothing(spec, "No data to draw");

  const Header header(spec.title, bar_legend(spec, data), palette::width);
  const std::string_view suffix = data.percent ? "%" : "";
  Scale y = bar_scale(spec, data);
  Plot plot{12 + label_room(y, suffix), header.height() + 22, palette::width - 24, header.height() + 22 + plot_height};
  y.place(plot.bottom, plot.top);

  Scale x;
  double step = 0;
  double foot = x_axis_height;
  bool turned = false;
  if (time) {
    const double bin = smallest_gap(data.places, static_cast<double>(ticks_per_hour));
    const auto [low, high] = std::ranges::minmax(data.places);
    x = Scale::time(static_cast<Ticks>(low), static_cast<Ticks>(high + bin), 9);
    x.place(plot.left, plot.right);
    step = x.at(low + bin) - x.at(low);
  } else {
    step = (plot.right - plot.left) / static_cast<double>(data.labels.size());
    const double label = widest(data.labels);
    turned = label > step - 8;
    foot = turned ? label * 0.65 + 34 : 30;
  }

  const std::string note = note_of(rows, data.impossible_times);
  Svg svg(palette::width, plot.bottom + foot + (note.empty() ? 6 : 24), spec.title.empty() ? "chart" : spec.title);
  header.draw(svg);
  draw_y_axis(svg, plot, y, bar_title(spec, rows, columns), suffix);

  const std::size_t groups = data.stacked ? 1 : data.series.size();
  const double inner = std::max(0.6, std::min(step * (step > 12 ? 0.78 : 0.92), 72.0));
  const double zero = y.form() == Scale::Form::Log ? plot.bottom : y.at(std::clamp(0.0, y.low(), y.high()));
  for (const Bar& bar : data.bars) {
    const double center = time ? x.at(bar.place) + step / 2 : plot.left + (bar.place + 0.5) * step;
    const double width = inner / static_cast<double>(groups);
    const double left = center - inner / 2 + (data.stacked ? 0 : width * static_cast<double>(bar.series));
    const double from = data.stacked && bar.from != 0 ? y.at(bar.from) : zero;
    const double to = y.at(bar.to);
    const Series& series = data.series[bar.series];
    const std::string place =
        time ? readable_time(static_cast<Ticks>(bar.place)) : data.labels[static_cast<std::size_t>(bar.place)];
    const std::string tooltip = fmt::format("{}\n{}: {}", place, series.name, short_number(bar.value));
    const double top = std::min(from, to);
    const double bottom = std::max(from, to);
    if (data.stacked || width < 3) {
      svg.rect(left, top, width, bottom - top, bar_colour(series, bar.series), tooltip);
    } else {
      svg.path(rounded_top(left, std::max(0.6, width - (groups > 1 ? 1 : 0)), top, bottom), tooltip,
               {{"fill", bar_colour(series, bar.series)}});
    }
  }

  const std::string xtitle = spec.xtitle.empty() ? rows.schema[columns.x].name : spec.xtitle;
  if (time) {
    draw_x_axis(svg, plot, x, xtitle);
  } else {
    svg.line(plot.left, zero, plot.right, zero, palette::axis);
    draw_category_labels(svg, plot, data.labels, step, turned);
  }
  draw_note(svg, plot.bottom + foot + 12, note);
  return svg.finish();
}

}  // namespace huntbook::render
