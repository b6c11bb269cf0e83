#include <algorithm>

#include "render/chart/columns.hpp"
#include "render/chart/drawing.hpp"
#include "render/chart/frame.hpp"
#include "render/chart/palette.hpp"
#include "render/chart/svg.hpp"
#include "render/value.hpp"

namespace huntbook::render {

namespace {

std::string card_value(const Column& column, std::size_t row) {
  if (!column.is_null(row) && types::numbers.contains(column.type())) {
    if (const auto value = number_at(column, row)) return short_number(*value);
  }
  return label_at(column, row);
}

}  // namespace

Result<std::string> draw_card(const ChartSpec& spec, const ChartRows& rows) {
  if (rows.rows.rows() == 0) return draw_nothing(spec, "No data");
  constexpr std::size_t across = 4;
  const std::size_t count = std::min<std::size_t>(rows.schema.size(), 16);
  const std::size_t columns = std::min(count, across);
  const Header header(spec.title, {}, palette::width);
  const double box_width = (palette::width - 24 - 12 * static_cast<double>(columns - 1)) / static_cast<double>(columns);
  constexpr double box_height = 84;
  const std::size_t whole_lines = (count + columns - 1) / columns;
  const auto lines = static_cast<double>(whole_lines);
  Svg svg(palette::width, header.height() + lines * (box_height + 12) + 4, spec.title.empty() ? "card" : spec.title);
  header.draw(svg);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t line = i / columns;
    const double x = 12 + static_cast<double>(i % columns) * (box_width + 12);
    const double y = header.height() + 4 + static_cast<double>(line) * (box_height + 12);
    const std::string value = card_value(rows.rows.columns[i], 0);
    const double size = text_width(value, 28) <= box_width - 32 ? 28 : 15;
    svg.rect(x, y, box_width, box_height, "#f5f7f9", {}, {{"rx", "4"}});
    svg.text(x + 16, y + 46, fit_text(value, size, box_width - 32), {.size = size, .fill = palette::ink, .bold = true},
             value);
    svg.text(x + 16, y + 68, fit_text(rows.schema[i].name, palette::label_size, box_width - 32),
             {.size = palette::label_size, .fill = palette::muted}, rows.schema[i].name);
  }
  return svg.finish();
}

}  // namespace huntbook::render
