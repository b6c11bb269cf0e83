#include "grammar/query_maker.hpp"

#include <array>

#include <fmt/format.h>

namespace huntbook::fuzz {

namespace {

constexpr unsigned depth_of_expressions = 3;
constexpr unsigned deepest_nesting = 2;
constexpr std::size_t most_steps = 5;

Schema schema_of(const kql::Table& table) {
  Schema schema;
  for (const kql::TableColumn& column : table.columns) schema.push_back({column.name, column.type});
  return schema;
}

constexpr std::array join_kinds = {"inner",    "innerunique", "leftouter", "rightouter", "fullouter",
                                   "leftsemi", "rightsemi",   "leftanti",  "rightanti"};

}  // namespace

std::string QueryMaker::column_of(const Schema& scope) {
  return scope.empty() ? "Account" : choices_.of(scope).name;
}

std::string QueryMaker::source(Schema& scope) {
  if (nesting_ < deepest_nesting && choices_.once_in(8)) {
    ++nesting_;
    Schema left, right;
    const std::string first = source(left) + step(left);
    const std::string second = source(right) + step(right);
    --nesting_;
    scope = left;
    return fmt::format("union ({}), ({})", first, second);
  }
  if (choices_.once_in(8)) {
    scope = {{"x", ScalarType::Long}};
    return fmt::format("range x from {} to {} step {}", 1 + choices_.below(3), choices_.below(50),
                       1 + choices_.below(3));
  }
  if (choices_.once_in(8)) {
    const ScalarType type = expressions_.type();
    scope = {{"p", type}};
    return "print p = " + expressions_.scalar(type, {}, depth_of_expressions);
  }
  const auto& tables = tables_.tables();
  auto table = tables.begin();
  std::advance(table, static_cast<std::ptrdiff_t>(choices_.below(tables.size())));
  scope = schema_of(table->second);
  return table->first;
}

std::string QueryMaker::join(Schema& scope) {
  if (nesting_ >= deepest_nesting) return {};
  ++nesting_;
  Schema right;
  std::string text = source(right) + step(right);
  --nesting_;
  std::vector<std::pair<std::string, std::string>> keys;
  for (const ColumnInfo& a : scope)
    for (const ColumnInfo& b : right)
      if (a.type == b.type && a.type != ScalarType::Dynamic && a.type != ScalarType::Real)
        keys.emplace_back(a.name, b.name);
  if (keys.empty()) return {};
  const auto& [a, b] = choices_.of(keys);
  const std::string on = a == b ? a : fmt::format("$left.{} == $right.{}", a, b);
  // Column names of the result are the binder's business; the left ones stay where rows of the left come out.
  return fmt::format(" | join kind={} ({}) on {}", choices_.of(join_kinds), text, on);
}

std::string QueryMaker::summarize(Schema& scope) {
  std::string text = " | summarize ";
  Schema result;
  const std::size_t count = choices_.below(3);
  for (std::size_t i = 0; i < count; ++i) {
    const auto made = expressions_.aggregate(scope);
    const std::string name = new_name();
    text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", name, made.text);
    result.push_back({name, made.type});
  }
  if (count == 0 || choices_.once_in(2)) {
    const ScalarType type = choices_.of(std::array{ScalarType::String, ScalarType::Long, ScalarType::DateTime,
                                                   ScalarType::Bool, ScalarType::Int, ScalarType::Guid});
    const std::string name = new_name();
    text += fmt::format(" by {} = {}", name, expressions_.scalar(type, scope, 1));
    result.push_back({name, type});
  }
  scope = result;
  return text;
}

std::string QueryMaker::expand(Schema& scope) {
  const std::string name = new_name();
  const ScalarType type = choices_.of(std::array{ScalarType::Dynamic, ScalarType::Long, ScalarType::String});
  std::string text = fmt::format(" | mv-expand {} = {}", name, expressions_.scalar(ScalarType::Dynamic, scope, 1));
  if (type != ScalarType::Dynamic) text += fmt::format(" to typeof({})", name_of(type));
  scope.push_back({name, type});
  return text;
}

std::string QueryMaker::other(Schema& scope) {
  switch (choices_.below(9)) {
    case 0: {
      const std::string text = " | distinct " + column_of(scope);
      return text;
    }
    case 1:
      scope = {{"Count", ScalarType::Long}};
      return " | count";
    case 2:
      return fmt::format(" | top {} by {} asc", 1 + choices_.below(9), column_of(scope));
    case 3: {
      const std::string name = new_name();
      std::string text = fmt::format(" | sort by {} asc | extend {} = row_number()", column_of(scope), name);
      scope.push_back({name, ScalarType::Long});
      return text;
    }
    case 4:
      return fmt::format(" | sample-distinct {} of {}", 1 + choices_.below(5), column_of(scope));
    case 5: {
      const std::string name = new_name();
      std::string text = fmt::format(" | make-series {} = count() on {} from {} to {} step {}", name, column_of(scope),
                                     expressions_.literal(ScalarType::Long), expressions_.literal(ScalarType::Long),
                                     1 + choices_.below(5));
      return text;
    }
    case 6:
      return fmt::format(" | parse {} with * \"a\" {}:long *", column_of(scope), new_name());
    case 7:
      return fmt::format(" | partition by {} (top 2 by {} desc)", column_of(scope), column_of(scope));
    default:
      return fmt::format(" | where {} in ((Hosts | project {}))", column_of(scope),
                         choices_.once_in(2) ? "Account" : "Id");
  }
}

std::string QueryMaker::step(Schema& scope) {
  switch (choices_.below(10)) {
    case 0:
    case 1:
      return " | where " + expressions_.predicate(scope, depth_of_expressions);
    case 2:
    case 3: {
      const std::string name = new_name();
      const ScalarType type = expressions_.type();
      std::string text = fmt::format(" | extend {} = {}", name, expressions_.scalar(type, scope, depth_of_expressions));
      scope.push_back({name, type});
      return text;
    }
    case 4: {
      const ColumnInfo kept = scope.empty() ? ColumnInfo{"Account", ScalarType::String} : choices_.of(scope);
      const std::string name = new_name();
      const ScalarType type = expressions_.type();
      std::string text = fmt::format(" | project {}, {} = {}", kept.name, name,
                                     expressions_.scalar(type, scope, depth_of_expressions));
      scope = {kept, {name, type}};
      return text;
    }
    case 5:
      return summarize(scope);
    case 6:
      return join(scope);
    case 7:
      return expand(scope);
    case 8:
      return fmt::format(" | sort by {} {} | take {}", column_of(scope), choices_.once_in(2) ? "asc" : "desc",
                         choices_.below(20));
    default:
      return other(scope);
  }
}

std::string QueryMaker::query() {
  Schema scope;
  std::string text = source(scope);
  const std::size_t steps = 1 + choices_.below(most_steps);
  for (std::size_t i = 0; i < steps; ++i) text += step(scope);
  return text;
}

QueryMaker::Filtered QueryMaker::filtered() {
  const kql::Table& table = *tables_.find_table(choices_.once_in(3) ? "Hosts" : "Events");
  return {table.name, expressions_.predicate(schema_of(table), depth_of_expressions)};
}

}  // namespace huntbook::fuzz
