// Where a cursor stands, told from the tokens alone, so that it holds for a text that does not parse.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kql/editor/document.hpp"

namespace huntbook::kql::editor {

// A bracket that is open at the cursor, within the cursor's clause.
struct OpenBracket {
  std::size_t token = 0;   // the bracket
  std::size_t commas = 0;  // between it and the cursor, on its level
  std::string_view name;   // the word right before it, as of a call; may be empty
  std::optional<diag::Span> name_span;
};

class Cursor {
 public:
  Cursor(const Document& document, std::size_t offset);

  std::size_t offset() const { return offset_; }
  // In a comment, a string or another literal.
  bool in_text() const { return in_text_; }
  // In the head of a command.
  bool in_command() const { return in_command_; }
  // The name that is being written: what stands before the cursor, and the bytes that a completion replaces.
  const std::string& prefix() const { return prefix_; }
  diag::Span word() const { return word_; }

  // The clause: an operator (behind '|') or the beginning of a statement, from its first token on. Only what stands
  // before the cursor's word counts.
  bool behind_pipe() const { return behind_pipe_; }
  bool at_clause_begin() const { return before_.empty(); }
  std::size_t clause_offset() const;  // of its first token; of the cursor's word where it is the first
  std::string_view keyword() const { return keyword_; }  // "project-away"; empty where the word is being written
  std::size_t keyword_words() const { return keyword_words_; }
  const std::vector<OpenBracket>& brackets() const { return brackets_; }  // innermost first

  // Tokens of the clause before the cursor's word, first to last; `back` counts from the end, 0 the nearest.
  std::size_t token_count() const { return before_.size(); }
  std::string_view text_back(std::size_t back) const;
  const Token* token_back(std::size_t back) const;
  std::string_view text_at(std::size_t index) const;
  // Whether a word stands in the clause outside of brackets that closed before the cursor, behind the keyword.
  bool has_word(std::string_view word) const;

 private:
  void find_clause(std::size_t last);
  void find_keyword();
  void enter_inner_operators();

  const Document& document_;
  std::size_t offset_;
  bool in_text_ = false;
  bool in_command_ = false;
  bool behind_pipe_ = false;
  std::string prefix_;
  diag::Span word_;
  std::string keyword_;
  std::size_t keyword_words_ = 0;
  std::vector<OpenBracket> brackets_;
  std::vector<const Token*> before_;
  std::vector<bool> on_level_;  // for each of before_: outside of closed brackets
};

}  // namespace huntbook::kql::editor
