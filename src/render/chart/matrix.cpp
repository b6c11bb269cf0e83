#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "render/chart/columns.hpp"
#include "render/chart/drawing.hpp"
#include "render/chart/frame.hpp"
#include "render/chart/palette.hpp"
#include "render/chart/series.hpp"
#include "render/value.hpp"

namespace huntbook::render {

namespace {

constexpr std::size_t row_limit = 60;
constexpr std::size_t column_limit = 24;
constexpr double widest_label = 250;
constexpr double cell_height = 24;

struct MatrixColumns {
  std::size_t row = 0;
  std::size_t column = 0;
  std::size_t value = 0;
};

Result<MatrixColumns> pick(const ChartSpec& spec, const Schema& schema) {
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  MatrixColumns columns{none, none, none};
  if (!spec.series.empty()) {
    HUNTBOOK_TRY(columns.row, find_column(schema, spec.series.front(), "series"));
  }
  if (!spec.xcolumn.empty()) {
    HUNTBOOK_TRY(columns.column, find_column(schema, spec.xcolumn, "xcolumn"));
  }
  if (!spec.ycolumns.empty()) {
    HUNTBOOK_TRY(columns.value, find_column(schema, spec.ycolumns.front(), "ycolumns"));
  }
  for (std::size_t i = schema.size(); i-- > 0 && columns.value == none;) {
    if (i != columns.row && i != columns.column && is_drawable(schema[i].type)) columns.value = i;
  }
  for (std::size_t i = 0; i < schema.size(); ++i) {
    if (i == columns.row || i == columns.column || i == columns.value) continue;
    if (columns.row == none) {
      columns.row = i;
    } else if (columns.column == none) {
      columns.column = i;
    }
  }
  if (columns.row == none || columns.column == none || columns.value == none) {
    return fail(ErrorKind::User, "a matrix needs two key columns and one of numbers",
                "summarize count() by Account, LogonType, for instance");
  }
  if (!is_drawable(schema[columns.value].type)) {
    return fail(ErrorKind::User, fmt::format("a matrix needs numbers; '{}' is {}", schema[columns.value].name,
                                             name_of(schema[columns.value].type)));
  }
  return columns;
}

// One axis of the matrix: its labels in the order in which they are drawn.
struct Keys {
  Categories all;
  std::vector<double> totals;
  std::vector<std::size_t> order;  // shown ones
};

Keys collect_keys(const Column& column, const Column& values, std::size_t rows, std::size_t limit) {
  Keys keys;
  keys.all = collect_categories(column, rows);
  keys.totals.assign(keys.all.labels.size(), 0);
  std::vector<double> numbers(keys.all.labels.size(), 0);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t place = keys.all.place_of_row[row];
    keys.totals[place] += number_at(values, row).value_or(0);
    if (is_drawable(column.type())) numbers[place] = number_at(column, row).value_or(0);
  }
  keys.order.resize(keys.totals.size());
  std::iota(keys.order.begin(), keys.order.end(), std::size_t{0});
  std::ranges::stable_sort(keys.order, [&](std::size_t a, std::size_t b) {
    return keys.totals[a] != keys.totals[b] ? keys.totals[a] > keys.totals[b] : keys.all.labels[a] < keys.all.labels[b];
  });
  if (keys.order.size() > limit) keys.order.resize(limit);
  if (is_drawable(column.type())) {
    std::ranges::stable_sort(keys.order, [&](std::size_t a, std::size_t b) { return numbers[a] < numbers[b]; });
  }
  return keys;
}

struct Colour {
  double red, green, blue;
};

// From what is common to what is rare: cool and pale to warm and strong.
constexpr std::array<Colour, 4> ramp = {Colour{232, 238, 244}, Colour{249, 226, 197}, Colour{240, 161, 93},
                                        Colour{200, 70, 28}};

Colour colour_at(double rareness) {
  const double place = std::clamp(rareness, 0.0, 1.0) * (ramp.size() - 1);
  const auto index = std::min(static_cast<std::size_t>(place), ramp.size() - 2);
  const double share = place - static_cast<double>(index);
  const auto mix = [&](double a, double b) { return a + (b - a) * share; };
  return {mix(ramp[index].red, ramp[index + 1].red), mix(ramp[index].green, ramp[index + 1].green),
          mix(ramp[index].blue, ramp[index + 1].blue)};
}

std::string hex(const Colour& colour) {
  return fmt::format("#{:02x}{:02x}{:02x}", static_cast<int>(std::lround(colour.red)),
                     static_cast<int>(std::lround(colour.green)), static_cast<int>(std::lround(colour.blue)));
}

// How rare a number is among those shown: 1 the smallest, 0 the largest, on a log scale. Where the largest is not many
// times the smallest nothing is rare, so the scale is damped (full from a hundredfold on).
class Rareness {
 public:
  void add(double value) {
    if (!(value > 0)) return;
    low_ = low_ == 0 ? value : std::min(low_, value);
    high_ = std::max(high_, value);
  }
  double of(double value) const {
    if (!(value > 0) || high_ <= low_) return 0;
    const double spread = std::log10(high_ / low_);
    return (1 - std::log10(value / low_) / spread) * std::min(1.0, spread / 2);
  }
  double strongest() const { return of(low_); }

 private:
  double low_ = 0;
  double high_ = 0;
};

void draw_scale(Svg& svg, double right, double y, double strongest) {
  constexpr int steps = 6;
  svg.text(right, y + 9, "common", {.size = palette::label_size, .fill = palette::muted, .anchor = Anchor::End});
  double x = right - text_width("common", palette::label_size) - 6;
  for (int i = 0; i < steps; ++i) {
    x -= 18;
    svg.rect(x, y, 18, 10, hex(colour_at(strongest * i / (steps - 1))));
  }
  svg.text(x - 6, y + 9, "rare", {.size = palette::label_size, .fill = palette::muted, .anchor = Anchor::End});
}

std::string note_on_cut(const Keys& keys, std::string_view name) {
  if (keys.order.size() == keys.totals.size()) return {};
  std::vector<bool> shown(keys.totals.size(), false);
  for (std::size_t key : keys.order) shown[key] = true;
  double hidden = 0;
  for (std::size_t i = 0; i < shown.size(); ++i) hidden += shown[i] ? 0 : keys.totals[i];
  return fmt::format("{} more values of {} (total {}) are not shown. ", keys.totals.size() - keys.order.size(), name,
                     short_number(hidden));
}

}  // namespace

Result<std::string> draw_matrix(const ChartSpec& spec, const ChartRows& rows) {
  HUNTBOOK_TRY(const MatrixColumns columns, pick(spec, rows.schema));
  const std::size_t count = rows.rows.rows();
  if (count == 0) return draw_nothing(spec, "No data to draw");
  const Column& values = rows.rows.columns[columns.value];
  const Keys down = collect_keys(rows.rows.columns[columns.row], values, count, row_limit);
  const Keys across = collect_keys(rows.rows.columns[columns.column], values, count, column_limit);

  const std::size_t width = across.all.labels.size();
  std::vector<std::optional<double>> cells(down.all.labels.size() * width);
  for (std::size_t row = 0; row < count; ++row) {
    const std::optional<double> value = number_at(values, row);
    if (!value) continue;
    std::optional<double>& cell = cells[down.all.place_of_row[row] * width + across.all.place_of_row[row]];
    cell = cell.value_or(0) + *value;
  }
  Rareness rareness;
  for (std::size_t r : down.order) {
    for (std::size_t c : across.order) rareness.add(cells[r * width + c].value_or(0));
  }

  double row_labels = text_width(rows.schema[columns.row].name, palette::label_size);
  for (std::size_t r : down.order) {
    row_labels = std::max(
        row_labels, text_width(fit_text(down.all.labels[r], palette::label_size, widest_label), palette::label_size));
  }
  double column_labels = 0;
  for (std::size_t c : across.order) {
    column_labels = std::max(column_labels,
                             text_width(fit_text(across.all.labels[c], palette::label_size, 140), palette::label_size));
  }
  const double left = 22 + std::min(row_labels, widest_label);
  constexpr double totals_room = 64;
  const double cell_width =
      std::clamp((palette::width - left - totals_room) / static_cast<double>(across.order.size()), 26.0, 96.0);
  const bool turned = column_labels > cell_width - 6;
  const Header header(spec.title, {}, palette::width);
  const double head = turned ? column_labels * 0.68 + 18 : 20;
  const Plot plot{left, header.height() + 22 + head, left + cell_width * static_cast<double>(across.order.size()),
                  header.height() + 22 + head + cell_height * static_cast<double>(down.order.size())};
  const std::string note = note_on_cut(down, rows.schema[columns.row].name) +
                           note_on_cut(across, rows.schema[columns.column].name) + note_of(rows, 0);
  Svg svg(palette::width, plot.bottom + 26 + (note.empty() ? 0 : 18), spec.title.empty() ? "matrix" : spec.title);
  header.draw(svg);
  if (spec.legend && rareness.strongest() > 0) {
    draw_scale(svg, palette::width - 12, header.height() - 2, rareness.strongest());
  }

  const TextStyle axis_title{.size = palette::label_size, .fill = palette::muted};
  svg.text(plot.left, header.height() + 8,
           fit_text(fmt::format("{} by {} →", rows.schema[columns.value].name, rows.schema[columns.column].name),
                    palette::label_size, 420),
           axis_title);
  svg.text(plot.left - 8, plot.top - 8, fit_text(rows.schema[columns.row].name, palette::label_size, plot.left - 14),
           {.size = palette::label_size, .fill = palette::muted, .anchor = Anchor::End});
  svg.text(plot.right + 8, plot.top - 8, "total", axis_title);

  for (std::size_t i = 0; i < across.order.size(); ++i) {
    const std::string& label = across.all.labels[across.order[i]];
    const double x = plot.left + (static_cast<double>(i) + 0.5) * cell_width;
    if (turned) {
      svg.text(x + 3, plot.top - 8, fit_text(label, palette::label_size, 140),
               {.size = palette::label_size, .fill = palette::ink, .rotate = -40}, label);
    } else {
      svg.text(x, plot.top - 8, label, {.size = palette::label_size, .fill = palette::ink, .anchor = Anchor::Middle});
    }
    svg.text(x, plot.bottom + 16, short_number(across.totals[across.order[i]]),
             {.size = palette::label_size, .fill = palette::muted, .anchor = Anchor::Middle});
  }
  svg.text(plot.left - 8, plot.bottom + 16, "total",
           {.size = palette::label_size, .fill = palette::muted, .anchor = Anchor::End});

  for (std::size_t i = 0; i < down.order.size(); ++i) {
    const std::size_t r = down.order[i];
    const double top = plot.top + cell_height * static_cast<double>(i);
    const double base = top + cell_height / 2 + 4;
    svg.text(plot.left - 8, base, fit_text(down.all.labels[r], palette::label_size, widest_label),
             {.size = palette::label_size, .fill = palette::ink, .anchor = Anchor::End}, down.all.labels[r]);
    svg.text(plot.right + 8, base, short_number(down.totals[r]), axis_title);
    for (std::size_t k = 0; k < across.order.size(); ++k) {
      const std::size_t c = across.order[k];
      const double x = plot.left + cell_width * static_cast<double>(k);
      const std::optional<double>& cell = cells[r * width + c];
      if (!cell) {
        svg.rect(x + 0.75, top + 0.75, cell_width - 1.5, cell_height - 1.5, "#fafbfc");
        continue;
      }
      const double rare = rareness.of(*cell);
      svg.rect(x + 0.75, top + 0.75, cell_width - 1.5, cell_height - 1.5, hex(colour_at(rare)),
               fmt::format("{}\n{}\n{}: {}", down.all.labels[r], across.all.labels[c], rows.schema[columns.value].name,
                           short_number(*cell)),
               {{"rx", "2"}});
      svg.text(x + cell_width / 2, base, fit_text(short_number(*cell), palette::label_size, cell_width),
               {.size = palette::label_size,
                .fill = rare > 0.8 ? palette::paper : palette::ink,
                .anchor = Anchor::Middle,
                .bold = rare > 0.6});
    }
  }
  draw_note(svg, plot.bottom + 36, note);
  return svg.finish();
}

}  // namespace huntbook::render
