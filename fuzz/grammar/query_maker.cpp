#include "grammar/query_maker.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "grammar/steps.hpp"

namespace huntbook::fuzz {

namespace {

constexpr unsigned depth_of_expressions = 3;
constexpr unsigned deepest_nesting = 2;
constexpr std::size_t most_steps = 5;

}  // namespace

std::string QueryMaker::column_of(const Schema& scope) {
  return scope.empty() ? "Account" : choices_.of(scope).name;
}

std::optional<ColumnInfo> QueryMaker::column_of(const Schema& scope, std::initializer_list<ScalarType> types) {
  std::vector<ColumnInfo> fitting;
  for (const ColumnInfo& column : scope)
    if (std::ranges::find(types, column.type) != types.end()) fitting.push_back(column);
  if (fitting.empty()) return std::nullopt;
  return choices_.of(fitting);
}

std::string QueryMaker::table_name() {
  const auto& tables = tables_.tables();
  auto table = tables.begin();
  std::advance(table, static_cast<std::ptrdiff_t>(choices_.below(tables.size())));
  return table->first;
}

Schema QueryMaker::table_schema(std::string_view name) const {
  Schema schema;
  for (const kql::TableColumn& column : tables_.find_table(name)->columns) schema.push_back({column.name, column.type});
  return schema;
}

std::string QueryMaker::source(Schema& scope) {
  if (nesting_ < deepest_nesting && choices_.once_in(8)) return tables_source(*this, scope);
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
  const std::string name = table_name();
  scope = table_schema(name);
  return name;
}

std::string QueryMaker::inner_query(Schema& scope) {
  if (nesting_ >= deepest_nesting) return {};
  ++nesting_;
  std::string text = "(" + source(scope);
  text += step(scope) + ")";
  --nesting_;
  return text;
}

std::string QueryMaker::inner_operators(Schema& scope) {
  std::string text;
  if (nesting_ < deepest_nesting) {
    ++nesting_;
    text = step(scope);
    if (choices_.once_in(3)) text += step(scope);
    --nesting_;
  }
  return text.empty() ? "take 5" : text.substr(std::string_view(" | ").size());
}

std::string QueryMaker::other(Schema& scope) {
  switch (choices_.below(6)) {
    case 0:
      return " | distinct " + column_of(scope);
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
    default:
      return fmt::format(" | where {} in ((Hosts | project {}))", column_of(scope),
                         choices_.once_in(2) ? "Account" : "Id");
  }
}

std::string QueryMaker::step(Schema& scope) {
  switch (choices_.below(20)) {
    case 0:
    case 1:
    case 2:
      return " | where " + expressions_.predicate(scope, depth_of_expressions);
    case 3:
    case 4:
    case 5: {
      const std::string name = new_name();
      const ScalarType type = expressions_.type();
      std::string text = fmt::format(" | extend {} = {}", name, expressions_.scalar(type, scope, depth_of_expressions));
      scope.push_back({name, type});
      return text;
    }
    case 6: {
      const ColumnInfo kept = scope.empty() ? ColumnInfo{"Account", ScalarType::String} : choices_.of(scope);
      const std::string name = new_name();
      const ScalarType type = expressions_.type();
      std::string text = fmt::format(" | project {}, {} = {}", kept.name, name,
                                     expressions_.scalar(type, scope, depth_of_expressions));
      scope = {kept, {name, type}};
      return text;
    }
    case 7:
      return fmt::format(" | sort by {} {} | take {}", column_of(scope), choices_.once_in(2) ? "asc" : "desc",
                         choices_.below(20));
    case 8:
    case 9:
      return summarize_step(*this, scope);
    case 10:
      return group_step(*this, scope);
    case 11:
    case 12:
      return table_step(*this, scope);
    case 13:
    case 14:
      return nested_step(*this, scope);
    case 15:
      return graph_step(*this, scope);
    case 16:
      return scan_step(*this, scope);
    case 17:
      return plugin_step(*this, scope);
    case 18:
      return search_step(*this, scope);
    default:
      return other(scope);
  }
}

std::string QueryMaker::query() {
  Schema scope;
  std::string text = source(scope);
  const std::size_t steps = 1 + choices_.below(most_steps);
  for (std::size_t i = 0; i < steps; ++i) text += step(scope);
  if (choices_.once_in(12)) text += last_step(*this, scope);
  return text;
}

QueryMaker::Filtered QueryMaker::filtered() {
  const std::string table = choices_.once_in(3) ? "Hosts" : "Events";
  return {table, expressions_.predicate(table_schema(table), depth_of_expressions)};
}

}  // namespace huntbook::fuzz
