// A text as an editor sees it: parsed and bound once, whatever is wrong with it, and asked many times. The services
// (complete.hpp, hover.hpp, signature_help.hpp, definition.hpp, diagnose.hpp) take it by const reference.
//
// Offsets are bytes of the text; position.hpp turns them into what editors count. A document does not change: a new
// text is a new document. One of 200 lines takes a few milliseconds.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kql/bind/binder.hpp"
#include "kql/bind/trace.hpp"
#include "kql/syntax/tree.hpp"

namespace huntbook::kql::editor {

// What is known outside of the text.
struct Surroundings {
  const Catalogue* catalogue = nullptr;  // lives longer than the document
  std::map<std::string, SessionParameter> parameters;
  std::string prelude;  // let statements of earlier cells
  Ticks now = 0;
};

class Document {
 public:
  Document(std::string text, Surroundings surroundings);
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  const std::string& text() const { return text_; }
  std::string_view text_of(diag::Span span) const {
    return std::string_view(text_).substr(span.begin, span.end - span.begin);
  }
  const syntax::SyntaxTree& tree() const { return tree_; }
  const syntax::SyntaxTree& prelude() const { return prelude_; }
  const Surroundings& surroundings() const { return surroundings_; }
  const Catalogue& catalogue() const { return *surroundings_.catalogue; }
  const bind::Trace& trace() const { return trace_; }
  const diag::Diagnostics& bind_diagnostics() const { return bind_diagnostics_; }
  // Commands that stand in the text. Behind the '<|' of a command a query stands as any other.
  const std::vector<diag::Span>& commands() const { return commands_; }

  // The rows in front of the operator whose first byte this is; null where they are not known.
  const bind::Trace::Place* operator_at(std::size_t begin) const;
  // What a name from a let, a parameter or 'as' stands for around this place; null where it is no such name.
  const bind::LetValue* value_of(std::string_view name, std::size_t offset) const;

 private:
  std::string text_;
  Surroundings surroundings_;
  std::vector<diag::Span> commands_;  // before the tree, which is made without them
  syntax::SyntaxTree tree_;           // with the heads of commands blanked
  syntax::SyntaxTree prelude_;
  bind::Trace trace_;
  diag::Diagnostics bind_diagnostics_;
};

}  // namespace huntbook::kql::editor
