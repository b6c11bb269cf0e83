#include "render/chart/frame.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "render/chart/palette.hpp"
#include "render/value.hpp"

namespace huntbook::render {

namespace {
constexpr double legend_line = 18;
constexpr double swatch = 10;
constexpr double side = 12;
}  // namespace

Header::Header(std::string title, std::vector<LegendEntry> legend, double width)
    : title_(std::move(title)), legend_(std::move(legend)), width_(width) {
  double y = title_.empty() ? 6 : 30;
  double x = side;
  for (const LegendEntry& entry : legend_) {
    shown_.push_back(fit_text(entry.label, palette::label_size, 220));
    const double needs = swatch + 6 + text_width(shown_.back(), palette::label_size) + 16;
    if (x > side && x + needs > width_ - side) {
      x = side;
      y += legend_line;
    }
    places_.push_back({x, y});
    x += needs;
  }
  height_ = legend_.empty() ? y : y + legend_line;
  height_ += 6;
}

void Header::draw(Svg& svg) const {
  if (!title_.empty()) {
    svg.text(side, 20, fit_text(title_, palette::title_size, width_ - 2 * side),
             {.size = palette::title_size, .fill = palette::ink, .bold = true}, title_);
  }
  for (std::size_t i = 0; i < legend_.size(); ++i) {
    svg.rect(places_[i].x, places_[i].y + 2, swatch, swatch, legend_[i].colour, {}, {{"rx", "2"}});
    svg.text(places_[i].x + swatch + 6, places_[i].y + 11, shown_[i],
             {.size = palette::label_size, .fill = palette::ink}, legend_[i].label);
  }
}

double label_room(const Scale& scale, std::string_view suffix) {
  double room = 0;
  for (const Tick& tick : scale.ticks()) {
    room = std::max(room, text_width(tick.label, palette::label_size) + text_width(suffix, palette::label_size));
  }
  return room + 10;
}

void draw_y_axis(Svg& svg, const Plot& plot, const Scale& scale, std::string_view title, std::string_view suffix) {
  for (const Tick& tick : scale.ticks()) {
    const double y = scale.at(tick.value);
    svg.line(plot.left, y, plot.right, y, palette::grid);
    svg.text(plot.left - 8, y + 4, tick.label + std::string(suffix),
             {.size = palette::label_size, .fill = palette::muted, .anchor = Anchor::End});
  }
  if (!title.empty()) {
    svg.text(side, plot.top - 10, "↑ " + fit_text(title, palette::label_size, plot.right - side),
             {.size = palette::label_size, .fill = palette::muted}, title);
  }
}

void draw_x_axis(Svg& svg, const Plot& plot, const Scale& scale, std::string_view title) {
  svg.line(plot.left, plot.bottom, plot.right, plot.bottom, palette::axis);
  double free_from = 0;
  double context_free_from = 0;
  for (const Tick& tick : scale.ticks()) {
    const double x = scale.at(tick.value);
    svg.line(x, plot.bottom, x, plot.bottom + 5, palette::axis);
    const double half = text_width(tick.label, palette::label_size) / 2;
    if (x - half >= free_from) {
      svg.text(x, plot.bottom + 18, tick.label,
               {.size = palette::label_size, .fill = palette::muted, .anchor = Anchor::Middle});
      free_from = x + half + 6;
    }
    if (tick.context.empty()) continue;
    const double context_half = text_width(tick.context, palette::label_size) / 2;
    if (x - context_half < context_free_from || x + context_half > plot.right + 24) continue;
    svg.text(x, plot.bottom + 32, tick.context,
             {.size = palette::label_size, .fill = palette::ink, .anchor = Anchor::Middle});
    context_free_from = x + context_half + 10;
  }
  std::string text(title);
  if (scale.form() == Scale::Form::Time) text += text.empty() ? "UTC" : " (UTC)";
  if (!text.empty()) {
    svg.text(plot.right, plot.bottom + 42, fit_text(text, palette::label_size, plot.right - plot.left) + " →",
             {.size = palette::label_size, .fill = palette::muted, .anchor = Anchor::End}, title);
  }
}

void draw_note(Svg& svg, double y, std::string_view note) {
  if (note.empty()) return;
  svg.text(side, y, fit_text(note, palette::label_size, palette::width - 2 * side),
           {.size = palette::label_size, .fill = palette::muted}, note);
}

std::string note_of(const ChartRows& rows, std::size_t impossible_times) {
  std::string note;
  if (rows.total_rows > rows.rows.rows()) {
    note = fmt::format("Drawn from {} of {} rows.", group_digits(rows.rows.rows()), group_digits(rows.total_rows));
  }
  if (impossible_times > 0) {
    note += fmt::format("{}{} with a time before 1971 or after 2099 {} not drawn.", note.empty() ? "" : " ",
                        impossible_times == 1 ? "1 row" : group_digits(impossible_times) + " rows",
                        impossible_times == 1 ? "is" : "are");
  }
  return note;
}

std::string draw_nothing(const ChartSpec& spec, std::string_view what) {
  const Header header(spec.title, {}, palette::width);
  const double height = header.height() + 90;
  Svg svg(palette::width, height, spec.title.empty() ? what : spec.title);
  header.draw(svg);
  svg.rect(side, header.height() + 4, palette::width - 2 * side, 74, "#f7f8fa", {}, {{"rx", "4"}});
  svg.text(palette::width / 2, header.height() + 46, what,
           {.size = 13, .fill = palette::muted, .anchor = Anchor::Middle});
  return svg.finish();
}

}  // namespace huntbook::render
