#include "kql/bind/per_group.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "kql/bind/operators.hpp"
#include "kql/plan/walk.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;
using plan::RelPtr;

// Whether `source` stands below, scalars' own relations left aside: those do not see the group.
bool reads(const RelPtr& relation, const RelPtr& source) {
  if (relation == source) return true;
  bool found = false;
  plan::each_input(*relation, [&](const RelPtr& input) { found = found || (input && reads(input, source)); });
  return found;
}

class PerGroup {
 public:
  PerGroup(Context& context, const Groups& groups, diag::Span span) : context_(context), groups_(groups), span_(span) {
    for (const Column& key : groups.keys) keys_.push_back(use_of(key));
  }

  RelPtr rewrite(const RelPtr& relation) {
    if (relation == groups_.source) return whole_groups_ ? relation : groups_.row_by_row;
    return std::visit([&](const auto& node) { return enter(*relation, node); }, relation->node);
  }

 private:
  std::nullptr_t refuse(std::string_view what) {
    return context_.error("HB002", span_, fmt::format("{} can't stand in a subquery that runs for each group.", what));
  }

  // The group's columns behind those of the node, hidden where the node does not give them itself.
  std::vector<Column> with_group(std::vector<Column> columns) const {
    for (const auto* list : {&groups_.keys, &groups_.carried}) {
      for (Column column : *list) {
        if (std::ranges::find(columns, column.id, &Column::id) != columns.end()) continue;
        column.name.clear();
        column.hidden = true;
        columns.push_back(std::move(column));
      }
    }
    return columns;
  }
  template <class Node>
  RelPtr with_input(const plan::Rel& relation, Node node) {
    node.input = rewrite(node.input);
    if (!node.input) return nullptr;
    return make_relation(with_group(relation.columns), std::move(node));
  }
  // The same for a node that looks at more than one row.
  template <class Node>
  RelPtr with_groups(const plan::Rel& relation, Node node) {
    whole_groups_ = true;
    return with_input(relation, std::move(node));
  }

  // The keys group; what is the same in all rows of a group is taken from any of them.
  void group_by(plan::Aggregate& aggregate) {
    for (const Column& key : groups_.keys) aggregate.keys.push_back({key.id, use_of(key)});
    for (const Column& column : groups_.carried)
      aggregate.aggregates.push_back(
          {column.id, apply(context_, FunctionKind::Aggregate, "take_any", {use_of(column)}, span_)});
  }

  RelPtr enter(const plan::Rel& relation, const plan::Filter& node) { return with_input(relation, node); }
  RelPtr enter(const plan::Rel& relation, const plan::Project& node) { return with_input(relation, node); }
  RelPtr enter(const plan::Rel& relation, const plan::MvExpand& node) { return with_input(relation, node); }
  RelPtr enter(const plan::Rel& relation, plan::Aggregate node) {
    group_by(node);
    return with_groups(relation, std::move(node));
  }
  RelPtr enter(const plan::Rel& relation, const plan::Distinct& node) {
    plan::Aggregate distinct{node.input, {}, {}};
    for (const Column& column : relation.columns) {
      auto is_column = [&](const Column& other) { return other.id == column.id; };
      if (std::ranges::none_of(groups_.keys, is_column) && std::ranges::none_of(groups_.carried, is_column))
        distinct.keys.push_back({column.id, use_of(column)});
    }
    group_by(distinct);
    return with_groups(relation, std::move(distinct));
  }
  // Groups stay together in the order of the rows.
  RelPtr enter(const plan::Rel& relation, plan::Sort node) {
    std::vector<plan::SortKey> keys;
    for (const plan::ScalarPtr& key : keys_) keys.push_back({key, false, true});
    node.keys.insert(node.keys.begin(), keys.begin(), keys.end());
    return with_groups(relation, std::move(node));
  }
  RelPtr enter(const plan::Rel& relation, plan::Limit node) {
    node.partition.insert(node.partition.end(), keys_.begin(), keys_.end());
    return with_groups(relation, std::move(node));
  }
  RelPtr enter(const plan::Rel& relation, plan::Windowed node) {
    node.partition.insert(node.partition.end(), keys_.begin(), keys_.end());
    return with_groups(relation, std::move(node));
  }
  RelPtr enter(const plan::Rel& relation, plan::MatchSteps node) {
    node.partition.insert(node.partition.begin(), keys_.begin(), keys_.end());
    return with_groups(relation, std::move(node));
  }
  RelPtr enter(const plan::Rel& relation, plan::Join node) {
    using plan::JoinKind;
    if (!reads(node.left, groups_.source) || reads(node.right, groups_.source))
      return refuse("A join with the group on its right side");
    if (node.kind == JoinKind::RightOuter || node.kind == JoinKind::FullOuter || node.kind == JoinKind::RightSemi ||
        node.kind == JoinKind::RightAnti)
      return refuse("A join that keeps rows of its right side");
    node.left = rewrite(node.left);
    if (!node.left) return nullptr;
    if (node.kind == JoinKind::InnerUnique) {
      // One row of the left side for each key, in each group.
      plan::Limit first{node.left, 1, keys_};
      for (const plan::JoinKey& key : node.keys) first.partition.push_back(key.left);
      node.left = make_relation(node.left->columns, std::move(first));
      node.kind = JoinKind::Inner;
    }
    return make_relation(with_group(relation.columns), std::move(node));
  }
  // A union of the group's rows alone (search) is a projection.
  RelPtr enter(const plan::Rel& relation, const plan::Union& node) {
    if (node.inputs.size() != 1) return refuse("A union with other tables");
    plan::Project project{node.inputs.front().relation, {}};
    for (std::size_t i = 0; i < relation.columns.size(); ++i) {
      const plan::ScalarPtr& value = node.inputs.front().values[i];
      project.computed.push_back({relation.columns[i].id, value ? value : make_literal(relation.columns[i].type, {})});
    }
    return with_input(relation, std::move(project));
  }
  RelPtr enter(const plan::Rel&, const plan::PluginCall&) { return refuse("A plugin"); }
  RelPtr enter(const plan::Rel&, const plan::Shared&) {
    return refuse("'as', or an operator that reads the group's rows more than once,");
  }
  // A table that does not come from the group.
  template <class Leaf>
  RelPtr enter(const plan::Rel&, const Leaf&) {
    return refuse("An operator that does not read the rows of the group");
  }

  Context& context_;
  const Groups& groups_;
  diag::Span span_;
  std::vector<plan::ScalarPtr> keys_;
  bool whole_groups_ = false;
};

}  // namespace

RelPtr per_group(Context& context, const RelPtr& relation, const Groups& groups, diag::Span span) {
  return PerGroup(context, groups, span).rewrite(relation);
}

}  // namespace huntbook::kql::bind
