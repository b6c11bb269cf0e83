#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>

#include <fmt/format.h>

#include "render/chart/columns.hpp"
#include "render/chart/drawing.hpp"
#include "render/chart/frame.hpp"
#include "render/chart/palette.hpp"
#include "render/value.hpp"

namespace huntbook::render {

namespace {

constexpr std::size_t lane_limit = 32;
constexpr double lane_height = 26;
constexpr double widest_label = 210;
constexpr double mark_width = 2;
constexpr std::size_t highlight_limit = 2000;

struct Event {
  Ticks time = 0;
  std::optional<Ticks> end;
  std::size_t row = 0;
  std::size_t highlight = 0;  // 0: none, else index + 1 into the highlights
};

struct Lane {
  std::string name;
  std::vector<Event> events;
  bool highlighted = false;
};

struct Timeline {
  std::vector<Lane> lanes;
  std::vector<std::string> highlights;
  std::size_t impossible_times = 0;
  Ticks low = max_datetime;
  Ticks high = 0;
};

struct TimelineColumns {
  std::size_t time = 0;
  std::optional<std::size_t> end;
  std::optional<std::size_t> highlight;
  std::vector<std::size_t> lanes;
};

Result<TimelineColumns> pick(const ChartSpec& spec, const Schema& schema) {
  TimelineColumns columns;
  if (spec.xcolumn.empty()) {
    const auto time = std::ranges::find(schema, ScalarType::DateTime, &ColumnInfo::type);
    if (time == schema.end()) return fail(ErrorKind::User, "a timeline needs a datetime column");
    columns.time = static_cast<std::size_t>(time - schema.begin());
  } else {
    HUNTBOOK_TRY(columns.time, find_column(schema, spec.xcolumn, "xcolumn"));
    if (schema[columns.time].type != ScalarType::DateTime) {
      return fail(ErrorKind::User, fmt::format("render property xcolumn: column '{}' is {}, not datetime", spec.xcolumn,
                                               name_of(schema[columns.time].type)));
    }
  }
  if (!spec.end.empty()) {
    HUNTBOOK_TRY(columns.end, find_column(schema, spec.end, "end"));
    if (schema[*columns.end].type != ScalarType::DateTime) {
      return fail(ErrorKind::User, fmt::format("render property end: column '{}' is not datetime", spec.end));
    }
  }
  if (!spec.highlight.empty()) {
    HUNTBOOK_TRY(columns.highlight, find_column(schema, spec.highlight, "highlight"));
  }
  for (const std::string& name : spec.series) {
    HUNTBOOK_TRY(const std::size_t index, find_column(schema, name, "series"));
    columns.lanes.push_back(index);
  }
  if (columns.lanes.empty()) {
    for (std::size_t i = 0; i < schema.size() && columns.lanes.empty(); ++i) {
      if (schema[i].type == ScalarType::String && i != columns.highlight) columns.lanes.push_back(i);
    }
  }
  return columns;
}

// The name under which a row is highlighted; empty: it is not.
std::string highlight_of(const Column& column, std::string_view name, std::size_t row) {
  if (column.is_null(row)) return {};
  if (column.type() == ScalarType::Bool) return column.bool_at(row) ? std::string(name) : std::string();
  if (is_number(column.type())) return number_at(column, row).value_or(0) != 0 ? std::string(name) : std::string();
  return format_value(column, row, RealDigits::Twelve);
}

Timeline collect(const TimelineColumns& columns, const ChartRows& rows) {
  Timeline timeline;
  std::unordered_map<std::string, std::size_t> index;
  const Column& times = rows.rows.columns[columns.time];
  for (std::size_t row = 0; row < rows.rows.rows(); ++row) {
    if (times.is_null(row)) continue;
    Event event{times.long_at(row), std::nullopt, row, 0};
    if (is_impossible_time(event.time)) {
      ++timeline.impossible_times;
      continue;
    }
    if (columns.end && !rows.rows.columns[*columns.end].is_null(row)) {
      const Ticks end = rows.rows.columns[*columns.end].long_at(row);
      if (end > event.time && !is_impossible_time(end)) event.end = end;
    }
    if (columns.highlight) {
      const std::string name =
          highlight_of(rows.rows.columns[*columns.highlight], rows.schema[*columns.highlight].name, row);
      if (!name.empty()) {
        auto known = std::ranges::find(timeline.highlights, name);
        if (known == timeline.highlights.end()) {
          timeline.highlights.push_back(name);
          known = timeline.highlights.end() - 1;
        }
        event.highlight = static_cast<std::size_t>(known - timeline.highlights.begin()) + 1;
      }
    }
    std::string lane;
    for (std::size_t column : columns.lanes) {
      if (!lane.empty()) lane += ", ";
      lane += label_at(rows.rows.columns[column], row);
    }
    const auto [entry, added] = index.try_emplace(lane, timeline.lanes.size());
    if (added) timeline.lanes.emplace_back().name = lane;
    Lane& target = timeline.lanes[entry->second];
    target.highlighted |= event.highlight > 0;
    target.events.push_back(event);
    timeline.low = std::min(timeline.low, event.time);
    timeline.high = std::max(timeline.high, event.end.value_or(event.time));
  }
  return timeline;
}

// Highlighted lanes and the busiest ones stay; the others share the last lane. Lanes in the order of their first event.
void arrange_lanes(std::vector<Lane>& lanes) {
  for (Lane& lane : lanes) {
    std::ranges::stable_sort(lane.events, {}, &Event::time);
  }
  Lane rest;
  if (lanes.size() > lane_limit) {
    std::ranges::stable_sort(lanes, [](const Lane& a, const Lane& b) {
      if (a.highlighted != b.highlighted) return a.highlighted;
      if (a.events.size() != b.events.size()) return a.events.size() > b.events.size();
      return a.name < b.name;
    });
    rest.name = fmt::format("{} others", lanes.size() - lane_limit + 1);
    for (std::size_t i = lane_limit - 1; i < lanes.size(); ++i) {
      rest.events.insert(rest.events.end(), lanes[i].events.begin(), lanes[i].events.end());
    }
    std::ranges::stable_sort(rest.events, {}, &Event::time);
    lanes.resize(lane_limit - 1);
  }
  std::ranges::stable_sort(lanes, [](const Lane& a, const Lane& b) {
    const Ticks first_a = a.events.front().time;
    const Ticks first_b = b.events.front().time;
    return first_a != first_b ? first_a < first_b : a.name < b.name;
  });
  if (!rest.events.empty()) lanes.push_back(std::move(rest));
}

std::string describe(const ChartRows& rows, const TimelineColumns& columns, const Event& event) {
  std::string text = readable_time(event.time);
  if (event.end) text += " – " + readable_time(*event.end);
  std::size_t lines = 0;
  for (std::size_t i = 0; i < rows.schema.size() && lines < 10; ++i) {
    if (i == columns.time || i == columns.end) continue;
    std::string value = format_value(rows.rows.columns[i], event.row, RealDigits::Twelve);
    if (value.empty()) continue;
    if (value.size() > 240) value = fit_text(value, 1, 240);
    text += fmt::format("\n{}: {}", rows.schema[i].name, value);
    ++lines;
  }
  return text;
}

std::string_view highlight_colour(std::size_t highlight) {
  constexpr std::array<std::string_view, 5> colours = {palette::highlight, palette::series[3], palette::series[2],
                                                       palette::series[4], palette::series[0]};
  return colours[(highlight - 1) % colours.size()];
}

class TimelineDrawing {
 public:
  TimelineDrawing(Svg& svg, const ChartRows& rows, const TimelineColumns& columns, const Scale& x)
      : svg_(svg), rows_(rows), columns_(columns), x_(x) {}

  // Plain events that fall on the same pixels are one mark, the darker the more they are.
  void draw_events(const Lane& lane, double top) {
    std::map<long, std::vector<const Event*>> cells;
    for (const Event& event : lane.events) {
      if (event.end) {
        draw_span(event, top);
      } else if (event.highlight == 0) {
        cells[std::lround(x_.at(static_cast<double>(event.time)) / mark_width)].push_back(&event);
      }
    }
    for (const auto& [cell, events] : cells) {
      const auto count = static_cast<double>(events.size());
      const double opacity = std::min(1.0, 0.55 + 0.2 * std::log10(count));
      const std::string tooltip =
          events.size() == 1 ? describe(rows_, columns_, *events.front())
                             : fmt::format("{} events\n{} – {}", group_digits(events.size()),
                                           readable_time(events.front()->time), readable_time(events.back()->time));
      svg_.rect(static_cast<double>(cell) * mark_width - mark_width / 2, top + 6, mark_width, lane_height - 12,
                palette::event, tooltip, {{"fill-opacity", svg_number(opacity)}});
    }
  }

  void draw_highlights(const Lane& lane, double top) {
    for (const Event& event : lane.events) {
      if (event.highlight == 0 || event.end || drawn_ == highlight_limit) continue;
      ++drawn_;
      svg_.circle(x_.at(static_cast<double>(event.time)), top + lane_height / 2, 5, highlight_colour(event.highlight),
                  describe(rows_, columns_, event), {{"stroke", palette::paper}, {"stroke-width", "1.2"}});
    }
  }

 private:
  void draw_span(const Event& event, double top) {
    const double from = x_.at(static_cast<double>(event.time));
    const double to = x_.at(static_cast<double>(*event.end));
    svg_.rect(from, top + 8, std::max(mark_width, to - from), lane_height - 16,
              event.highlight > 0 ? highlight_colour(event.highlight) : palette::event,
              describe(rows_, columns_, event), {{"fill-opacity", "0.75"}, {"rx", "2"}});
  }

  Svg& svg_;
  const ChartRows& rows_;
  const TimelineColumns& columns_;
  const Scale& x_;
  std::size_t drawn_ = 0;
};

std::vector<LegendEntry> legend_of(const ChartSpec& spec, const Timeline& timeline) {
  std::vector<LegendEntry> legend;
  if (!spec.legend || timeline.highlights.empty()) return legend;
  for (std::size_t i = 0; i < timeline.highlights.size() && i < 8; ++i) {
    legend.push_back({timeline.highlights[i], highlight_colour(i + 1)});
  }
  legend.push_back({"other events", palette::event});
  return legend;
}

}  // namespace

Result<std::string> draw_timeline(const ChartSpec& spec, const ChartRows& rows) {
  HUNTBOOK_TRY(const TimelineColumns columns, pick(spec, rows.schema));
  Timeline timeline = collect(columns, rows);
  if (timeline.lanes.empty()) return draw_nothing(spec, "No events");
  arrange_lanes(timeline.lanes);

  double label_width = 0;
  for (const Lane& lane : timeline.lanes) {
    label_width =
        std::max(label_width, text_width(fit_text(lane.name, palette::label_size, widest_label), palette::label_size));
  }
  const Header header(spec.title, legend_of(spec, timeline), palette::width);
  const Plot plot{22 + label_width, header.height() + 4, palette::width - 64,
                  header.height() + 4 + lane_height * static_cast<double>(timeline.lanes.size())};
  Scale x = Scale::time(timeline.low, timeline.high, 8);
  x.place(plot.left + 8, plot.right - 8);
  const std::string note = note_of(rows, timeline.impossible_times);
  Svg svg(palette::width, plot.bottom + x_axis_height + (note.empty() ? 6 : 24),
          spec.title.empty() ? "timeline" : spec.title);
  header.draw(svg);
  for (std::size_t i = 0; i < timeline.lanes.size(); ++i) {
    const double top = plot.top + lane_height * static_cast<double>(i);
    if (i % 2 == 0) svg.rect(plot.left, top, plot.right - plot.left, lane_height, "#f6f8fa");
  }
  for (const Tick& tick : x.ticks()) {
    svg.line(x.at(tick.value), plot.top, x.at(tick.value), plot.bottom, palette::grid);
  }
  TimelineDrawing drawing(svg, rows, columns, x);
  for (std::size_t i = 0; i < timeline.lanes.size(); ++i) {
    const Lane& lane = timeline.lanes[i];
    const double top = plot.top + lane_height * static_cast<double>(i);
    const double base = top + lane_height / 2 + 4;
    svg.text(plot.left - 8, base, fit_text(lane.name, palette::label_size, widest_label),
             {.size = palette::label_size, .fill = palette::ink, .anchor = Anchor::End, .bold = lane.highlighted},
             lane.name);
    svg.text(palette::width - 12, base, group_digits(lane.events.size()),
             {.size = palette::label_size, .fill = palette::muted, .anchor = Anchor::End});
    drawing.draw_events(lane, top);
  }
  for (std::size_t i = 0; i < timeline.lanes.size(); ++i) {
    drawing.draw_highlights(timeline.lanes[i], plot.top + lane_height * static_cast<double>(i));
  }
  draw_x_axis(svg, plot, x, spec.xtitle.empty() ? rows.schema[columns.time].name : spec.xtitle);
  draw_note(svg, plot.bottom + x_axis_height + 12, note);
  return svg.finish();
}

}  // namespace huntbook::render
