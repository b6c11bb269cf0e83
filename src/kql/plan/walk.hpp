// Walks over the plan, const or to be changed, whatever kind of node it is.
#pragma once

#include <variant>

#include "kql/plan/relation.hpp"

namespace huntbook::kql::plan {

// The scalars that a scalar is made of.
template <class AnyScalar, class Visit>
void each_operand(AnyScalar& scalar, Visit visit) {
  std::visit(
      [&](auto& node) {
        if constexpr (requires { node.arguments; }) {
          for (auto& argument : node.arguments) visit(argument);
        } else if constexpr (requires { node.operand; }) {
          visit(node.operand);
          if constexpr (requires { node.key; }) visit(node.key);
        }
      },
      scalar.node);
}

// The relation that a scalar itself reads: toscalar(...), in (...).
template <class AnyScalar>
auto* relation_of(AnyScalar& scalar) {
  auto* in = std::get_if<plan::InRelation>(&scalar.node);
  auto* single = std::get_if<plan::ToScalar>(&scalar.node);
  return in != nullptr ? &in->relation : single != nullptr ? &single->relation : nullptr;
}

// Every scalar of a node, wherever it keeps them. `visit` takes ScalarPtr, or a reference to it to change it.
template <class AnyRel, class Visit>
void each_scalar(AnyRel& relation, Visit visit) {
  auto all = [&](auto& assignments) {
    for (auto& assignment : assignments) visit(assignment.value);
  };
  if (auto* filter = std::get_if<Filter>(&relation.node)) {
    visit(filter->predicate);
  } else if (auto* project = std::get_if<Project>(&relation.node)) {
    all(project->computed);
  } else if (auto* windowed = std::get_if<Windowed>(&relation.node)) {
    all(windowed->computed);
    for (auto& key : windowed->partition) visit(key);
  } else if (auto* limit = std::get_if<Limit>(&relation.node)) {
    for (auto& key : limit->partition) visit(key);
  } else if (auto* aggregate = std::get_if<Aggregate>(&relation.node)) {
    all(aggregate->keys);
    all(aggregate->aggregates);
  } else if (auto* sort = std::get_if<Sort>(&relation.node)) {
    all(sort->keys);
  } else if (auto* expand = std::get_if<MvExpand>(&relation.node)) {
    all(expand->terms);
  } else if (auto* match = std::get_if<MatchSteps>(&relation.node)) {
    for (auto& step : match->steps) {
      visit(step.condition);
      all(step.assignments);
    }
    for (auto& key : match->partition) visit(key);
  } else if (auto* range = std::get_if<Range>(&relation.node)) {
    visit(range->from);
    visit(range->to);
    visit(range->step);
  } else if (auto* join = std::get_if<Join>(&relation.node)) {
    for (auto& key : join->keys) {
      visit(key.left);
      visit(key.right);
    }
  } else if (auto* all_of = std::get_if<Union>(&relation.node)) {
    for (auto& input : all_of->inputs) {
      for (auto& value : input.values) {
        if (value) visit(value);
      }
    }
  }
}

// Every relation that a node reads directly; not those within its scalars, nor a shared definition.
template <class AnyRel, class Visit>
void each_input(AnyRel& relation, Visit visit) {
  std::visit(
      [&](auto& node) {
        if constexpr (requires { node.inputs; }) {
          for (auto& input : node.inputs) visit(input.relation);
        } else if constexpr (requires { node.left; }) {
          visit(node.left);
          visit(node.right);
        } else if constexpr (requires { node.input; }) {
          if (node.input) visit(node.input);
        }
      },
      relation.node);
}

}  // namespace huntbook::kql::plan
