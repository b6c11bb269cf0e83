// The tree as text, for tests and `.explain`: S-expressions, one line a statement, no spans. A name that needs quotes
// has brackets, a string literal is quoted as JSON.
#pragma once

#include <string>

#include "kql/syntax/tree.hpp"

namespace huntbook::kql::syntax {

std::string dump(const Expr& expr);
std::string dump(const Pipeline& pipeline);
std::string dump(const Statement& statement);
std::string dump(const SyntaxTree& tree);

}  // namespace huntbook::kql::syntax
