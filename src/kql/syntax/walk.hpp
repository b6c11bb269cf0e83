// Walks a syntax tree: what stands directly below a node, in the order of the text. For editors and the formatter,
// which treat most nodes alike.
#pragma once

#include <functional>

#include "kql/syntax/tree.hpp"

namespace huntbook::kql::syntax {

// What is done with each part; an empty function passes it over.
struct Parts {
  std::function<void(const Expr&)> expression;
  std::function<void(const Pipeline&)> pipeline;
  std::function<void(const Property&)> property;   // its value is not given to `expression`
  std::function<void(const Name&)> declared_name;  // a column or name that the node makes (parse, as, count as, ...)
};

void each_part(const Expr& expr, const Parts& parts);
// False for an operator that this walk does not know.
bool each_part(const Operator& op, const Parts& parts);
// The source and its parts, not the operators.
void each_part_of_source(const Pipeline& pipeline, const Parts& parts);

// Every expression of a whole tree or of a part of it, those within sub-queries and functions included; outer ones
// first.
void each_expression(const Pipeline& pipeline, const std::function<void(const Expr&)>& visit);
void each_expression(const Statement& statement, const std::function<void(const Expr&)>& visit);
// Every pipeline, likewise, the given one first.
void each_pipeline(const Pipeline& pipeline, const std::function<void(const Pipeline&)>& visit);
void each_pipeline(const Statement& statement, const std::function<void(const Pipeline&)>& visit);

}  // namespace huntbook::kql::syntax
