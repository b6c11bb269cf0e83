// scan: steps with conditions over the row and over what earlier steps met.
#include <array>

#include <fmt/format.h>

#include "grammar/steps.hpp"

namespace huntbook::fuzz {

namespace {

constexpr unsigned depth_of_conditions = 2;

}  // namespace

std::string scan_step(QueryMaker& maker, Schema& scope) {
  Choices& choices = maker.choices();
  ExpressionMaker& expressions = maker.expressions();
  if (scope.empty()) return {};
  std::string text = fmt::format(" | sort by {} asc | scan ", maker.column_of(scope));
  Schema added;
  if (choices.once_in(2)) {
    added.push_back({maker.new_name(), ScalarType::Long});
    text += fmt::format("with_match_id = {} ", added.back().name);
  }
  if (choices.once_in(4)) text += fmt::format("order by {} desc ", maker.column_of(scope));
  if (choices.once_in(4)) text += fmt::format("partition by {} ", maker.column_of(scope));
  Schema declared;
  if (choices.once_in(2)) {
    text += "declare (";
    const std::size_t count = 1 + choices.below(2);
    for (std::size_t i = 0; i < count; ++i) {
      declared.push_back({maker.new_name(), expressions.type()});
      const ColumnInfo& column = declared.back();
      text += fmt::format("{}{}: {}", i == 0 ? "" : ", ", column.name, name_of(column.type));
      if (choices.once_in(2)) text += " = " + expressions.literal(column.type);
    }
    text += ") ";
  }
  text += "with (";
  Schema row = scope;
  row.insert(row.end(), declared.begin(), declared.end());
  Schema seen = row;
  const std::size_t count = 1 + choices.below(3);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string step = fmt::format("s{}", i);
    for (const ColumnInfo& column : row) seen.push_back({step + "." + column.name, column.type});
    constexpr std::array outputs = {"", " output = all", " output = last", " output = none"};
    text += fmt::format("step {}{}: {}", step, choices.of(outputs), expressions.predicate(seen, depth_of_conditions));
    if (!declared.empty() && choices.once_in(2)) {
      const ColumnInfo& assigned = choices.of(declared);
      text += fmt::format(" => {} = {}", assigned.name, expressions.scalar(assigned.type, seen, depth_of_conditions));
    }
    text += "; ";
  }
  scope = row;
  scope.insert(scope.end(), added.begin(), added.end());
  return text + ")";
}

}  // namespace huntbook::fuzz
