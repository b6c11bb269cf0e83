// Runs one command of a text: a dot, its name, and what it wants. This file and command_run.cpp hold what commands
// share; each command has a file of its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kql/syntax/token.hpp"
#include "notebook/session.hpp"

namespace huntbook::notebook {

class CommandRun {
 public:
  CommandRun(Session& session, std::string_view text, diag::Span span, std::string_view link, Front& front,
             RunStatus& status);
  void run();

 private:
  struct Argument {
    std::string name;
    diag::Span name_span;
    diag::Span value;
  };

  // show_command.cpp
  void show();
  void show_tables();
  void show_source(std::string_view table);
  // Shows rows that are no table's; what is piped behind the command goes over them. `rows` are KQL literals, row by
  // row; without a pipe they are sorted by the first column.
  void show_rows(std::string_view columns, const std::vector<std::string>& values);
  // set_command.cpp
  void set();
  void set_query_time();
  void set_value(const std::string& name);
  void keep_table(const std::string& name, diag::Span name_span);
  // observe_command.cpp
  void observe();
  void observe_nothing(const casefile::Observation& observation);
  // drop_command.cpp
  void drop();
  void drop_observation();
  void drop_table();
  void drop_functions(bool several);
  // function_commands.cpp
  void create_function(bool may_replace);
  void alter_function();
  void define_function(bool may_create, bool may_replace, bool keep_existing);
  void alter_function_text(std::string casefile::StoredFunction::* member, std::string_view what);
  void show_functions();
  void show_function();
  // explain_command.cpp
  void explain();
  // file_commands.cpp
  void export_result();
  void ingest();

  // Tokens of the command, the last one End.
  const kql::Token& token() const { return tokens_[at_]; }
  std::string_view word() const { return text(token().span); }
  std::string_view text(diag::Span span) const { return text_.substr(span.begin, span.end - span.begin); }
  bool take(std::string_view expected);
  bool at_end() const { return token().kind == kql::TokenKind::End; }
  // The query behind '<|'; nothing after an error.
  std::optional<diag::Span> piped_query();
  // Runs the query that stands at `query` into `sink`; whether all went well.
  bool run_piped(diag::Span query, query::ResultSink& sink);
  // The text of a string literal that stands here; nothing, and no word said, where none stands here.
  std::optional<std::string> take_string();
  // The name of a table, bare or as ['name']; nothing after an error. `what`: what it names, for the error.
  std::optional<std::string> take_table_name(std::string_view what = "table");
  // name=value pairs up to a closing bracket (inside brackets) or the end; false after an error.
  bool arguments(const std::vector<std::string>& names, bool in_brackets, std::vector<Argument>& out);

  // The single value of an expression; nothing after an error.
  std::optional<kql::SessionParameter> evaluate(diag::Span expression);
  std::optional<std::string> evaluate_text(diag::Span expression);
  std::optional<Ticks> evaluate_ticks(diag::Span expression, ScalarType type, std::string_view what);

  void fail_at(diag::Span span, std::string message, std::string hint = {});
  // Errors without a place of their own are shown at `span`, unless the environment or the program is at fault.
  void fail_with(const Error& error, diag::Span span);
  void say(const std::string& line) { front_.note(line); }

  Session& session_;
  std::string_view text_;
  diag::Span span_;
  std::string_view link_;
  Front& front_;
  RunStatus& status_;
  std::vector<kql::Token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace huntbook::notebook
