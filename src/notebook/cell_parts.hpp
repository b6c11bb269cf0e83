// Takes the text of a code cell apart into commands and stretches of KQL.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.hpp"

namespace huntbook::notebook {

struct CellPart {
  bool command = false;
  diag::Span span;  // in the cell's text
};

// A command starts with '.' where a statement may start and ends at a ';' outside of brackets and strings, at an empty
// line, or at a line that starts with the next command. What stands between commands is one part of KQL: statements
// separated by ';', which may hold empty lines. Parts without any token are left out.
std::vector<CellPart> split_cell(std::string_view text);

// The cell's text with everything outside of the span blanked (line ends kept), so that positions in what is left are
// positions in the cell.
std::string only(std::string_view text, diag::Span span);

// A text as a literal of KQL, in single quotes.
std::string kql_literal(std::string_view text);

}  // namespace huntbook::notebook
