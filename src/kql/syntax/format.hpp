// Lays a text out anew. The style:
//
// - Four blanks a level, lines of at most 100 columns where tokens allow it.
// - A query with one operator stays on one line if it fits; any other has one operator a line, the '|' first. A query
// in
//   brackets stays on its line with up to two operators; else it stands between the brackets, one level in, and the
//   closing bracket goes to the level of the line that opened it.
// - let NAME = and a query of several lines: the query begins on the next line, one level in. The body of a function
//   stands between its braces, one level in; a body of one expression that fits stays on the line.
// - A list of an operator that does not fit has one item a line, one level in; so have the arguments of a call. A
//   condition that does not fit breaks before its 'and' and 'or'. A datatable of several columns has one row a line.
// - The clauses of scan, make-graph and graph-match that do not fit stand on a line each, one level in. Several steps
// of
//   a scan always do, between their brackets; what a step assigns begins a line where it does not fit. Patterns of
//   graphs have no blanks.
// - Blanks around infix operators and '=' (not in name=value of hints and properties), behind ',', none within
// brackets,
//   none around '.' and ':'.
// - Comments stay before or behind the tokens that they stood at; one blank line between statements is kept.
// - What the parser reads over (operators without support, commands) and dynamic literals stay as they are.
#pragma once

#include <string>
#include <string_view>

#include "diag/diagnostic.hpp"

namespace huntbook::kql::syntax {

struct Formatted {
  std::string text;
  diag::Diagnostics diagnostics;  // not empty: the text does not parse and is returned as it was
};

// format(format(x).text).text == format(x).text, and the tokens of both are the same.
Formatted format(std::string_view text);

}  // namespace huntbook::kql::syntax
