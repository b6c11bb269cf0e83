#include <utility>

#include <fmt/format.h>

#include "kql/syntax/parser.hpp"

namespace huntbook::kql::syntax {

std::vector<Statement> Parser::parse_statements() {
  std::vector<Statement> statements;
  statements_until({}, statements);
  return statements;
}

// Statements up to the end of the text, or to `close` and not over it.
void Parser::statements_until(std::string_view close, std::vector<Statement>& statements) {
  while (true) {
    while (accept(";")) {
    }
    if (at_end() || (!close.empty() && at(close))) return;
    const std::size_t before = position_;
    if (std::optional<Statement> next = statement()) statements.push_back(std::move(*next));
    if (!at(";") && !at_end() && (close.empty() || !at(close))) {
      unexpected("';'");
      muted_ = true;
    }
    if (muted_) skip_balanced(false);
    muted_ = false;
    // A closing bracket of something else: the caller of a nested body reports it, at the top it is passed over.
    if (position_ == before || (!close.empty() && !at(";") && !at(close))) {
      if (!close.empty()) return;
      advance();
    }
  }
}

std::optional<Statement> Parser::statement() {
  const std::size_t begin = token().span.begin;
  if (at(".") && token(1).kind == TokenKind::Identifier) return command();
  if (at_word("let") && at_name(1)) return let_statement();
  if (at_word("set") && at_name(1)) {
    advance();
    SetStatement set{expect_name("the name of an option"), nullptr};
    if (accept("=")) set.value = expression();
    finish_clause();
    return Statement{std::move(set), span_from(begin)};
  }
  if (at_word("declare") && at_word("query_parameters", 1)) return declare_statement();
  if (at_word("restrict") && at_word("access", 1)) return restrict_statement();
  if (at_word("declare") && at_word("pattern", 1)) return pattern_statement();
  if (at_word("alias") && at_word("database", 1)) return alias_statement();
  PipelinePtr body = pipeline();
  return Statement{QueryStatement{std::move(body)}, span_from(begin)};
}

Statement Parser::declare_statement() {
  const std::size_t begin = token().span.begin;
  advance();
  advance();
  DeclareStatement declare{parameters()};
  finish_clause();
  return {std::move(declare), span_from(begin)};
}

Statement Parser::restrict_statement() {
  const std::size_t begin = token().span.begin;
  advance();
  advance();
  RestrictStatement restrict;
  if (expect("to") && expect("(")) {
    const Nesting nesting(*this);
    while (!at(")") && !at_end() && !muted_) {
      restrict.tables.push_back(union_table());
      if (!accept(",")) break;
    }
    expect(")");
  }
  finish_clause();
  return {std::move(restrict), span_from(begin)};
}

Statement Parser::pattern_statement() {
  const std::size_t begin = token().span.begin;
  advance();
  advance();
  PatternStatement pattern{expect_name("the name of a pattern"), {}, std::nullopt, {}};
  if (accept("=")) {
    pattern.parameters = parameters();
    if (!muted_ && accept("[")) {
      pattern.path = parameter();
      expect("]");
    }
    const Nesting nesting(*this);
    if (nesting && !muted_ && expect("{")) {
      while (!at("}") && !at_end() && !muted_) {
        pattern.cases.push_back(pattern_case());
        if (!accept(";")) break;
      }
      expect("}");
    }
  }
  finish_clause();
  return {std::move(pattern), span_from(begin)};
}

PatternCase Parser::pattern_case() {
  const std::size_t begin = token().span.begin;
  PatternCase result{{}, nullptr, std::make_unique<Lambda>(), {}};
  if (expect("(")) {
    const Nesting nesting(*this);
    while (!at(")") && !at_end() && !muted_) {
      result.values.push_back(expression());
      if (!accept(",")) break;
    }
    expect(")");
  }
  if (!muted_ && accept(".")) {
    if (at_name()) {  // ["value"] reads as a name
      Name name = expect_name("a value of the path");
      result.path = make(Literal{ScalarType::String, std::move(name.text)}, name.span);
    } else if (expect("[")) {
      const Nesting nesting(*this);
      result.path = expression();
      expect("]");
    }
  }
  if (!muted_ && expect("=")) body_of(*result.body);
  result.span = span_from(begin);
  return result;
}

Statement Parser::alias_statement() {
  const std::size_t begin = token().span.begin;
  advance();
  advance();
  AliasStatement alias{expect_name("a name for the database"), nullptr};
  if (expect("=")) {
    alias.database = expression();
  } else {
    alias.database = missing();
  }
  finish_clause();
  return {std::move(alias), span_from(begin)};
}

Statement Parser::let_statement() {
  const std::size_t begin = token().span.begin;
  advance();
  LetStatement let;
  let.name = expect_name("a name");
  if (!expect("=")) {
    let.value = std::make_unique<Pipeline>(Pipeline{ExprSource{missing()}, {}, {}, 1});
    finish_clause();
  } else if (at_lambda()) {
    let.value = lambda();
  } else {
    let.value = pipeline();
  }
  return {std::move(let), span_from(begin)};
}

// view (..) {..}; () {..}; (name:type ..) {..}
bool Parser::at_lambda() const {
  const std::size_t open = at_word("view") ? 1 : 0;
  if (token(open).kind != TokenKind::Punctuation || peek_text(open) != "(") return false;
  if (open == 1) return true;
  const Token& first = token(1);
  if (first.kind == TokenKind::Punctuation) return text_of(first) == ")";
  return at_name(1) && token(2).kind == TokenKind::Punctuation && peek_text(2) == ":";
}

std::unique_ptr<Lambda> Parser::lambda() {
  auto function = std::make_unique<Lambda>();
  if (at_word("view")) {
    function->view = true;
    advance();
  }
  function->parameters = parameters();
  body_of(*function);
  return function;
}

void Parser::body_of(Lambda& function) {
  const Nesting nesting(*this);
  const std::size_t begin = token().span.begin;
  if (!nesting || !expect("{")) {
    if (nesting) --nesting_, finish_clause(), ++nesting_;
    return;
  }
  statements_until("}", function.statements);
  if (!function.statements.empty()) {
    if (auto* query = std::get_if<QueryStatement>(&function.statements.back().node)) {
      function.body = std::move(query->pipeline);
      function.statements.pop_back();
    }
  }
  expect("}");
  function.braces = span_from(begin);
}

std::vector<Parameter> Parser::parameters() {
  std::vector<Parameter> list;
  if (const Nesting nesting(*this); nesting && expect("(")) {
    while (!at(")") && !at_end() && !muted_) {
      list.push_back(parameter());
      if (!accept(",")) break;
    }
    expect(")");
  }
  return list;
}

Parameter Parser::parameter() {
  Parameter parameter;
  parameter.name = expect_name("the name of a parameter");
  if (!expect(":")) return parameter;
  if (at("(")) {
    if (peek_text(1) == "*" && peek_text(2) == ")") {
      advance();
      advance();
      advance();
      parameter.tabular.emplace();
    } else {
      parameter.tabular = schema();
    }
  } else {
    parameter.type = expect_type();
  }
  if (!muted_ && accept("=")) parameter.default_value = expression();
  return parameter;
}

// The text of a command reaches to a ';' outside of strings and brackets. Behind '<|' stands a query, whose let, set
// and declare statements end with ';' too.
Statement Parser::command() {
  const std::size_t begin = token().span.begin;
  bool in_query = false;
  bool in_let = false;
  std::size_t depth = 0;
  while (!at_end()) {
    if (token().kind == TokenKind::Punctuation) {
      const std::string_view sign = peek_text();
      if (sign == ";" && depth == 0 && !in_let) break;
      if (sign == "(" || sign == "[" || sign == "{") ++depth;
      if (depth > 0 && (sign == ")" || sign == "]" || sign == "}")) --depth;
      if (sign == "<|" && depth == 0) in_query = true;
      const bool starts_statement = depth == 0 && in_query && (sign == "<|" || sign == ";");
      advance();
      if (starts_statement) {
        in_let = token(1).kind == TokenKind::Identifier && (at_word("let") || at_word("set") || at_word("declare"));
      }
      continue;
    }
    advance();
  }
  const Span span = span_from(begin);
  return {CommandStatement{std::string(text_.substr(span.begin, span.end - span.begin))}, span};
}

}  // namespace huntbook::kql::syntax
