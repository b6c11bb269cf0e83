// Runs one command of a cell: .show, .set, .observe, .drop (design of the commands: docs, "Notebook commands").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kql/syntax/token.hpp"
#include "notebook/session.hpp"

namespace huntbook::notebook {

// Adds an error that has no place in the text to a cell's outputs.
void add_error(const Error& error, CellOutcome& outcome);

class CommandRun {
 public:
  CommandRun(Session& session, std::string_view cell, diag::Span span, std::string_view cell_id, CellOutcome& outcome);
  void run();

 private:
  struct Argument {
    std::string name;
    diag::Span name_span;
    diag::Span value;
  };

  void show();
  void show_tables();
  void show_source(std::string_view table);
  void set();
  void set_query_time();
  void set_value(const std::string& name);
  void observe();
  void observe_nothing(const casefile::Observation& observation);
  void drop();

  // Tokens of the command, the last one End.
  const kql::Token& token() const { return tokens_[at_]; }
  std::string_view word() const { return text(token().span); }
  std::string_view text(diag::Span span) const { return cell_.substr(span.begin, span.end - span.begin); }
  bool take(std::string_view expected);
  bool at_end() const { return token().kind == kql::TokenKind::End; }
  // name=value pairs up to a closing bracket (inside brackets) or the end; false after an error.
  bool arguments(const std::vector<std::string>& names, bool in_brackets, std::vector<Argument>& out);

  // The single value of an expression; nothing after an error.
  std::optional<kql::SessionParameter> evaluate(diag::Span expression);
  std::optional<std::string> evaluate_text(diag::Span expression);
  std::optional<Ticks> evaluate_ticks(diag::Span expression, ScalarType type, std::string_view what);

  void fail_at(diag::Span span, std::string message, std::string hint = {});
  void say(std::string text);

  Session& session_;
  std::string_view cell_;
  diag::Span span_;
  std::string_view cell_id_;
  CellOutcome& outcome_;
  std::vector<kql::Token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace huntbook::notebook
