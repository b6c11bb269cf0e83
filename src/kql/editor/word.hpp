// The word that an offset is on, with what its neighbours say of it.
#pragma once

#include <optional>
#include <string>

#include "kql/editor/document.hpp"

namespace huntbook::kql::editor {

struct WordAt {
  diag::Span span;
  std::string text;     // without brackets and quotes; project-away and matches regex whole
  bool called = false;  // '(' follows
  bool named = false;   // '=' follows
  bool behind_dot = false;
  bool word_follows = false;  // a name or literal follows
};

// Nothing in comments and literals. At the border of a word and a sign the word counts.
std::optional<WordAt> word_at(const Document& document, std::size_t offset);

}  // namespace huntbook::kql::editor
