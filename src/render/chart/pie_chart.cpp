#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "render/chart/drawing.hpp"
#include "render/chart/frame.hpp"
#include "render/chart/palette.hpp"
#include "render/chart/series.hpp"

namespace huntbook::render {

namespace {

constexpr std::size_t slice_limit = palette::series.size();
constexpr double outer = 96;
constexpr double inner = 54;

std::string slice_path(double cx, double cy, double from, double to) {
  const auto point = [&](double radius, double turn) {
    const double angle = turn * 2 * std::numbers::pi;
    return fmt::format("{},{}", svg_number(cx + radius * std::sin(angle)), svg_number(cy - radius * std::cos(angle)));
  };
  const int large = to - from > 0.5 ? 1 : 0;
  return fmt::format("M{}A{},{} 0 {} 1 {}L{}A{},{} 0 {} 0 {}Z", point(outer, from), outer, outer, large,
                     point(outer, to), point(inner, to), inner, inner, large, point(inner, from));
}

}  // namespace

Result<std::string> draw_pie(const ChartSpec& spec, const ChartRows& rows) {
  HUNTBOOK_TRY(ChartColumns columns, pick_columns(spec, rows.schema));
  columns.series = {columns.x};
  columns.ys.resize(1);
  std::vector<Series> slices = collect_series(columns, rows, [](std::size_t) { return std::optional(0.0); });
  group_small_series(slices, slice_limit, true);
  double total = 0;
  for (const Series& slice : slices) total += slice.total;
  if (total <= 0) return draw_nothing(spec, "No data to draw");

  const Header header(spec.title, {}, palette::width);
  const double height = header.height() + std::max(2 * outer, 22.0 * static_cast<double>(slices.size())) + 24;
  const double cx = 12 + outer + 20;
  const double cy = header.height() + (height - header.height()) / 2;
  Svg svg(palette::width, height, spec.title.empty() ? "chart" : spec.title);
  header.draw(svg);
  double turn = 0;
  double y = cy - 11 * static_cast<double>(slices.size()) + 15;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    const std::string_view colour = slices[i].other ? palette::other : palette::series[i];
    const double share = slices[i].total / total;
    const std::string figures = fmt::format("{} ({:.1f}%)", short_number(slices[i].total), share * 100);
    if (share > 0) {
      // A whole ring cannot be one arc.
      const double end = std::min(turn + share, turn + 0.9999);
      svg.path(slice_path(cx, cy, turn, end), fmt::format("{}: {}", slices[i].name, figures),
               {{"fill", colour}, {"stroke", palette::paper}, {"stroke-width", "1.5"}});
    }
    turn += share;
    const double x = cx + outer + 36;
    svg.rect(x, y - 10, 11, 11, colour, {}, {{"rx", "2"}});
    const std::string name = fit_text(slices[i].name, 12, 380);
    svg.text(x + 18, y, name, {.size = 12, .fill = palette::ink}, slices[i].name);
    svg.text(x + 26 + text_width(name, 12), y, figures, {.size = 12, .fill = palette::muted});
    y += 22;
  }
  svg.text(cx, cy + 2, short_number(total), {.size = 20, .fill = palette::ink, .anchor = Anchor::Middle, .bold = true});
  svg.text(cx, cy + 18, fit_text(rows.schema[columns.ys[0]].name, palette::label_size, 2 * inner - 16),
           {.size = palette::label_size, .fill = palette::muted, .anchor = Anchor::Middle});
  return svg.finish();
}

}  // namespace huntbook::render
