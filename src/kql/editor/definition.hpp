// Where a name comes from and where it is used.
#pragma once

#include <optional>
#include <vector>

#include "kql/editor/document.hpp"

namespace huntbook::kql::editor {

// The place of the name in the let statement, parameter or operator that makes what the word at `offset` stands for;
// nothing for stored tables and their columns, built-in functions, and names of earlier cells.
std::optional<diag::Span> definition(const Document& document, std::size_t offset);

// The let's or parameter's name itself, then all of its uses, in the order of the text; none for other words.
std::vector<diag::Span> references(const Document& document, std::size_t offset);

}  // namespace huntbook::kql::editor
