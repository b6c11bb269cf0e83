#include "kql/bind/group_rows.hpp"

#include <algorithm>

#include "kql/bind/operators.hpp"

namespace huntbook::kql::bind {

using plan::Column;
using plan::RelPtr;
using plan::ScalarPtr;

namespace {

// Any value of the type, in null's place.
ConstantValue value_of(ScalarType type) {
  switch (type) {
    case ScalarType::Bool:
      return false;
    case ScalarType::Real:
      return 0.0;
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      return Ticks{0};
    case ScalarType::String:
    case ScalarType::Guid:
    case ScalarType::Dynamic:
      return std::string("00000000-0000-0000-0000-000000000000");
    default:
      return std::int64_t{0};
  }
}

Column hidden(Column column) {
  column.name.clear();
  column.hidden = true;
  return column;
}

}  // namespace

GroupRows::GroupRows(Context& context, const Groups& groups, diag::Span span, bool shared)
    : context_(context), groups_(groups), span_(span) {
  for (const auto* list : {&groups.keys, &groups.carried}) {
    for (const Column& column : *list)
      columns_.push_back(hidden(context.make_column("", column.type, column.nullable)));
  }
  for (std::size_t i = 0; i < groups.keys.size(); ++i) keys_.push_back(use_of(columns_[i]));
  if (shared) shared_ = SharedRelation{context.next_shared++, groups.source, true};
}

ScalarPtr GroupRows::call(FunctionKind kind, std::string_view name, std::vector<ScalarPtr> arguments) const {
  return apply(context_, kind, name, std::move(arguments), span_);
}

RelPtr GroupRows::source(bool whole) {
  ++times_read_;
  RelPtr rows = whole ? groups_.source : groups_.row_by_row;
  if (shared_) rows = make_relation(groups_.source->columns, plan::Shared{shared_->id, shared_->definition, true});
  std::vector<plan::Assignment> copies;
  for (const auto* list : {&groups_.keys, &groups_.carried}) {
    for (const Column& column : *list) copies.push_back({columns_[copies.size()].id, use_of(column)});
  }
  std::vector<Column> columns = with_group(rows->columns);
  return make_project(context_, std::move(rows), {}, std::move(copies), std::move(columns));
}

std::vector<Column> GroupRows::with_group(std::vector<Column> columns) const {
  columns.insert(columns.end(), columns_.begin(), columns_.end());
  return columns;
}

void GroupRows::group_by(plan::Aggregate& aggregate) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const ScalarPtr value = use_of(columns_[i]);
    if (i < keys_.size()) {
      aggregate.keys.push_back({columns_[i].id, value});
    } else {
      aggregate.aggregates.push_back({columns_[i].id, call(FunctionKind::Aggregate, "take_any", {value})});
    }
  }
}

RelPtr GroupRows::each_group() {
  plan::Aggregate groups{source(true), {}, {}};
  group_by(groups);
  return make_relation(with_group({}), std::move(groups));
}

RelPtr GroupRows::in_each_group(RelPtr relation) {
  std::vector<Column> columns = with_group(relation->columns);
  return make_relation(std::move(columns), plan::Join{plan::JoinKind::Inner, std::move(relation), each_group(), {}});
}

RenamedGroup GroupRows::renamed(RelPtr relation) {
  RenamedGroup result;
  std::vector<plan::Assignment> copies;
  std::vector<Column> columns;
  for (const Column& column : relation->columns) {
    if (std::ranges::find(columns_, column.id, &Column::id) == columns_.end()) columns.push_back(column);
  }
  for (const Column& column : columns_) {
    result.group.push_back(hidden(context_.make_column("", column.type, column.nullable)));
    copies.push_back({result.group.back().id, use_of(column)});
  }
  columns.insert(columns.end(), result.group.begin(), result.group.end());
  result.relation = make_project(context_, std::move(relation), {}, std::move(copies), std::move(columns));
  return result;
}

void GroupRows::match_groups(std::vector<plan::JoinKey>& keys, const std::vector<Column>& left,
                             const std::vector<Column>& right) const {
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    ScalarPtr ours = use_of(left[i]);
    ScalarPtr theirs = use_of(right[i]);
    if (columns_[i].nullable) {
      keys.push_back({call(FunctionKind::Scalar, "isnull", {ours}), call(FunctionKind::Scalar, "isnull", {theirs})});
      ScalarPtr otherwise = make_literal(ours->type, value_of(ours->type));
      ours = call(FunctionKind::Scalar, "coalesce", {ours, otherwise});
      theirs = call(FunctionKind::Scalar, "coalesce", {theirs, otherwise});
    }
    keys.push_back({std::move(ours), std::move(theirs)});
  }
}

RelPtr GroupRows::with_columns(RelPtr relation, std::vector<Column> columns, const std::vector<ScalarPtr>& values) {
  std::vector<plan::Assignment> computed;
  computed.reserve(columns_.size());
  for (std::size_t i = 0; i < columns_.size(); ++i) computed.push_back({columns_[i].id, values[i]});
  return make_project(context_, std::move(relation), {}, std::move(computed), with_group(std::move(columns)));
}

RelPtr GroupRows::with_carried(RelPtr relation) {
  std::vector<plan::Assignment> computed;
  std::vector<Column> columns = relation->columns;
  for (std::size_t i = 0; i < groups_.carried.size(); ++i) {
    const Column& column = groups_.carried[i];
    computed.push_back({column.id, use_of(columns_[keys_.size() + i])});
    if (std::ranges::find(columns, column.id, &Column::id) == columns.end()) columns.push_back(hidden(column));
  }
  return make_project(context_, std::move(relation), {}, std::move(computed), std::move(columns));
}

RelPtr GroupRows::beside(RelPtr rows, RenamedGroup values, std::vector<plan::JoinKey> keys,
                         const std::vector<Column>& added) {
  // A join keeps no order.
  std::vector<Column> columns = rows->columns;
  const Column number = hidden(context_.make_column("", ScalarType::Long, false));
  columns.push_back(number);
  rows = make_relation(columns,
                       plan::Windowed{std::move(rows), {{number.id, call(FunctionKind::Window, "row_number", {})}}});
  match_groups(keys, columns_, values.group);
  columns.insert(columns.end(), added.begin(), added.end());
  RelPtr joined = make_relation(
      columns, plan::Join{plan::JoinKind::LeftOuter, std::move(rows), std::move(values.relation), std::move(keys)});
  return make_relation(std::move(columns), plan::Sort{std::move(joined), {{use_of(number), false, true}}});
}

}  // namespace huntbook::kql::bind
