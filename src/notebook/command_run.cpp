#include "notebook/command_run.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kql/syntax/tree.hpp"
#include "notebook/capture.hpp"
#include "notebook/cell_parts.hpp"

namespace huntbook::notebook {

namespace {

using kql::TokenKind;

// A value out of a captured result of one row and one column.
kql::SessionParameter first_value(const CapturedResult& result) {
  const Column& column = result.rows.columns.front();
  kql::SessionParameter value{column.type(), std::monostate{}};
  if (column.is_null(0)) return value;
  switch (column.type()) {
    case ScalarType::Bool:
      value.value = column.bool_at(0);
      break;
    case ScalarType::Int:
      value.value = std::int64_t{column.int_at(0)};
      break;
    case ScalarType::Long:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      value.value = column.long_at(0);
      break;
    case ScalarType::Real:
      value.value = column.real_at(0);
      break;
    case ScalarType::Decimal:
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Guid:
      value.value = std::string(column.text_at(0));
      break;
  }
  return value;
}

// The value of an expression that is one literal, without the engine.
std::optional<kql::SessionParameter> literal_value(std::string_view expression) {
  const kql::syntax::SyntaxTree tree = kql::syntax::parse("print " + std::string(expression));
  if (!tree.diagnostics.empty() || tree.statements.size() != 1) return std::nullopt;
  const auto* query = std::get_if<kql::syntax::QueryStatement>(&tree.statements[0].node);
  if (query == nullptr || !query->pipeline->source || !query->pipeline->operators.empty()) return std::nullopt;
  const auto* print = std::get_if<kql::syntax::PrintSource>(&*query->pipeline->source);
  if (print == nullptr || print->columns.size() != 1) return std::nullopt;
  const auto* literal = std::get_if<kql::syntax::Literal>(&print->columns[0]->node);
  if (literal == nullptr) return std::nullopt;
  return kql::SessionParameter{literal->type, literal->value};
}

// Tokens with their places in the whole text, which may hold many commands.
std::vector<kql::Token> tokens_of(std::string_view text, diag::Span span) {
  std::vector<kql::Token> tokens = kql::tokenize(text.substr(span.begin, span.end - span.begin)).tokens;
  for (kql::Token& token : tokens) {
    for (diag::Span* place : {&token.trivia, &token.span}) {
      place->begin += span.begin;
      place->end += span.begin;
    }
  }
  return tokens;
}

// Commands that are documented and not there yet.
constexpr std::array later_commands = {"append", "investigate"};

}  // namespace

CommandRun::CommandRun(Session& session, std::string_view text, diag::Span span, std::string_view link, Front& front,
                       RunStatus& status)
    : session_(session),
      text_(text),
      span_(span),
      link_(link),
      front_(front),
      status_(status),
      tokens_(tokens_of(text, span)) {}

void CommandRun::run() {
  ++at_;  // the dot
  const diag::Span verb = token().span;
  if (take("show")) return show();
  if (take("set")) return set();
  if (take("observe")) return observe();
  if (take("drop")) return drop();
  if (take("export")) return export_result();
  if (take("ingest")) return ingest();
  if (take("explain")) return explain();
  if (take("create")) {
    const bool may_replace = take("-") && take("or") && take("-") && take("alter");
    return create_function(may_replace);
  }
  if (take("alter")) return alter_function();
  const std::string name(text(verb));
  if (std::ranges::find(later_commands, name) != later_commands.end()) {
    return fail_at(verb, fmt::format("command .{} is not supported yet", name));
  }
  const std::string near =
      diag::nearest_name(name, {"show", "set", "observe", "drop", "export", "ingest", "create", "alter", "explain"});
  fail_at(verb, fmt::format("there is no command .{}", name),
          near.empty()
              ? "commands are .show, .set, .create-or-alter, .alter, .observe, .drop, .export, .ingest and .explain"
              : fmt::format("did you mean .{}?", near));
}

bool changes_case(std::string_view text) {
  return std::ranges::any_of(split_cell(text), [&](const CellPart& part) {
    if (!part.command) return false;
    const auto tokens = tokens_of(text, part.span);
    const auto word = [&](std::size_t at) {
      const diag::Span span = tokens[std::min(at, tokens.size() - 1)].span;
      return text.substr(span.begin, span.end - span.begin);
    };
    for (const char* changing : {"observe", "drop", "ingest", "create", "alter"}) {
      if (word(1) == changing) return true;
    }
    return word(1) == "set" && std::ranges::any_of(tokens, [&](const kql::Token& token) {
             return text.substr(token.span.begin, token.span.end - token.span.begin).starts_with("<");
           });
  });
}

bool CommandRun::take(std::string_view expected) {
  if (at_end() || word() != expected) return false;
  ++at_;
  return true;
}

void CommandRun::fail_at(diag::Span span, std::string message, std::string hint) {
  status_.failed = true;
  front_.diagnostic({diag::Severity::Error, "HB200", span, std::move(message), std::move(hint)});
}

void CommandRun::fail_with(const Error& error, diag::Span span) {
  if (error.kind == ErrorKind::User || error.kind == ErrorKind::Usage) {
    fail_at(span, error.message, error.hint);
  } else {
    tell(error, front_, status_);
  }
}

std::optional<diag::Span> CommandRun::piped_query() {
  if (!take("<|") && !(take("<") && take("|"))) {
    fail_at(token().span, "expected '<|' and a query");
    return std::nullopt;
  }
  if (at_end()) {
    fail_at({span_.end, span_.end}, "a query is missing after '<|'");
    return std::nullopt;
  }
  return diag::Span{token().span.begin, span_.end};
}

bool CommandRun::run_piped(diag::Span query, query::ResultSink& sink) {
  const auto kql = session_.without_replaced_lets(std::string(text(query)), front_, status_);
  return kql && session_.run_query({*kql, static_cast<std::ptrdiff_t>(query.begin)}, sink, front_, status_);
}

std::optional<std::string> CommandRun::take_string() {
  if (token().kind != TokenKind::StringLiteral) return std::nullopt;
  const auto value = literal_value(word());
  ++at_;
  const auto* string = value ? std::get_if<std::string>(&value->value) : nullptr;
  return string == nullptr ? std::nullopt : std::optional(*string);
}

std::optional<std::string> CommandRun::take_table_name(std::string_view what) {
  const diag::Span place = token().span;
  if (token().kind == TokenKind::Identifier) {
    std::string name(word());
    ++at_;
    return name;
  }
  if (token().kind == TokenKind::BracketedName) {
    const auto value = literal_value(word().substr(1, word().size() - 2));
    ++at_;
    if (const auto* name = value ? std::get_if<std::string>(&value->value) : nullptr) return *name;
  }
  fail_at(place, fmt::format("expected the name of a {}", what), "names with blanks and the like are written ['name']");
  return std::nullopt;
}

bool CommandRun::arguments(const std::vector<std::string>& names, bool in_brackets, std::vector<Argument>& out) {
  while (!at_end() && !(in_brackets && word() == ")")) {
    Argument argument{std::string(word()), token().span, {}};
    if (std::ranges::find(names, argument.name) == names.end()) {
      fail_at(token().span, fmt::format("'{}' is not expected here", argument.name),
              fmt::format("expected {}=; end a command with ';' or an empty line", fmt::join(names, "=, ")));
      return false;
    }
    ++at_;
    if (!take("=")) {
      fail_at(token().span, fmt::format("expected '=' after {}", argument.name));
      return false;
    }
    argument.value = {token().span.begin, token().span.begin};
    for (int depth = 0; !at_end(); ++at_) {
      if (depth == 0 && in_brackets && (word() == "," || word() == ")")) break;
      const bool next_name = at_ + 1 < tokens_.size() && text(tokens_[at_ + 1].span) == "=" &&
                             std::ranges::find(names, word()) != names.end();
      if (depth == 0 && !in_brackets && next_name) break;
      if (word() == "(" || word() == "[" || word() == "{") ++depth;
      if (word() == ")" || word() == "]" || word() == "}") --depth;
      argument.value.end = token().span.end;
    }
    if (argument.value.end == argument.value.begin) {
      fail_at(argument.name_span, fmt::format("{} has no value", argument.name));
      return false;
    }
    out.push_back(argument);
    if (in_brackets && !at_end() && word() == ",") ++at_;
  }
  return true;
}

std::optional<kql::SessionParameter> CommandRun::evaluate(diag::Span expression) {
  if (auto value = literal_value(text(expression))) return value;
  constexpr std::string_view print = "print x=";
  const std::ptrdiff_t begin =
      static_cast<std::ptrdiff_t>(expression.begin) - static_cast<std::ptrdiff_t>(print.size());
  Capture capture;
  if (!session_.run_query({std::string(print) + std::string(text(expression)), begin}, capture, front_, status_))
    return std::nullopt;
  if (capture.results().size() != 1 || capture.results()[0].rows.rows() != 1 ||
      capture.results()[0].info.schema.size() != 1) {
    fail_at(expression, "expected one value");
    return std::nullopt;
  }
  return first_value(capture.results()[0]);
}

std::optional<std::string> CommandRun::evaluate_text(diag::Span expression) {
  const auto tokens = kql::tokenize(text(expression)).tokens;
  if (tokens.size() == 2 && tokens[0].kind == TokenKind::Identifier) return std::string(text(expression));
  const auto value = evaluate(expression);
  if (!value) return std::nullopt;
  if (const auto* string = std::get_if<std::string>(&value->value)) return *string;
  fail_at(expression, "expected a string");
  return std::nullopt;
}

std::optional<Ticks> CommandRun::evaluate_ticks(diag::Span expression, ScalarType type, std::string_view what) {
  const auto value = evaluate(expression);
  if (!value) return std::nullopt;
  const auto* ticks = std::get_if<std::int64_t>(&value->value);
  if (value->type != type || ticks == nullptr) {
    fail_at(expression, fmt::format("{} must be a {}, not {}", what, name_of(type),
                                    ticks == nullptr ? "null or text" : name_of(value->type)));
    return std::nullopt;
  }
  return *ticks;
}

}  // namespace huntbook::notebook
