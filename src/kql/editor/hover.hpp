// What a word of a text is: for the box that opens over it, and for inspection in a notebook.
#pragma once

#include <optional>
#include <string>

#include "kql/editor/document.hpp"

namespace huntbook::kql::editor {

struct Hover {
  diag::Span span;                      // of the word
  std::string kind;                     // "column", "function", "aggregate", "table", "operator", ...
  std::vector<std::string> signatures;  // "Account: string", "strlen(source: any): long", one for each overload
  std::string doc;                      // sentences; may be empty
  std::string example;                  // a whole query; may be empty
};

// Nothing in comments, strings and numbers, and for names that mean nothing. `offset` is in bytes; a cursor right
// behind a word is on it.
std::optional<Hover> hover(const Document& document, std::size_t offset);

}  // namespace huntbook::kql::editor
