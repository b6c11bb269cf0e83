#include "kql/lower/lower.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "kql/lower/lowering.hpp"
#include "kql/lower/used_columns.hpp"
#include "kql/plan/walk.hpp"

namespace huntbook::kql::lower {

std::vector<plan::ColumnId> Lowering::used_ids(const std::vector<plan::Column>& columns) const {
  std::vector<plan::ColumnId> ids;
  for (const plan::Column& column : columns) {
    bool seen = std::ranges::find(ids, column.id) != ids.end();
    if (used_.contains(column.id) && !seen) ids.push_back(column.id);
  }
  return ids;
}

namespace {

// The engine's filter pushdown goes twice through what stands below a grouping and below a window with groups. Chains
// that people write are shorter; longer ones would take seconds to plan.
constexpr unsigned most_doublings = 7;

}  // namespace

std::vector<plan::ColumnId> Lowering::kept_ids(const Shape& shape, const std::vector<plan::Column>& columns) const {
  std::vector<plan::ColumnId> ids;
  for (plan::ColumnId id : used_ids(columns)) {
    if (shape.values.contains(id)) ids.push_back(id);
  }
  return ids;
}

Shape Lowering::reading(decltype(sql::Relation::node) node, const std::vector<plan::ColumnId>& ids,
                        const Shape& inner) {
  const std::string alias = next_alias();
  Shape outer;
  outer.from = std::make_shared<const sql::Relation>(sql::Relation{std::move(node), alias});
  for (plan::ColumnId id : ids) outer.values[id] = sql::column(alias, column_alias(id));
  outer.order = inner.order;
  for (std::size_t i = 0; i < outer.order.size(); ++i)
    outer.order[i].expr = sql::column(alias, std::string("o").append(std::to_string(i)));
  return outer;
}

void Lowering::nest(Shape& shape, const std::vector<plan::Column>& columns) {
  const std::vector<plan::ColumnId> ids = kept_ids(shape, columns);
  Shape outer = reading(sql::QueryRelation{share(to_query(shape, ids, true, false))}, ids, shape);
  outer.doublings = shape.doublings;
  shape = std::move(outer);
}

void Lowering::count_doubling(Shape& shape, const std::vector<plan::Column>& columns) {
  if (shape.doublings == most_doublings) {
    const std::vector<plan::ColumnId> ids = kept_ids(shape, columns);
    sql::CommonTable table;
    table.name = fmt::format("apart{}", ++tables_apart_);
    table.materialized = true;
    table.query = share(to_query(shape, ids, true, false));
    shape = reading(sql::TableRelation{table.name}, ids, shape);
    common_tables_.push_back(std::move(table));
  }
  ++shape.doublings;
}

namespace {

void find_uses(const plan::Scalar& scalar, std::vector<plan::ColumnId>& uses) {
  if (const auto* use = std::get_if<plan::ColumnUse>(&scalar.node)) uses.push_back(use->column);
  plan::each_operand(scalar, [&](const plan::ScalarPtr& operand) { find_uses(*operand, uses); });
}

}  // namespace

void Lowering::keep_plain(Shape& shape, const std::vector<plan::Column>& columns,
                          const std::vector<plan::ScalarPtr>& read) {
  std::vector<plan::ColumnId> uses;
  for (const plan::ScalarPtr& scalar : read) find_uses(*scalar, uses);
  for (plan::ColumnId id : uses) {
    auto found = shape.values.find(id);
    if (found != shape.values.end() && !is_plain(found->second)) return nest(shape, columns);
  }
}

Result<void> Lowering::compute(Shape& shape, const std::vector<plan::Column>& columns,
                               const std::vector<plan::Assignment>& computed) {
  std::vector<plan::Assignment> used;
  std::vector<plan::ScalarPtr> read;
  for (const plan::Assignment& assignment : computed) {
    if (!used_.contains(assignment.column)) continue;
    used.push_back(assignment);
    read.push_back(assignment.value);
  }
  keep_plain(shape, columns, read);
  std::vector<sql::ExprPtr> values;
  for (const plan::Assignment& assignment : used) {
    HUNTBOOK_TRY(sql::ExprPtr value, scalar(*assignment.value, shape));
    values.push_back(std::move(value));
  }
  for (std::size_t i = 0; i < used.size(); ++i) shape.values[used[i].column] = std::move(values[i]);
  return {};
}

Result<std::vector<sql::ExprPtr>> Lowering::scalars(const std::vector<plan::ScalarPtr>& list, const Shape& shape) {
  std::vector<sql::ExprPtr> lowered;
  for (const plan::ScalarPtr& item : list) {
    HUNTBOOK_TRY(sql::ExprPtr value, scalar(*item, shape));
    lowered.push_back(std::move(value));
  }
  return lowered;
}

Result<Shape> Lowering::relation(const plan::RelPtr& relation) {
  return std::visit([&](const auto& node) { return lower_node(*relation, node); }, relation->node);
}

Result<LoweredQuery> Lowering::whole_query(const plan::RelPtr& rel, bool& ordered) {
  HUNTBOOK_TRY(Shape shape, relation(rel));
  ordered = !shape.order.empty();
  LoweredQuery result;
  std::vector<plan::ColumnId> ids;
  for (const plan::Column& column : rel->columns) {
    if (column.hidden) continue;
    ids.push_back(column.id);
    result.columns.push_back({column.name, column.type});
  }
  result.query = to_query(shape, ids, false, true);
  result.query.with = common_tables_;
  return result;
}

Result<Lowered> lower(const plan::RelPtr& relation, Ticks now, const std::string& temporary_prefix,
                      ExternalRelations& externals) {
  Lowering lowering(now, temporary_prefix, used_columns(relation), externals);
  Lowered lowered;
  HUNTBOOK_TRY(lowered.result, lowering.whole_query(relation, lowered.ordered));
  lowered.plugins = lowering.take_plugins();
  return lowered;
}

}  // namespace huntbook::kql::lower
