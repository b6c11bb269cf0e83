// One operator of the plan after the other into the clauses of a SELECT.
#include <algorithm>

#include <fmt/format.h>

#include "kql/functions/build.hpp"
#include "kql/functions/convert.hpp"
#include "kql/lower/lowering.hpp"

namespace huntbook::kql::lower {

namespace {

sql::RelationPtr make_relation(decltype(sql::Relation::node) node, std::string alias) {
  return std::make_shared<const sql::Relation>(sql::Relation{std::move(node), std::move(alias)});
}

bool is_constant(const plan::Scalar& scalar) {
  if (std::holds_alternative<plan::Literal>(scalar.node)) return true;
  if (const auto* call = std::get_if<plan::FunctionCall>(&scalar.node))
    return std::ranges::all_of(call->arguments, [](const plan::ScalarPtr& argument) { return is_constant(*argument); });
  if (const auto* node = std::get_if<plan::Convert>(&scalar.node)) return is_constant(*node->operand);
  return false;
}

}  // namespace

Result<Shape> Lowering::lower_node(const plan::Rel& rel, const plan::Scan& node) {
  Shape shape;
  std::string alias = next_alias();
  for (std::size_t i = 0; i < rel.columns.size(); ++i) {
    const plan::Column& column = rel.columns[i];
    if (used_.contains(column.id))
      shape.values[column.id] = node.sources[i] ? sql::column(alias, *node.sources[i]) : null_value(column.type);
  }
  if (node.relation.empty()) {
    shape.where = sql::literal(false);
  } else {
    shape.from = make_relation(sql::TableRelation{node.relation}, alias);
  }
  return shape;
}

Result<Shape> Lowering::lower_node(const plan::Rel&, const plan::Row&) {
  return Shape{};
}

Result<Shape> Lowering::lower_node(const plan::Rel& rel, const plan::DataTable& node) {
  Shape shape;
  if (node.rows.empty()) {
    for (const plan::Column& column : rel.columns) shape.values[column.id] = null_value(column.type);
    shape.where = sql::literal(false);
    return shape;
  }
  std::string alias = next_alias();
  sql::ValuesRelation values;
  for (const auto& row : node.rows) {
    values.rows.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i) values.rows.back().push_back(constant(rel.columns[i].type, row[i]));
  }
  for (const plan::Column& column : rel.columns) {
    values.columns.push_back(column_alias(column.id));
    shape.values[column.id] = sql::column(alias, column_alias(column.id));
  }
  shape.from = make_relation(std::move(values), alias);
  return shape;
}

// Integers and ticks come from the engine's generate_series; reals are multiples of the step.
Result<Shape> Lowering::lower_node(const plan::Rel& rel, const plan::Range& node) {
  Shape outer;
  HUNTBOOK_TRY(sql::ExprPtr from, scalar(*node.from, outer));
  HUNTBOOK_TRY(sql::ExprPtr to, scalar(*node.to, outer));
  HUNTBOOK_TRY(sql::ExprPtr step, scalar(*node.step, outer));
  const plan::Column& column = rel.columns.front();
  bool real = column.type == ScalarType::Real;
  std::vector<sql::ExprPtr> arguments;
  if (real) {
    sql::ExprPtr span =
        sql::binary(sql::BinaryOperator::Divide, sql::binary(sql::BinaryOperator::Subtract, to, from), step);
    arguments = {sql::literal(std::int64_t{0}),
                 sql::try_cast(sql::call("floor", {std::move(span)}), sql::SqlType::BigInt),
                 sql::literal(std::int64_t{1})};
  } else {
    for (const sql::ExprPtr& bound : {from, to, step}) arguments.push_back(sql::cast(bound, sql::SqlType::BigInt));
  }
  std::string alias = next_alias();
  sql::FunctionRelation series{"generate_series", std::move(arguments), {"n"}};
  if (!is_constant(*node.from) || !is_constant(*node.to) || !is_constant(*node.step))
    series = {"unnest", {sql::call("generate_series", std::move(series.arguments))}, {"n"}};
  Shape shape;
  shape.from = make_relation(std::move(series), alias);
  sql::ExprPtr value = sql::column(alias, "n");
  // The rows come in the direction of the step; the counter of reals always rises.
  const auto* fixed_step = std::get_if<sql::IntLiteral>(&step->node);
  if (real || fixed_step != nullptr) {
    shape.order.push_back({value, !real && fixed_step->value < 0, false});
  } else {
    sql::ExprPtr falls = sql::binary(sql::BinaryOperator::Less, step, sql::literal(std::int64_t{0}));
    sql::ExprPtr opposite = sql::unary(sql::UnaryOperator::Negate, value);
    shape.order.push_back({sql::case_when(std::move(falls), std::move(opposite), value), false, false});
  }
  if (real) {
    value = sql::binary(
        sql::BinaryOperator::Add, from,
        sql::binary(sql::BinaryOperator::Multiply, sql::cast(std::move(value), sql::SqlType::Double), step));
  } else if (column.type == ScalarType::Int) {
    value = sql::cast(std::move(value), sql::SqlType::Integer);
  }
  shape.values[column.id] = std::move(value);
  return shape;
}

Result<Shape> Lowering::lower_node(const plan::Rel&, const plan::Filter& node) {
  HUNTBOOK_TRY(Shape shape, relation(node.input));
  if (!shape.has_slots_behind_where()) nest(shape, node.input->columns);
  keep_plain(shape, node.input->columns, {node.predicate});
  HUNTBOOK_TRY(sql::ExprPtr condition, predicate(*node.predicate, shape));
  shape.where = sql::logical_and(std::move(shape.where), std::move(condition));
  return shape;
}

Result<Shape> Lowering::lower_node(const plan::Rel&, const plan::Project& node) {
  HUNTBOOK_TRY(Shape shape, relation(node.input));
  if (shape.distinct || shape.qualify) nest(shape, node.input->columns);
  HUNTBOOK_CHECK(compute(shape, node.input->columns, node.computed));
  return shape;
}

Result<Shape> Lowering::lower_node(const plan::Rel&, const plan::Aggregate& node) {
  HUNTBOOK_TRY(Shape shape, relation(node.input));
  if (!shape.has_slots_behind_where()) nest(shape, node.input->columns);
  std::vector<plan::ScalarPtr> read;
  for (const auto* list : {&node.keys, &node.aggregates})
    for (const plan::Assignment& assignment : *list) read.push_back(assignment.value);
  count_doubling(shape, node.input->columns);
  keep_plain(shape, node.input->columns, read);
  Shape grouped;
  grouped.from = shape.from;
  grouped.where = shape.where;
  grouped.doublings = shape.doublings;
  grouped.grouped = true;
  for (const plan::Assignment& key : node.keys) {
    HUNTBOOK_TRY(sql::ExprPtr value, scalar(*key.value, shape));
    // A constant key groups nothing, and the engine would take a number for a column's position.
    if (!sql::is_literal(*value)) grouped.group_by.push_back(value);
    grouped.values[key.column] = std::move(value);
  }
  if (grouped.group_by.empty() && !node.keys.empty())
    grouped.group_by.push_back(sql::call("coalesce", {sql::literal(true)}));
  for (const plan::Assignment& aggregate : node.aggregates) {
    if (!used_.contains(aggregate.column)) continue;
    HUNTBOOK_TRY(grouped.values[aggregate.column], scalar(*aggregate.value, shape));
  }
  return grouped;
}

Result<Shape> Lowering::lower_node(const plan::Rel& rel, const plan::Distinct& node) {
  HUNTBOOK_TRY(Shape shape, relation(node.input));
  if (!shape.has_slots_behind_where()) nest(shape, node.input->columns);
  Shape distinct;
  distinct.from = shape.from;
  distinct.where = shape.where;
  distinct.doublings = shape.doublings;
  for (const plan::Column& column : rel.columns) distinct.values[column.id] = shape.values.at(column.id);
  distinct.distinct = true;
  // The columns of a DISTINCT must all stand in its SELECT.
  nest(distinct, rel.columns);
  return distinct;
}

Result<Shape> Lowering::lower_node(const plan::Rel&, const plan::Sort& node) {
  HUNTBOOK_TRY(Shape shape, relation(node.input));
  if (!shape.has_slots_behind_where()) nest(shape, node.input->columns);
  std::vector<plan::ScalarPtr> read;
  read.reserve(node.keys.size());
  for (const plan::SortKey& key : node.keys) read.push_back(key.value);
  keep_plain(shape, node.input->columns, read);
  std::vector<sql::OrderTerm> order;
  for (const plan::SortKey& key : node.keys) {
    HUNTBOOK_TRY(sql::ExprPtr value, scalar(*key.value, shape));
    if (sql::is_literal(*value)) continue;
    order.push_back({std::move(value), key.descending, key.nulls_first});
  }
  shape.order = std::move(order);
  return shape;
}

Result<Shape> Lowering::lower_node(const plan::Rel&, const plan::Limit& node) {
  HUNTBOOK_TRY(Shape shape, relation(node.input));
  if (!node.partition.empty()) {
    if (!shape.has_slots_behind_where()) nest(shape, node.input->columns);
    count_doubling(shape, node.input->columns);
    keep_plain(shape, node.input->columns, node.partition);
    HUNTBOOK_TRY(std::vector<sql::ExprPtr> partition, scalars(node.partition, shape));
    shape.qualify = sql::binary(sql::BinaryOperator::LessOrEqual,
                                sql::make(sql::Window{"row_number", {}, std::move(partition), shape.order, false}),
                                sql::literal(node.count));
    return shape;
  }
  if (shape.grouped) nest(shape, node.input->columns);
  shape.limit = std::min(shape.limit.value_or(node.count), node.count);
  return shape;
}

Result<Shape> Lowering::lower_node(const plan::Rel& rel, const plan::Join& node) {
  using plan::JoinKind;
  HUNTBOOK_TRY(Shape left, relation(node.left));
  HUNTBOOK_TRY(Shape right, relation(node.right));
  // Each side becomes a subquery in which its key is a column.
  auto prepare = [&](Shape& shape, const plan::RelPtr& side, bool is_left,
                     std::vector<sql::ExprPtr>& keys) -> Result<void> {
    shape.order.clear();
    if (is_left && node.kind == JoinKind::InnerUnique) count_doubling(shape, side->columns);
    nest(shape, side->columns);
    for (const plan::JoinKey& key : node.keys) {
      HUNTBOOK_TRY(sql::ExprPtr value, scalar(is_left ? *key.left : *key.right, shape));
      keys.push_back(std::move(value));
    }
    return {};
  };
  std::vector<sql::ExprPtr> left_keys, right_keys;
  HUNTBOOK_CHECK(prepare(left, node.left, true, left_keys));
  HUNTBOOK_CHECK(prepare(right, node.right, false, right_keys));
  if (node.kind == JoinKind::InnerUnique) {
    // One row of the left side for each key.
    left.qualify =
        sql::equal(sql::make(sql::Window{"row_number", {}, left_keys, {}, false}), sql::literal(std::int64_t{1}));
    nest(left, node.left->columns);
    left_keys.clear();
    for (const plan::JoinKey& key : node.keys) {
      HUNTBOOK_TRY(sql::ExprPtr value, scalar(*key.left, left));
      left_keys.push_back(std::move(value));
    }
  }
  sql::ExprPtr on = node.keys.empty() ? sql::literal(true) : nullptr;
  for (std::size_t i = 0; i < left_keys.size(); ++i)
    on = sql::logical_and(std::move(on), sql::equal(left_keys[i], right_keys[i]));
  bool swap = node.kind == JoinKind::RightSemi || node.kind == JoinKind::RightAnti;
  sql::JoinKind kind = sql::JoinKind::Inner;
  if (node.kind == JoinKind::LeftOuter) kind = sql::JoinKind::Left;
  if (node.kind == JoinKind::RightOuter) kind = sql::JoinKind::Right;
  if (node.kind == JoinKind::FullOuter) kind = sql::JoinKind::Full;
  if (node.kind == JoinKind::LeftSemi || node.kind == JoinKind::RightSemi) kind = sql::JoinKind::Semi;
  if (node.kind == JoinKind::LeftAnti || node.kind == JoinKind::RightAnti) kind = sql::JoinKind::Anti;
  Shape shape;
  shape.from = make_relation(
      sql::JoinRelation{kind, swap ? right.from : left.from, swap ? left.from : right.from, std::move(on)}, "");
  shape.doublings = std::max(left.doublings, right.doublings);
  bool left_outer = node.kind == JoinKind::RightOuter || node.kind == JoinKind::FullOuter;
  bool right_outer = node.kind == JoinKind::LeftOuter || node.kind == JoinKind::FullOuter;
  for (const plan::Column& column : rel.columns) {
    bool from_left = left.values.contains(column.id);
    const Shape& side = from_left ? left : right;
    auto found = side.values.find(column.id);
    if (found == side.values.end()) continue;
    bool fill = column.type == ScalarType::String && (from_left ? left_outer : right_outer);
    shape.values[column.id] = fill ? sql::coalesce(found->second, sql::literal("")) : found->second;
  }
  return shape;
}

Result<Shape> Lowering::lower_node(const plan::Rel& rel, const plan::Union& node) {
  std::vector<sql::QueryPtr> queries;
  unsigned doublings = 0;
  for (const plan::Union::Input& input : node.inputs) {
    HUNTBOOK_TRY(Shape shape, relation(input.relation));
    doublings = std::max(doublings, shape.doublings);
    if (shape.distinct || shape.grouped || shape.qualify) nest(shape, input.relation->columns);
    Shape aligned = shape;
    aligned.values.clear();
    std::vector<plan::ColumnId> ids;
    for (std::size_t i = 0; i < rel.columns.size(); ++i) {
      const plan::Column& column = rel.columns[i];
      if (!used_.contains(column.id)) continue;
      ids.push_back(column.id);
      if (input.values[i]) {
        HUNTBOOK_TRY(aligned.values[column.id], scalar(*input.values[i], shape));
      } else {
        aligned.values[column.id] = null_value(column.type);
      }
    }
    queries.push_back(share(to_query(aligned, ids, false, false)));
  }
  std::string alias = next_alias();
  sql::QueryPtr body = queries.front();
  if (queries.size() > 1) {
    sql::Query query;
    query.body = sql::UnionAll{std::move(queries)};
    body = share(std::move(query));
  }
  Shape shape;
  shape.from = make_relation(sql::QueryRelation{std::move(body)}, alias);
  shape.doublings = doublings;
  for (plan::ColumnId id : used_ids(rel.columns)) shape.values[id] = sql::column(alias, column_alias(id));
  return shape;
}

// The lists are unnested side by side in one SELECT; shorter ones are filled up with nulls.
Result<Shape> Lowering::lower_node(const plan::Rel& rel, const plan::MvExpand& node) {
  HUNTBOOK_TRY(Shape shape, relation(node.input));
  nest(shape, node.input->columns);
  sql::ExprPtr length;
  std::vector<sql::ExprPtr> lists;
  for (const plan::MvExpand::Term& term : node.terms) {
    HUNTBOOK_TRY(sql::ExprPtr value, scalar(*term.value, shape));
    sql::ExprPtr list =
        sql::call("json_extract",
                  {sql::call("hb_expand", {std::move(value), sql::literal(node.bag_as_array)}), sql::literal("$[*]")});
    if (node.limit)
      list = sql::call("list_slice", {std::move(list), sql::literal(std::int64_t{1}), sql::literal(*node.limit)});
    sql::ExprPtr size = sql::call("len", {list});
    length = length ? sql::call("greatest", {std::move(length), std::move(size)}) : std::move(size);
    lists.push_back(std::move(list));
  }
  for (std::size_t i = 0; i < lists.size(); ++i) {
    used_.insert(node.terms[i].column);
    shape.values[node.terms[i].column] = sql::call("unnest", {std::move(lists[i])});
  }
  if (node.item_index)
    shape.values[*node.item_index] =
        sql::call("unnest", {sql::call("range", {sql::literal(std::int64_t{0}), std::move(length)})});
  std::vector<plan::Column> columns = rel.columns;
  nest(shape, columns);
  for (const plan::MvExpand::Term& term : node.terms) {
    sql::ExprPtr element = sql::call("nullif", {shape.values.at(term.column), sql::literal("null")});
    shape.values[term.column] = convert(std::move(element), ScalarType::Dynamic, term.to_type);
  }
  return shape;
}

Result<Shape> Lowering::lower_node(const plan::Rel& rel, const plan::PluginCall& node) {
  LoweredPlugin plugin;
  plugin.plugin = node.plugin;
  plugin.payload = node.payload;
  if (node.input) {
    bool ordered = false;
    HUNTBOOK_TRY(plugin.input, whole_query(node.input, ordered));
  }
  plugin.output = fmt::format("{}_{}", temporary_prefix_, plugins_.size());
  Shape shape;
  std::string alias = next_alias();
  shape.from = make_relation(sql::TableRelation{plugin.output}, alias);
  for (std::size_t i = 0; i < rel.columns.size(); ++i) {
    plugin.columns.push_back({rel.columns[i].name, rel.columns[i].type});
    shape.values[rel.columns[i].id] = sql::column(alias, fmt::format("c{}", i));
  }
  plugins_.push_back(std::move(plugin));
  return shape;
}

Result<Shape> Lowering::lower_node(const plan::Rel& rel, const plan::External& node) {
  Shape shape;
  std::string alias = next_alias();
  shape.from = make_relation(sql::TableRelation{externals_.name_of(*node.request)}, alias);
  for (std::size_t i = 0; i < rel.columns.size(); ++i)
    shape.values[rel.columns[i].id] = sql::column(alias, fmt::format("c{}", i));
  return shape;
}

Result<Shape> Lowering::lower_node(const plan::Rel& rel, const plan::Shared& node) {
  const std::vector<plan::Column>& defined = node.definition->columns;
  auto known = shared_.find(node.id);
  if (known == shared_.end()) {
    HUNTBOOK_TRY(Shape shape, relation(node.definition));
    SharedQuery shared{fmt::format("w{}", node.id), shape.order, node.materialized ? 0 : shape.doublings};
    sql::CommonTable table;
    table.name = shared.name;
    table.materialized = node.materialized;
    table.query = share(to_query(shape, used_ids(defined), true, false));
    common_tables_.push_back(std::move(table));
    known = shared_.emplace(node.id, std::move(shared)).first;
  }
  Shape shape;
  std::string alias = next_alias();
  shape.from = make_relation(sql::TableRelation{known->second.name}, alias);
  for (std::size_t i = 0; i < rel.columns.size(); ++i) {
    if (used_.contains(rel.columns[i].id))
      shape.values[rel.columns[i].id] = sql::column(alias, column_alias(defined[i].id));
  }
  shape.doublings = known->second.doublings;
  shape.order = known->second.order;
  for (std::size_t i = 0; i < shape.order.size(); ++i) shape.order[i].expr = sql::column(alias, fmt::format("o{}", i));
  return shape;
}

Result<Shape> Lowering::lower_node(const plan::Rel& rel, const plan::Windowed& node) {
  HUNTBOOK_TRY(Shape shape, relation(node.input));
  if (!shape.has_slots_behind_where()) nest(shape, node.input->columns);
  if (!node.partition.empty()) count_doubling(shape, node.input->columns);
  std::vector<plan::ScalarPtr> read = node.partition;
  for (const plan::Assignment& assignment : node.computed) read.push_back(assignment.value);
  keep_plain(shape, node.input->columns, read);
  HUNTBOOK_TRY(std::vector<sql::ExprPtr> partition, scalars(node.partition, shape));
  // A subquery within the functions' arguments has windows of its own.
  std::swap(row_partition_, partition);
  Result<void> computed = compute(shape, node.input->columns, node.computed);
  std::swap(row_partition_, partition);
  HUNTBOOK_CHECK(std::move(computed));
  // A window sees the rows of its own SELECT: a later WHERE must stand outside.
  nest(shape, rel.columns);
  return shape;
}

}  // namespace huntbook::kql::lower
