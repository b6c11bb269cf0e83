// partition (Kusto docs, "partition operator"). Its strategies say how a cluster shares the work; the result is the
// same, and so is the plan here, whatever their number of groups.
#include <utility>

#include <fmt/format.h>

#include "kql/bind/operators.hpp"
#include "kql/bind/per_group.hpp"
#include "kql/bind/source.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;
using plan::RelPtr;

std::vector<Column> visible(const std::vector<Column>& columns) {
  std::vector<Column> result;
  for (const Column& column : columns) {
    if (!column.hidden || !column.name.empty()) result.push_back(column);
  }
  return result;
}

// by Column { Table | ... }: the table's rows stand beside each value of the key.
RelPtr bind_with_source(Context& context, RelPtr input, const Column& key, const syntax::Pipeline& body,
                        diag::Span span) {
  RelPtr keys = make_relation({key}, plan::Distinct{make_project(context, std::move(input), {}, {}, {key})});
  RelPtr rows = bind_source(context, *body.source, body.span);
  if (!rows) return nullptr;
  std::vector<Column> columns = rows->columns;
  columns.push_back(key);
  columns.back().name.clear();
  columns.back().hidden = true;
  Groups groups;
  groups.source =
      make_relation(std::move(columns), plan::Join{plan::JoinKind::Inner, std::move(rows), std::move(keys), {}});
  groups.row_by_row = groups.source;
  groups.keys = {key};
  auto outer = std::exchange(context.partition_key, std::pair(key.name, use_of(key)));
  RelPtr result = bind_operators(context, groups.source, body.operators).relation;
  context.partition_key = std::move(outer);
  if (!result) return nullptr;
  std::vector<Column> output = visible(result->columns);
  RelPtr grouped = per_group(context, result, groups, span);
  return grouped ? make_project(context, std::move(grouped), {}, {}, std::move(output)) : nullptr;
}

}  // namespace

RelPtr bind_partition(Context& context, RelPtr input, const syntax::PartitionOp& op, diag::Span span) {
  std::string strategy = property_text(op.properties, "hint.strategy");
  if (!strategy.empty() && strategy != "native" && strategy != "shuffle" && strategy != "legacy")
    return context.error("KS133", span, fmt::format("'{}' is no strategy of partition.", strategy),
                         "native, shuffle or legacy");
  const Column* found = find_column(input->columns, op.by.text);
  if (found == nullptr) return unknown_name(context, Scope{.columns = &input->columns}, op.by.text, op.by.span);
  Column key = *found;
  // The names that 'as' gives hold within the subquery.
  ScopedEnvironment restore(context);
  if (!is_comparable(context, *use_of(key), op.by.span)) return nullptr;
  if (op.body->source) return bind_with_source(context, std::move(input), key, *op.body, span);
  Groups groups{input, input, {key}, {}};
  RelPtr result = bind_pipeline(context, *op.body, input);
  if (!result) return nullptr;
  std::vector<Column> output = visible(result->columns);
  RelPtr grouped = per_group(context, result, groups, span);
  return grouped ? make_project(context, std::move(grouped), {}, {}, std::move(output)) : nullptr;
}

}  // namespace huntbook::kql::bind
