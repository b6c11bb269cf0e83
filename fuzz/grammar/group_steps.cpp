// Operators that put rows together and give something of each group, and those that a query ends with.
#include <array>

#include <fmt/format.h>

#include "grammar/steps.hpp"

namespace huntbook::fuzz {

namespace {

using enum ScalarType;

constexpr std::array partition_hints = {"", "hint.strategy = native ", "hint.strategy = shuffle ",
                                        "hint.strategy = legacy ", "hint.strategy = shuffle hint.num_partitions = 3 "};

std::string make_series(QueryMaker& maker, Schema& scope) {
  Choices& choices = maker.choices();
  const auto axis = maker.column_of(scope, {Long, DateTime, Int, Real, TimeSpan});
  if (!axis) return {};
  const auto made = maker.expressions().aggregate(scope);
  const std::string name = maker.new_name();
  std::string text =
      fmt::format(" | make-series {}{} = {}", choices.once_in(3) ? "kind = nonempty " : "", name, made.text);
  if (choices.once_in(3)) text += " default = " + maker.expressions().literal(made.type);
  text += " on " + axis->name;
  const bool number = axis->type == Long || axis->type == Int || axis->type == Real;
  if (choices.once_in(2)) {
    const std::string from = maker.expressions().literal(axis->type);
    text += fmt::format(" from {} to {}", from, maker.expressions().literal(axis->type));
  }
  constexpr std::array numbers = {"1", "5", "1000", "0", "-1"};
  constexpr std::array spans = {"1d", "365d", "1h", "0s", "-1d"};
  text += fmt::format(" step {}", number ? choices.of(numbers) : choices.of(spans));
  Schema result = {{name, Dynamic}, {axis->name, Dynamic}};
  if (choices.once_in(2)) {
    const std::string key = maker.column_of(scope);
    text += " by " + key;
  }
  scope = result;
  return text;
}

std::string top_nested(QueryMaker& maker, Schema& scope) {
  Choices& choices = maker.choices();
  std::string text = " | ";
  Schema result;
  const std::size_t levels = 1 + choices.below(3);
  for (std::size_t level = 0; level < levels; ++level) {
    if (level > 0) text += ", ";
    text += "top-nested ";
    if (choices.once_in(4) == false) text += fmt::format("{} ", 1 + choices.below(4));
    const ColumnInfo of = scope.empty() ? ColumnInfo{"Account", String} : choices.of(scope);
    const std::string name = maker.new_name();
    text += fmt::format("of {} = {}", name, of.name);
    result.push_back({name, of.type});
    if (choices.once_in(3)) text += " with others = " + maker.expressions().literal(of.type);
    const auto made = maker.expressions().aggregate(scope);
    const std::string measure = maker.new_name();
    text += fmt::format(" by {} = {}{}", measure, made.text, choices.once_in(2) ? " asc" : "");
    result.push_back({measure, made.type});
  }
  scope = result;
  return text;
}

std::string top_hitters(QueryMaker& maker, Schema& scope) {
  const ColumnInfo of = scope.empty() ? ColumnInfo{"Account", String} : maker.choices().of(scope);
  std::string text = fmt::format(" | top-hitters {} of {}", 1 + maker.choices().below(5), of.name);
  if (maker.choices().once_in(2)) text += " by " + maker.expressions().scalar(Long, scope, 1);
  scope = {of};
  return text;
}

std::string reduce(QueryMaker& maker, Schema& scope) {
  const std::string_view kind = maker.choices().once_in(3) ? "kind = source " : "";
  std::string text = fmt::format(" | reduce {}by {}", kind, maker.expressions().scalar(String, scope, 1));
  if (maker.choices().once_in(2)) text += " with threshold = 0.4, characters = \"-;\"";
  if (kind.empty()) scope = {{"Pattern", String}, {"Count", Long}, {"Representative", String}};
  return text;
}

std::string partition(QueryMaker& maker, Schema& scope) {
  Choices& choices = maker.choices();
  const std::string_view hint = choices.of(partition_hints);
  const std::string key = maker.column_of(scope);
  if (choices.once_in(4)) {
    const std::string table = maker.table_name();
    scope = maker.table_schema(table);
    std::string predicate = maker.expressions().predicate(scope, 1);
    const std::string body = fmt::format("{} | where {}", table, predicate);
    return fmt::format(" | partition {}by {} {{ {} }}", hint, key, body);
  }
  const std::string body = maker.inner_operators(scope);
  return fmt::format(" | partition {}by {} ({})", hint, key, body);
}

}  // namespace

std::string summarize_step(QueryMaker& maker, Schema& scope) {
  Choices& choices = maker.choices();
  std::string text = " | summarize ";
  Schema result;
  const std::size_t count = choices.below(3);
  for (std::size_t i = 0; i < count; ++i) {
    const auto made = maker.expressions().aggregate(scope);
    const std::string name = maker.new_name();
    text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", name, made.text);
    result.push_back({name, made.type});
  }
  if (count == 0 || choices.once_in(2)) {
    const ScalarType type = choices.of(std::array{String, Long, DateTime, Bool, Int, Guid});
    const std::string name = maker.new_name();
    text += fmt::format(" by {} = {}", name, maker.expressions().scalar(type, scope, 1));
    result.push_back({name, type});
  }
  scope = result;
  return text;
}

std::string group_step(QueryMaker& maker, Schema& scope) {
  switch (maker.choices().below(5)) {
    case 0:
      return partition(maker, scope);
    case 1:
      return make_series(maker, scope);
    case 2:
      return top_nested(maker, scope);
    case 3:
      return top_hitters(maker, scope);
    default:
      return reduce(maker, scope);
  }
}

std::string last_step(QueryMaker& maker, Schema& scope) {
  switch (maker.choices().below(4)) {
    case 0: {
      Schema first = scope, second = scope;
      const std::string one = maker.inner_operators(first);
      return fmt::format(" | fork A = ({}) ({})", one, maker.inner_operators(second));
    }
    case 1: {
      const std::string column = maker.column_of(scope);
      if (maker.choices().once_in(2)) return " | facet by " + column;
      return fmt::format(" | facet by {} with ({})", column, maker.inner_operators(scope));
    }
    case 2:
      return " | consume";
    default:
      return " | getschema";
  }
}

}  // namespace huntbook::fuzz
