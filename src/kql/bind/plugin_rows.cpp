// Plugins over the rows as they are: narrow, rows_near (Kusto docs, "narrow plugin", "rows_near plugin").
#include <fmt/format.h>

#include "kql/bind/operators.hpp"
#include "kql/bind/plan_plugin.hpp"

namespace huntbook::kql::bind {

using plan::Column;

// A row for each cell: number of the row, name of the column, value as text.
plan::RelPtr bind_narrow(Context& context, PluginCall call) {
  if (!PluginArguments::read(context, call, {}, 0)) return nullptr;
  std::vector<Column> columns;
  std::vector<plan::Assignment> computed;
  std::string cells;
  for (const Column& column : call.input->columns) {
    if (column.hidden) continue;
    plan::ScalarPtr text = apply(context, FunctionKind::Scalar, "tostring", {use_of(column)}, call.span);
    if (!text) return nullptr;
    Column name = context.make_column(fmt::format("n{}", columns.size() / 2), ScalarType::String);
    Column value = context.make_column(fmt::format("v{}", columns.size() / 2), ScalarType::String);
    cells += fmt::format("{}pack_array({}, {})", cells.empty() ? "" : ", ", name.name, value.name);
    computed.push_back({name.id, make_literal(ScalarType::String, ConstantValue(column.name))});
    computed.push_back({value.id, std::move(text)});
    columns.push_back(std::move(name));
    columns.push_back(std::move(value));
  }
  if (columns.empty()) return context.error("HB005", call.span, "narrow needs a table with columns.");
  plan::RelPtr input = make_project(context, std::move(call.input), {}, std::move(computed), std::move(columns));
  plan::RelPtr narrow =
      bind_own_query(context,
                     fmt::format("T | serialize Row = row_number(0) | project Row, cells = pack_array({})"
                                 " | mv-expand cell = cells"
                                 " | project Row, Column = tostring(cell[0]), Value = tostring(cell[1])",
                                 cells),
                     {{"T", shared(context, std::move(input))}}, call.span);
  return with_schema(context, std::move(narrow), call);
}

plan::RelPtr bind_rows_near(Context& context, PluginCall call) {
  auto arguments = PluginArguments::read(context, call, {"Condition", "NumRows", "RowsAfter"}, 2);
  if (!arguments) return nullptr;
  plan::ScalarPtr condition =
      bind_predicate(context, Scope{.columns = &call.input->columns}, arguments->at("Condition"));
  if (!condition) return nullptr;
  auto count = [&](std::string_view parameter) -> std::optional<std::int64_t> {
    auto value = bind_constant_argument(context, arguments->at(parameter), ScalarType::Long);
    if (!value) return std::nullopt;
    const auto* rows = std::get_if<std::int64_t>(&*value);
    if (rows != nullptr && *rows >= 0 && *rows <= 100'000) return *rows;
    context.error("HB005", arguments->at(parameter).span, "A number of rows from 0 to 100,000 is expected.");
    return std::nullopt;
  };
  std::optional<std::int64_t> before = count("NumRows");
  if (!before) return nullptr;
  std::optional<std::int64_t> after = arguments->find("RowsAfter") != nullptr ? count("RowsAfter") : before;
  if (!after) return nullptr;
  std::vector<Column> visible, columns;
  for (const Column& column : call.input->columns) {
    if (!column.hidden) visible.push_back(column);
  }
  std::vector<plan::Assignment> computed;
  for (std::size_t i = 0; i < visible.size(); ++i) {
    Column renamed = visible[i];
    renamed.name = fmt::format("c{}", i);
    columns.push_back(std::move(renamed));
  }
  Column hit = context.make_column("hit", ScalarType::Bool);
  computed.push_back({hit.id, std::move(condition)});
  columns.push_back(std::move(hit));
  plan::RelPtr input = make_project(context, std::move(call.input), {}, std::move(computed), std::move(columns));
  std::vector<std::pair<std::string, LetValue>> names{
      {"T", shared(context, std::move(input))},
      {"before", make_literal(ScalarType::Long, ConstantValue(*before))},
      {"after", make_literal(ScalarType::Long, ConstantValue(*after))}};
  plan::RelPtr near = bind_own_query(context,
                                     "let N = materialize(T | serialize n = row_number());"
                                     "let M = N | where hit | project near = range(max_of(1, n - before), n + after)"
                                     " | mv-expand near to typeof(long) | distinct near;"
                                     "N | join kind=inner (M) on $left.n == $right.near | sort by n asc",
                                     std::move(names), call.span);
  if (!near) return nullptr;
  std::vector<Column> result;
  for (std::size_t i = 0; i < visible.size(); ++i) {
    Column column = *find_column(near->columns, fmt::format("c{}", i));
    column.name = visible[i].name;
    result.push_back(std::move(column));
  }
  return with_schema(context, make_project(context, std::move(near), {}, {}, std::move(result)), call);
}

}  // namespace huntbook::kql::bind
