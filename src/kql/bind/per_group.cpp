#include "kql/bind/per_group.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "kql/bind/group_rows.hpp"
#include "kql/bind/operators.hpp"
#include "kql/plan/walk.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;
using plan::RelPtr;
using plan::ScalarPtr;

class PerGroup {
 public:
  PerGroup(Context& context, const Groups& groups, diag::Span span, bool shared)
      : context_(context), groups_(groups), span_(span), rows_(context, groups, span, shared) {}

  RelPtr result(const RelPtr& relation) {
    RelPtr rows = rewrite(relation);
    return rows ? rows_.with_carried(std::move(rows)) : nullptr;
  }
  int times_read() const { return rows_.times_read(); }

 private:
  RelPtr rewrite(const RelPtr& relation) {
    if (relation == groups_.source) return rows_.source(whole_groups_);
    if (!reads(relation)) return rows_.in_each_group(relation);
    return std::visit([&](const auto& node) { return enter(*relation, node); }, relation->node);
  }

  ScalarPtr call(FunctionKind kind, std::string_view name, std::vector<ScalarPtr> arguments) {
    return apply(context_, kind, name, std::move(arguments), span_);
  }

  // Whether the group's rows are read below, by shared definitions and within scalars too.
  bool reads(const RelPtr& relation) {
    if (relation == groups_.source) return true;
    if (auto known = reads_.find(relation.get()); known != reads_.end()) return known->second;
    bool found = false;
    plan::each_input(*relation, [&](const RelPtr& input) { found = found || (input && reads(input)); });
    if (const auto* shared = std::get_if<plan::Shared>(&relation->node)) found = found || reads(shared->definition);
    plan::each_scalar(*relation, [&](const ScalarPtr& scalar) { found = found || reads(*scalar); });
    reads_[relation.get()] = found;
    return found;
  }
  bool reads(const plan::Scalar& scalar) {
    bool found = false;
    if (const RelPtr* relation = plan::relation_of(scalar)) found = reads(*relation);
    plan::each_operand(scalar, [&](const ScalarPtr& operand) { found = found || reads(*operand); });
    return found;
  }

  // Whether every group has a row there.
  bool keeps_groups(const RelPtr& relation) {
    if (relation == groups_.source) return true;
    if (const auto* shared = std::get_if<plan::Shared>(&relation->node)) return keeps_groups(shared->definition);
    if (const auto* aggregate = std::get_if<plan::Aggregate>(&relation->node))
      return aggregate->keys.empty() || keeps_groups(aggregate->input);
    if (const auto* limit = std::get_if<plan::Limit>(&relation->node))
      return limit->count > 0 && keeps_groups(limit->input);
    if (const auto* join = std::get_if<plan::Join>(&relation->node))
      return join->kind == plan::JoinKind::LeftOuter && keeps_groups(join->left);
    if (const auto* all = std::get_if<plan::Union>(&relation->node))
      return std::ranges::any_of(all->inputs, [&](const auto& input) { return keeps_groups(input.relation); });
    if (!std::holds_alternative<plan::Project>(relation->node) && !std::holds_alternative<plan::Sort>(relation->node) &&
        !std::holds_alternative<plan::Distinct>(relation->node) &&
        !std::holds_alternative<plan::Windowed>(relation->node))
      return false;
    bool kept = false;
    plan::each_input(*relation, [&](const RelPtr& input) { kept = keeps_groups(input); });
    return kept;
  }

  // Puts the group's value of a query within `scalar` beside the rows of `input`; null where that fails.
  ScalarPtr beside(const ScalarPtr& scalar, RelPtr& input) {
    if (!scalar || !reads(*scalar)) return scalar;
    plan::Scalar copy = *scalar;
    bool failed = false;
    plan::each_operand(copy, [&](ScalarPtr& operand) {
      operand = beside(operand, input);
      failed = failed || !operand;
    });
    if (failed) return nullptr;
    if (const auto* single = std::get_if<plan::ToScalar>(&copy.node)) return first_value(*single, input);
    if (const auto* in = std::get_if<plan::InRelation>(&copy.node); in != nullptr && reads(in->relation))
      return is_among(*in, input);
    return std::make_shared<const plan::Scalar>(std::move(copy));
  }

  Column hidden_column(ScalarType type, bool nullable = true) {
    Column column = context_.make_column("", type, nullable);
    column.hidden = true;
    return column;
  }

  // toscalar(): the value of the group's first row.
  ScalarPtr first_value(const plan::ToScalar& node, RelPtr& input) {
    RelPtr values = rewrite(node.relation);
    if (!values) return nullptr;
    const Column& first = node.relation->columns.front();
    const Column value = hidden_column(first.type);
    std::vector<Column> columns = values->columns;
    values = make_relation(columns, plan::Limit{std::move(values), 1, rows_.keys()});
    values = make_project(context_, std::move(values), {}, {{value.id, use_of(first)}}, rows_.with_group({value}));
    input = rows_.beside(std::move(input), rows_.renamed(std::move(values)), {}, {value});
    return use_of(value);
  }

  // in: the group's values, each once, or those of texts without regard to case as an array.
  ScalarPtr is_among(const plan::InRelation& node, RelPtr& input) {
    RelPtr values = rewrite(node.relation);
    if (!values) return nullptr;
    const Column& first = node.relation->columns.front();
    if (node.case_insensitive && first.type == ScalarType::String) {
      const Column list = hidden_column(ScalarType::Dynamic);
      plan::Aggregate lists{std::move(values), {}, {}};
      rows_.group_by(lists);
      lists.aggregates.push_back({list.id, call(FunctionKind::Aggregate, "make_set", {use_of(first)})});
      values = make_relation(rows_.with_group({list}), std::move(lists));
      input = rows_.beside(std::move(input), rows_.renamed(std::move(values)), {}, {list});
      ScalarPtr known = call(FunctionKind::Scalar, "coalesce", {use_of(list), make_literal(ScalarType::Dynamic, "[]")});
      return call(FunctionKind::Operator, node.negated ? "!in~" : "in~", {node.operand, std::move(known)});
    }
    const Column value = hidden_column(first.type);
    const Column found = hidden_column(ScalarType::Bool);
    plan::Aggregate distinct{std::move(values), {{value.id, use_of(first)}}, {}};
    rows_.group_by(distinct);
    values = make_relation(rows_.with_group({value}), std::move(distinct));
    std::vector<Column> columns = values->columns;
    columns.push_back(found);
    values = make_project(context_, std::move(values), {}, {{found.id, make_literal(ScalarType::Bool, true)}},
                          std::move(columns));
    input = rows_.beside(std::move(input), rows_.renamed(std::move(values)),
                         {{convert_to(node.operand, first.type), use_of(value)}}, {found});
    return call(FunctionKind::Scalar, node.negated ? "isnull" : "isnotnull", {use_of(found)});
  }

  template <class Node>
  RelPtr with_input(const plan::Rel& relation, Node node) {
    RelPtr input = rewrite(node.input);
    if (!input) return nullptr;
    plan::Rel draft{relation.columns, std::move(node)};
    bool failed = false;
    plan::each_scalar(draft, [&](ScalarPtr& scalar) {
      scalar = failed ? nullptr : beside(scalar, input);
      failed = failed || !scalar;
    });
    if (failed) return nullptr;
    std::get<Node>(draft.node).input = std::move(input);
    return make_relation(rows_.with_group(std::move(draft.columns)), std::move(draft.node));
  }
  // The same for a node that looks at more than one row.
  template <class Node>
  RelPtr with_groups(const plan::Rel& relation, Node node) {
    whole_groups_ = true;
    return with_input(relation, std::move(node));
  }

  RelPtr enter(const plan::Rel& relation, const plan::Filter& node) { return with_input(relation, node); }
  RelPtr enter(const plan::Rel& relation, const plan::Project& node) { return with_input(relation, node); }
  RelPtr enter(const plan::Rel& relation, const plan::MvExpand& node) { return with_input(relation, node); }
  RelPtr enter(const plan::Rel& relation, plan::Aggregate node) {
    const bool one_row = node.keys.empty() && !keeps_groups(node.input);
    const plan::Aggregate of_none = node;
    rows_.group_by(node);
    RelPtr aggregated = with_groups(relation, std::move(node));
    return one_row && aggregated ? with_empty_groups(relation, of_none, std::move(aggregated)) : aggregated;
  }
  // An aggregation without keys gives a row of no rows too.
  RelPtr with_empty_groups(const plan::Rel& relation, plan::Aggregate of_none, RelPtr aggregated) {
    of_none.input = make_relation(of_none.input->columns, plan::DataTable{});
    std::vector<Column> defaults;
    for (plan::Assignment& aggregate : of_none.aggregates) {
      defaults.push_back(hidden_column(aggregate.value->type, aggregate.value->nullable));
      aggregate.column = defaults.back().id;
    }
    const std::vector<plan::Assignment> originals = std::get<plan::Aggregate>(relation.node).aggregates;
    const Column present = hidden_column(ScalarType::Bool);
    std::vector<Column> columns = aggregated->columns;
    columns.push_back(present);
    aggregated = make_project(context_, std::move(aggregated), {}, {{present.id, make_literal(ScalarType::Bool, true)}},
                              std::move(columns));
    RenamedGroup values = rows_.renamed(std::move(aggregated));
    RelPtr all = make_relation(defaults, std::move(of_none));
    all = rows_.in_each_group(std::move(all));
    std::vector<plan::JoinKey> keys;
    rows_.match_groups(keys, rows_.columns(), values.group);
    columns = all->columns;
    columns.push_back(present);
    columns.insert(columns.end(), relation.columns.begin(), relation.columns.end());
    all = make_relation(std::move(columns), plan::Join{plan::JoinKind::LeftOuter, std::move(all),
                                                       std::move(values.relation), std::move(keys)});
    std::vector<plan::Assignment> computed;
    std::vector<Column> output = relation.columns;
    for (std::size_t i = 0; i < originals.size(); ++i) {
      auto column = std::ranges::find(output, originals[i].column, &Column::id);
      if (column == output.end()) continue;
      const ScalarPtr value = use_of(*column);
      computed.push_back({column->id, call(FunctionKind::Scalar, "iff",
                                           {call(FunctionKind::Scalar, "isnotnull", {use_of(present)}), value,
                                            convert_to(use_of(defaults[i]), value->type)})});
    }
    return make_project(context_, std::move(all), {}, std::move(computed), rows_.with_group(std::move(output)));
  }
  RelPtr enter(const plan::Rel& relation, const plan::Distinct& node) {
    plan::Aggregate distinct{node.input, {}, {}};
    for (const Column& column : relation.columns) {
      if (std::ranges::find(groups_.carried, column.id, &Column::id) == groups_.carried.end()) {
        distinct.keys.push_back({column.id, use_of(column)});
      } else {
        distinct.aggregates.push_back({column.id, call(FunctionKind::Aggregate, "take_any", {use_of(column)})});
      }
    }
    rows_.group_by(distinct);
    return with_groups(relation, std::move(distinct));
  }
  // Groups stay together in the order of the rows.
  RelPtr enter(const plan::Rel& relation, plan::Sort node) {
    std::vector<plan::SortKey> keys;
    for (const ScalarPtr& key : rows_.keys()) keys.push_back({key, false, true});
    node.keys.insert(node.keys.begin(), keys.begin(), keys.end());
    return with_groups(relation, std::move(node));
  }
  RelPtr enter(const plan::Rel& relation, plan::Limit node) {
    node.partition.insert(node.partition.end(), rows_.keys().begin(), rows_.keys().end());
    return with_groups(relation, std::move(node));
  }
  RelPtr enter(const plan::Rel& relation, plan::Windowed node) {
    node.partition.insert(node.partition.end(), rows_.keys().begin(), rows_.keys().end());
    return with_groups(relation, std::move(node));
  }
  RelPtr enter(const plan::Rel& relation, plan::MatchSteps node) {
    node.partition.insert(node.partition.begin(), rows_.keys().begin(), rows_.keys().end());
    return with_groups(relation, std::move(node));
  }

  static bool keeps_rows_of_right(plan::JoinKind kind) {
    using plan::JoinKind;
    return kind == JoinKind::RightOuter || kind == JoinKind::FullOuter || kind == JoinKind::RightSemi ||
           kind == JoinKind::RightAnti;
  }
  RelPtr enter(const plan::Rel& relation, plan::Join node) {
    if (!reads(node.left) || reads(node.right) || keeps_rows_of_right(node.kind)) return join(relation, node);
    node.left = rewrite(node.left);
    if (!node.left) return nullptr;
    if (node.kind == plan::JoinKind::InnerUnique) {
      // One row of the left side for each key, in each group.
      plan::Limit first{node.left, 1, rows_.keys()};
      for (const plan::JoinKey& key : node.keys) first.partition.push_back(key.left);
      node.left = make_relation(node.left->columns, std::move(first));
      node.kind = plan::JoinKind::Inner;
    }
    return make_relation(rows_.with_group(relation.columns), std::move(node));
  }
  // Both sides for each group.
  RelPtr join(const plan::Rel& relation, plan::Join node) {
    using plan::JoinKind;
    whole_groups_ = true;
    node.left = rewrite(node.left);
    node.right = node.left ? rewrite(node.right) : nullptr;
    if (!node.right) return nullptr;
    RenamedGroup right = rows_.renamed(std::move(node.right));
    node.right = std::move(right.relation);
    if (!keeps_rows_of_right(node.kind)) {
      rows_.match_groups(node.keys, rows_.columns(), right.group);
      return make_relation(rows_.with_group(relation.columns), std::move(node));
    }
    RenamedGroup left = rows_.renamed(std::move(node.left));
    const Column present = hidden_column(ScalarType::Bool);
    std::vector<Column> columns = left.relation->columns;
    columns.push_back(present);
    node.left = make_project(context_, std::move(left.relation), {},
                             {{present.id, make_literal(ScalarType::Bool, true)}}, std::move(columns));
    rows_.match_groups(node.keys, left.group, right.group);
    columns = relation.columns;
    columns.insert(columns.end(), right.group.begin(), right.group.end());
    const bool full = node.kind == JoinKind::FullOuter;
    if (full) {
      columns.insert(columns.end(), left.group.begin(), left.group.end());
      columns.push_back(present);
    }
    std::vector<ScalarPtr> values;
    for (std::size_t i = 0; i < right.group.size(); ++i) {
      const ScalarPtr value = use_of(right.group[i]);
      values.push_back(
          full ? call(FunctionKind::Scalar, "iff",
                      {call(FunctionKind::Scalar, "isnotnull", {use_of(present)}), use_of(left.group[i]), value})
               : value);
    }
    return rows_.with_columns(make_relation(std::move(columns), std::move(node)), relation.columns, values);
  }

  RelPtr enter(const plan::Rel& relation, plan::Union node) {
    if (node.inputs.size() == 1) {
      // A union of the group's rows alone (search) is a projection.
      plan::Project project{node.inputs.front().relation, {}};
      for (std::size_t i = 0; i < relation.columns.size(); ++i) {
        const ScalarPtr& value = node.inputs.front().values[i];
        project.computed.push_back(
            {relation.columns[i].id, value ? value : make_literal(relation.columns[i].type, {})});
      }
      return with_input(relation, std::move(project));
    }
    whole_groups_ = true;
    std::vector<Column> columns = rows_.with_group(relation.columns);
    for (plan::Union::Input& input : node.inputs) {
      input.relation = rewrite(input.relation);
      if (!input.relation) return nullptr;
      for (std::size_t i = relation.columns.size(); i < columns.size(); ++i) input.values.push_back(use_of(columns[i]));
    }
    return make_relation(std::move(columns), std::move(node));
  }

  RelPtr enter(const plan::Rel& relation, const plan::Shared& node) {
    whole_groups_ = true;
    auto known = shared_.find(node.id);
    if (known == shared_.end()) {
      RelPtr definition = rewrite(node.definition);
      if (!definition) return nullptr;
      // Columns belong together by their place.
      std::vector<Column> columns;
      std::vector<plan::Assignment> copies;
      for (const auto* list : {&node.definition->columns, &rows_.columns()}) {
        for (const Column& column : *list) {
          columns.push_back(context_.make_column(column.name, column.type, column.nullable));
          copies.push_back({columns.back().id, use_of(column)});
        }
      }
      definition = make_project(context_, std::move(definition), {}, std::move(copies), std::move(columns));
      known = shared_.emplace(node.id, SharedRelation{context_.next_shared++, std::move(definition), node.materialized})
                  .first;
    }
    const SharedRelation& shared = known->second;
    return make_relation(rows_.with_group(relation.columns),
                         plan::Shared{shared.id, shared.definition, shared.materialized});
  }

  RelPtr enter(const plan::Rel&, const plan::PluginCall&) {
    return context_.error("HB002", span_, "A plugin can't stand in a subquery that runs for each group.");
  }
  // Sources read no other rows, so they stand in each group as they are.
  template <class Leaf>
  RelPtr enter(const plan::Rel& relation, const Leaf& node) {
    return rows_.in_each_group(make_relation(relation.columns, node));
  }

  Context& context_;
  const Groups& groups_;
  diag::Span span_;
  GroupRows rows_;
  std::map<const plan::Rel*, bool> reads_;
  std::map<std::uint32_t, SharedRelation> shared_;
  bool whole_groups_ = false;
};

}  // namespace

RelPtr per_group(Context& context, const RelPtr& relation, const Groups& groups, diag::Span span) {
  PerGroup once(context, groups, span, false);
  RelPtr result = once.result(relation);
  if (!result || once.times_read() <= 1) return result;
  return PerGroup(context, groups, span, true).result(relation);
}

}  // namespace huntbook::kql::bind
