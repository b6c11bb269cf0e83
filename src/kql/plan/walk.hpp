// Walks over scalars of the plan, const or to be changed, whatever kind of node they are.
#pragma once

#include <variant>

#include "kql/plan/scalar.hpp"

namespace huntbook::kql::plan {

// The scalars that a scalar is made of.
template <class Scalar, class Visit>
void each_operand(Scalar& scalar, Visit visit) {
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
template <class Scalar>
auto* relation_of(Scalar& scalar) {
  auto* in = std::get_if<plan::InRelation>(&scalar.node);
  auto* single = std::get_if<plan::ToScalar>(&scalar.node);
  return in != nullptr ? &in->relation : single != nullptr ? &single->relation : nullptr;
}

}  // namespace huntbook::kql::plan
