#include <algorithm>

#include <fmt/format.h>

#include "render/chart/bars.hpp"
#include "render/chart/drawing.hpp"
#include "render/chart/palette.hpp"

namespace huntbook::render {

namespace {
constexpr std::size_t category_limit = 40;
constexpr double widest_label = 300;
}  // namespace

Result<std::string> draw_bars(const ChartSpec& spec, const ChartRows& rows) {
  HUNTBOOK_TRY(const ChartColumns columns, pick_columns(spec, rows.schema));
  HUNTBOOK_TRY(BarData data, collect_bars(spec, rows, columns, category_limit, false));
  if (data.series.empty()) return draw_nothing(spec, "No data to draw");

  double label_width = 0;
  for (const std::string& label : data.labels) {
    label_width =
        std::max(label_width, text_width(fit_text(label, palette::label_size, widest_label), palette::label_size));
  }
  const std::size_t groups = data.stacked ? 1 : data.series.size();
  const double step = groups == 1 ? 24 : 10 + 13 * static_cast<double>(groups);
  const Header header(spec.title, bar_legend(spec, data), palette::width);
  const double height = step * static_cast<double>(data.labels.size());
  const Plot plot{20 + label_width, header.height() + 26, palette::width - 70, header.height() + 26 + height};
  Scale x = bar_scale(spec, data);
  x.place(plot.left, plot.right);

  const std::string note = note_of(rows, 0);
  Svg svg(palette::width, plot.bottom + (note.empty() ? 12 : 30), spec.title.empty() ? "chart" : spec.title);
  header.draw(svg);
  const std::string_view suffix = data.percent ? "%" : "";
  for (const Tick& tick : x.ticks()) {
    const double at = x.at(tick.value);
    svg.line(at, plot.top - 2, at, plot.bottom, palette::grid);
    svg.text(at, plot.top - 8, tick.label + std::string(suffix),
             {.size = palette::label_size, .fill = palette::muted, .anchor = Anchor::Middle});
  }
  const std::string title = bar_title(spec, rows, columns);
  svg.text(plot.left - 10, plot.top - 8, fit_text(title, palette::label_size, plot.left - 14) + " →",
           {.size = palette::label_size, .fill = palette::muted, .anchor = Anchor::End}, title);

  const double zero = x.form() == Scale::Form::Log ? plot.left : x.at(std::clamp(0.0, x.low(), x.high()));
  const double thickness = groups == 1 ? 16 : 12;
  for (const Bar& bar : data.bars) {
    const std::string& label = data.labels[static_cast<std::size_t>(bar.place)];
    double top = plot.top + bar.place * step + (step - thickness * static_cast<double>(groups)) / 2;
    if (!data.stacked) top += thickness * static_cast<double>(bar.series);
    const double from = data.stacked && bar.from != 0 ? x.at(bar.from) : zero;
    const double to = x.at(bar.to);
    const Series& series = data.series[bar.series];
    svg.rect(std::min(from, to), top, std::abs(to - from), thickness - (groups > 1 ? 1 : 0),
             bar_colour(series, bar.series), fmt::format("{}\n{}: {}", label, series.name, short_number(bar.value)),
             {{"rx", "1.5"}});
    if (!data.stacked) {
      svg.text(std::max(from, to) + 5, top + thickness / 2 + 4, short_number(bar.value),
               {.size = palette::label_size, .fill = palette::muted});
    }
  }
  for (std::size_t i = 0; i < data.labels.size(); ++i) {
    svg.text(plot.left - 8, plot.top + (static_cast<double>(i) + 0.5) * step + 4,
             fit_text(data.labels[i], palette::label_size, widest_label),
             {.size = palette::label_size, .fill = palette::ink, .anchor = Anchor::End}, data.labels[i]);
  }
  svg.line(zero, plot.top - 2, zero, plot.bottom, palette::axis);
  draw_note(svg, plot.bottom + 18, note);
  return svg.finish();
}

}  // namespace huntbook::render
