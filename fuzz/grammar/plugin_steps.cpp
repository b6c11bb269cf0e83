// Plugins of evaluate.
#include <array>

#include <fmt/format.h>

#include "grammar/literals.hpp"
#include "grammar/steps.hpp"

namespace huntbook::fuzz {

namespace {

using enum ScalarType;

// Periods of a timeline: what stands between the timeline's column and the end of the periods, and their width.
struct Periods {
  std::string column;
  ScalarType type;
  std::string begin;
  std::string end;
  std::string step;
  std::string window;
};

std::optional<Periods> periods(QueryMaker& maker, const Schema& scope) {
  const auto column = maker.column_of(scope, {DateTime, Long, Int});
  if (!column) return std::nullopt;
  Choices& choices = maker.choices();
  if (column->type == DateTime) {
    constexpr std::array begins = {"datetime(2024-01-01)", "datetime(2023-12-31 22:00)", "datetime(2024-02-01)"};
    constexpr std::array ends = {"datetime(2024-03-01)", "datetime(2024-01-03)", "datetime(2020-01-01)"};
    constexpr std::array steps = {"1d", "7d", "12h", "0s"};
    constexpr std::array windows = {"7d", "1d", "1tick", "-1d"};
    const std::string begin = choices.of(begins), end = choices.of(ends), step = choices.of(steps);
    return Periods{column->name, column->type, begin, end, step, choices.of(windows)};
  }
  constexpr std::array begins = {"0", "1", "-5"};
  constexpr std::array ends = {"50", "1", "5000", "-10"};
  constexpr std::array steps = {"1", "7", "1000", "0"};
  constexpr std::array windows = {"10", "1", "0"};
  const std::string begin = choices.of(begins), end = choices.of(ends), step = choices.of(steps);
  return Periods{column->name, column->type, begin, end, step, choices.of(windows)};
}

// Activity of IDs over time; dimensions may stand behind the arguments.
std::string activity(QueryMaker& maker, Schema& scope) {
  const auto over = periods(maker, scope);
  if (!over) return {};
  Choices& choices = maker.choices();
  const std::string id = maker.column_of(scope);
  const std::string bounds = fmt::format("{}, {}, {}, {}", id, over->column, over->begin, over->end);
  const std::string dimension = choices.once_in(2) ? ", " + maker.column_of(scope) : std::string();
  scope = {{over->column, over->type}};
  switch (choices.below(7)) {
    case 0:
      return fmt::format("activity_counts_metrics({}, {}{})", bounds, over->step, dimension);
    case 1:
      return fmt::format("activity_metrics({}, {}{})", bounds, over->step, dimension);
    case 2:
      return fmt::format("activity_engagement({}, {}, {}{})", bounds, over->step, over->window, dimension);
    case 3:
      return fmt::format("active_users_count({}, {}, {}, {}, {}{})", bounds, over->window, over->step,
                         1 + choices.below(3), over->step, dimension);
    case 4:
      return fmt::format("sliding_window_counts({}, {}, {}{})", bounds, over->window, over->step, dimension);
    case 5:
      return fmt::format("session_count({}, {}, {}{})", bounds, over->step, over->window, dimension);
    default:
      return fmt::format("new_activity_metrics({}, {}{})", bounds, over->step, dimension);
  }
}

std::string funnel(QueryMaker& maker, Schema& scope) {
  const auto over = periods(maker, scope);
  const auto state = maker.column_of(scope, {String, Long});
  if (!over || !state) return {};
  const std::string id = maker.column_of(scope);
  const std::string sequence = state->type == String ? R"(dynamic(["admin", "Min-Max", ""]))" : "dynamic([0, 1, 4624])";
  scope = {{over->column, over->type}};
  if (maker.choices().once_in(2))
    return fmt::format("funnel_sequence({}, {}, {}, {}, {}, {}, {}, {})", id, over->column, over->begin, over->end,
                       over->window, over->step, state->name, sequence);
  return fmt::format("funnel_sequence_completion({}, {}, {}, {}, {}, {}, {}, {})", id, over->column, over->begin,
                     over->end, over->step, state->name, sequence,
                     over->type == DateTime ? "dynamic([\"1.00:00:00\", \"7.00:00:00\"])" : "dynamic([1, 10])");
}

std::string patterns(QueryMaker& maker, Schema& scope) {
  Choices& choices = maker.choices();
  constexpr std::array shares = {"0.5", "0.1", "1.0", "0.0", "2"};
  const Schema before = scope;
  scope.insert(scope.begin(), {{"SegmentId", Long}, {"Count", Long}, {"Percent", Real}});
  switch (choices.below(3)) {
    case 0:
      return choices.once_in(2) ? "autocluster()" : fmt::format("autocluster({})", choices.of(shares));
    case 1:
      return choices.once_in(2) ? "basket()" : fmt::format("basket({})", choices.of(shares));
    default: {
      const auto split = maker.column_of(before, {String, Long, Bool, Int});
      if (!split) return "narrow()";
      const auto values = literals_of(split->type);
      const auto value = [&](std::size_t i) {
        return split->type == String ? text_literal(values[i]) : std::string(values[i]);
      };
      const std::string one = value(choices.below(values.size()));
      return fmt::format("diffpatterns({}, {}, {})", split->name, one, value(choices.below(values.size())));
    }
  }
}

std::string shape(QueryMaker& maker, Schema& scope) {
  Choices& choices = maker.choices();
  switch (choices.below(4)) {
    case 0:
      scope = {{"Row", Long}, {"Column", String}, {"Value", String}};
      return "narrow()";
    case 1: {
      const std::string column = maker.column_of(scope);
      if (choices.once_in(2)) return fmt::format("pivot({})", column);
      const auto made = maker.expressions().aggregate(scope);
      const std::string row = maker.column_of(scope);
      return fmt::format("pivot({}, {}, {})", column, made.text, row);
    }
    case 2: {
      const auto bag = maker.column_of(scope, {Dynamic});
      if (!bag) return {};
      constexpr std::array options = {"", ", 'f_'", ", columnsConflict = 'replace_source'",
                                      ", columnsConflict = 'keep_source'", ", ignoredProperties = dynamic(['a'])"};
      std::string text = fmt::format("bag_unpack({}{})", bag->name, choices.of(options));
      if (choices.once_in(3)) text += " : (*, a: long)";
      std::erase_if(scope, [&](const ColumnInfo& column) { return column.name == bag->name; });
      return text;
    }
    default: {
      const auto value = maker.column_of(scope, {Long, Real, Int, Decimal});
      const auto index = maker.column_of(scope, {Long, DateTime, Int});
      if (!value || !index) return {};
      const std::size_t percentile = choices.below(101);
      return fmt::format("rolling_percentile({}, {}, {}, {}, {})", value->name, percentile, index->name,
                         index->type == DateTime ? "1d" : "10", 1 + choices.below(4));
    }
  }
}

std::string rows(QueryMaker& maker, Schema& scope) {
  Choices& choices = maker.choices();
  switch (choices.below(4)) {
    case 0: {
      const auto over = periods(maker, scope);
      if (!over) return {};
      const std::string first = maker.expressions().predicate(scope, 1);
      const std::string second = maker.expressions().predicate(scope, 1);
      const std::string dimension = choices.once_in(2) ? ", " + maker.column_of(scope) : std::string();
      std::string text = fmt::format("sequence_detect({}, {}, {}, one = ({}), two = ({}){})", over->column,
                                     over->window, over->window, first, second, dimension);
      scope = {{"Duration", over->type == DateTime ? TimeSpan : over->type}};
      return text;
    }
    case 1:
      return fmt::format("rows_near({}, {})", maker.expressions().predicate(scope, 1), choices.below(3));
    case 2: {
      const auto address = maker.column_of(scope, {String});
      if (!address) return {};
      return fmt::format("ipv4_lookup(Hosts, {}, Host, return_unmatched = {})", address->name,
                         choices.once_in(2) ? "true" : "false");
    }
    default:
      return choices.once_in(2) ? "cluster_events()" : fmt::format("cluster_events({})", maker.column_of(scope));
  }
}

}  // namespace

std::string plugin_step(QueryMaker& maker, Schema& scope) {
  Schema result = scope;
  std::string call;
  std::string before;
  switch (maker.choices().below(5)) {
    case 0:
      call = activity(maker, result);
      break;
    case 1:
      call = funnel(maker, result);
      break;
    case 2:
      call = patterns(maker, result);
      break;
    case 3:
      call = shape(maker, result);
      break;
    default:
      call = rows(maker, result);
      if (call.starts_with("rows_near")) before = " | serialize";
      break;
  }
  if (call.empty()) return {};
  scope = std::move(result);
  return fmt::format("{} | evaluate {}", before, call);
}

}  // namespace huntbook::fuzz
