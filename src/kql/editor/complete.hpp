// What may be written at a place of a text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kql/editor/document.hpp"

namespace huntbook::kql::editor {

enum class CompletionKind {
  Column,
  Variable,  // a scalar let, a parameter
  Function,
  Aggregate,
  WindowFunction,
  Table,
  Operator,  // behind '|'
  Keyword,
  Property,  // name= of an operator or chart
  Value,     // of a property
  Type,
  Plugin,
  Chart,
  Command,
};
std::string_view name_of(CompletionKind kind);  // "column", "window function", ...

struct CompletionItem {
  std::string label;
  CompletionKind kind = CompletionKind::Keyword;
  std::string detail;  // a type, a signature, a form
  std::string doc;     // one line; may be empty
  std::string insert;  // the text in place of Completion::replace
};

struct Completion {
  diag::Span replace;                 // bytes of the text
  std::vector<CompletionItem> items;  // best first
};

// Items whose name begins with what stands before the cursor come first, then those that contain it, case ignored;
// among them columns before names of the text, those before functions. Nothing in comments, literals and behind the '.'
// of a dynamic value, whose properties nobody knows. `offset` is in bytes.
Completion complete(const Document& document, std::size_t offset);

}  // namespace huntbook::kql::editor
