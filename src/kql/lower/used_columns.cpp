#include "kql/lower/used_columns.hpp"

#include <map>

#include "kql/plan/walk.hpp"

namespace huntbook::kql::lower {

namespace {

class Marker {
 public:
  void run(const plan::RelPtr& relation) {
    all(*relation);
    // Columns of a group have one id wherever they stand, so what uses one may come after relations above it were left.
    std::size_t before = 0;
    do {
      before = used_.size();
      mark(relation);
    } while (used_.size() != before);
  }
  std::set<plan::ColumnId> take() && { return std::move(used_); }

 private:
  void mark(const plan::RelPtr& relation) {
    visit(relation);
    // A definition's id is larger than those of the definitions that it refers to.
    while (!shared_.empty()) {
      auto last = std::prev(shared_.end());
      plan::RelPtr definition = last->second;
      shared_.erase(last);
      visit(definition);
    }
  }
  void all(const plan::Rel& relation) {
    for (const plan::Column& column : relation.columns) used_.insert(column.id);
  }
  void scalar(const plan::ScalarPtr& scalar) {
    if (!scalar) return;
    if (const auto* use = std::get_if<plan::ColumnUse>(&scalar->node)) used_.insert(use->column);
    if (const plan::RelPtr* relation = plan::relation_of(*scalar)) {
      used_.insert((*relation)->columns.front().id);
      visit(*relation);
    }
    plan::each_operand(*scalar, [&](const plan::ScalarPtr& operand) { this->scalar(operand); });
  }

  void assignments(const std::vector<plan::Assignment>& list) {
    for (const plan::Assignment& assignment : list) {
      if (used_.contains(assignment.column)) scalar(assignment.value);
    }
  }

  void visit(const plan::RelPtr& relation) {
    std::visit([&](const auto& node) { enter(*relation, node); }, relation->node);
  }
  void enter(const plan::Rel&, const plan::Scan&) {}
  void enter(const plan::Rel&, const plan::Row&) {}
  void enter(const plan::Rel&, const plan::DataTable&) {}
  void enter(const plan::Rel&, const plan::Range& node) {
    scalar(node.from);
    scalar(node.to);
    scalar(node.step);
  }
  void enter(const plan::Rel&, const plan::Filter& node) {
    scalar(node.predicate);
    visit(node.input);
  }
  void enter(const plan::Rel&, const plan::Project& node) {
    assignments(node.computed);
    visit(node.input);
  }
  void enter(const plan::Rel&, const plan::Aggregate& node) {
    for (const plan::Assignment& key : node.keys) scalar(key.value);
    // Without keys there is one row whoever reads it, and it takes an aggregate to say so.
    if (node.keys.empty()) {
      for (const plan::Assignment& aggregate : node.aggregates) used_.insert(aggregate.column);
    }
    assignments(node.aggregates);
    visit(node.input);
  }
  void enter(const plan::Rel& relation, const plan::Distinct& node) {
    all(relation);
    visit(node.input);
  }
  void enter(const plan::Rel&, const plan::Sort& node) {
    for (const plan::SortKey& key : node.keys) scalar(key.value);
    visit(node.input);
  }
  void enter(const plan::Rel&, const plan::Limit& node) {
    for (const plan::ScalarPtr& key : node.partition) scalar(key);
    visit(node.input);
  }
  void enter(const plan::Rel&, const plan::Join& node) {
    for (const plan::JoinKey& key : node.keys) {
      scalar(key.left);
      scalar(key.right);
    }
    visit(node.left);
    visit(node.right);
  }
  void enter(const plan::Rel& relation, const plan::Union& node) {
    for (const plan::Union::Input& input : node.inputs) {
      for (std::size_t i = 0; i < input.values.size(); ++i) {
        if (used_.contains(relation.columns[i].id)) scalar(input.values[i]);
      }
      visit(input.relation);
    }
  }
  void enter(const plan::Rel&, const plan::MvExpand& node) {
    for (const plan::MvExpand::Term& term : node.terms) scalar(term.value);
    visit(node.input);
  }
  void enter(const plan::Rel&, const plan::PluginCall& node) {
    if (!node.input) return;
    all(*node.input);
    visit(node.input);
  }
  void enter(const plan::Rel&, const plan::External&) {}
  void enter(const plan::Rel& relation, const plan::Shared& node) {
    for (std::size_t i = 0; i < relation.columns.size(); ++i) {
      if (used_.contains(relation.columns[i].id)) used_.insert(node.definition->columns[i].id);
    }
    shared_[node.id] = node.definition;
  }
  void enter(const plan::Rel& relation, const plan::MatchSteps& node) {
    for (const plan::MatchSteps::State& state : node.states) used_.insert(state.column);
    for (const plan::MatchSteps::Extension& extension : node.extensions) {
      if (extension.source && used_.contains(extension.column)) used_.insert(*extension.source);
    }
    plan::each_scalar(relation, [&](const plan::ScalarPtr& value) { scalar(value); });
    visit(node.input);
  }
  void enter(const plan::Rel&, const plan::Windowed& node) {
    assignments(node.computed);
    for (const plan::ScalarPtr& key : node.partition) scalar(key);
    visit(node.input);
  }

  std::set<plan::ColumnId> used_;
  std::map<std::uint32_t, plan::RelPtr> shared_;
};

}  // namespace

std::set<plan::ColumnId> used_columns(const plan::RelPtr& relation) {
  Marker marker;
  marker.run(relation);
  return std::move(marker).take();
}

}  // namespace huntbook::kql::lower
