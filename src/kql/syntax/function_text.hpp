// Functions as texts of their own, "(a:long) { a }", as the case keeps them.
#pragma once

#include <string>

#include "kql/syntax/tree.hpp"

namespace huntbook::kql::syntax {

// Parses such a text as the value of a let statement, which the tree's text begins with. Where `text` has blanks enough
// before its parenthesis, the statement takes their place: then spans are offsets into `text` too.
SyntaxTree parse_function(std::string text);

// The function that the tree's only statement defines; null where it defines none.
const Lambda* function_in(const SyntaxTree& tree);

}  // namespace huntbook::kql::syntax
