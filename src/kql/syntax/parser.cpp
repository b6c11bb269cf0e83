#include "kql/syntax/parser.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "kql/syntax/string_scan.hpp"

namespace huntbook::kql::syntax {

Parser::Parser(std::string_view text, const std::vector<Token>& tokens, diag::Diagnostics& diagnostics)
    : text_(text), tokens_(tokens), diagnostics_(diagnostics) {
  significant_.reserve(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != TokenKind::Directive) significant_.push_back(i);
  }
}

const Token& Parser::token(std::size_t ahead) const {
  const std::size_t last = significant_.size() - 1;
  return tokens_[significant_[given_up_ ? last : std::min(position_ + ahead, last)]];
}

std::string_view Parser::text_of(const Token& token) const {
  return text_.substr(token.span.begin, token.span.end - token.span.begin);
}

bool Parser::at(std::string_view text) const {
  const Token& next = token();
  return (next.kind == TokenKind::Punctuation || next.kind == TokenKind::Identifier) && text_of(next) == text;
}

bool Parser::at_name(std::size_t ahead) const {
  const Token& next = token(ahead);
  return next.kind == TokenKind::Identifier || next.kind == TokenKind::BracketedName;
}

bool Parser::at_word(std::string_view word, std::size_t ahead) const {
  return token(ahead).kind == TokenKind::Identifier && peek_text(ahead) == word;
}

bool Parser::adjacent(std::size_t ahead) const {
  return token(ahead).kind != TokenKind::End && token(ahead - 1).span.end == token(ahead).span.begin;
}

Span Parser::advance() {
  const Token& next = token();
  if (next.kind == TokenKind::End) return next.span;
  ++position_;
  previous_end_ = next.span.end;
  return next.span;
}

bool Parser::accept(std::string_view text) {
  if (!at(text)) return false;
  advance();
  return true;
}

void Parser::error(std::string code, Span span, std::string message, std::string hint) {
  if (!muted_ && !given_up_) {
    diagnostics_.push_back({diag::Severity::Error, std::move(code), span, std::move(message), std::move(hint)});
  }
  muted_ = true;
}

void Parser::unexpected(std::string_view wanted, std::string code) {
  const Token& next = token();
  if (next.kind == TokenKind::Bad) {  // the lexer has said so
    muted_ = true;
    return;
  }
  std::string found = "the end of the text";
  if (next.kind != TokenKind::End) {
    std::string_view word = text_of(next);
    word = word.substr(0, word.find('\n'));
    found = fmt::format("'{}'", visible_text(word.substr(0, 40)));
  }
  std::string hint;
  if (text_of(next) == "=" && wanted.find("operator") == std::string_view::npos) hint = "equality is written '=='";
  error(std::move(code), next.span, fmt::format("expected {}, found {}", wanted, found), std::move(hint));
}

bool Parser::expect(std::string_view text) {
  if (accept(text)) return true;
  unexpected(fmt::format("'{}'", text));
  return false;
}

// Skips to the end of the clause: '|' and ',' (if asked), ';', or a bracket that closes what the clause stands in.
void Parser::skip_balanced(bool stop_at_pipe, bool stop_at_comma) {
  std::size_t depth = 0;
  while (!at_end()) {
    if (token().kind == TokenKind::Punctuation) {
      const std::string_view sign = peek_text();
      if (sign == "(" || sign == "[" || sign == "{") {
        ++depth;
      } else if (sign == ")" || sign == "]" || sign == "}") {
        if (depth == 0) {
          if (nesting_ > 0) return;
        } else {
          --depth;
        }
      } else if (depth == 0 && (sign == ";" || (sign == "|" && stop_at_pipe) || (sign == "," && stop_at_comma))) {
        return;
      }
    }
    advance();
  }
}

bool Parser::next_item() {
  if (muted_) {
    skip_balanced(true, true);
    if (at(",")) muted_ = false;
  }
  return accept(",");
}

void Parser::close_list(std::string_view close) {
  if (!muted_ && expect(close)) return;
  skip_balanced(true);
  if (accept(close)) muted_ = false;
}

void Parser::finish_clause() {
  const bool closed = at_end() || at("|") || at(";") || (nesting_ > 0 && (at(")") || at("]") || at("}") || at(",")));
  if (!closed || muted_) {
    if (!muted_) {
      const std::string_view gap = text_.substr(token().trivia.begin, token().trivia.end - token().trivia.begin);
      const bool new_line = gap.find('\n') != std::string_view::npos;
      const std::string_view sign = peek_text();
      std::string hint;
      if (sign == "=") {
        hint = "equality is written '=='";
      } else if (new_line && at_name()) {
        hint = "statements are separated by ';', operators by '|'";
      } else if (sign == ")" || sign == "]" || sign == "}") {
        hint = "there is no bracket open that it could close";
      }
      if (token().kind != TokenKind::Bad) {
        std::string_view word = sign.substr(0, sign.find('\n'));
        error("KS198", token().span, fmt::format("unexpected '{}'", visible_text(word.substr(0, 40))), std::move(hint));
      }
    }
    skip_balanced(true);
  }
  muted_ = false;
}

Parser::Nesting::Nesting(Parser& parser) : parser_(parser), ok_(++parser.nesting_ <= max_nesting) {
  if (ok_ || parser_.given_up_) return;
  parser_.muted_ = false;
  parser_.error("HB001", parser_.token().span, fmt::format("nested more than {} levels deep", max_nesting),
                "name a part of it with let");
  parser_.given_up_ = true;
}

Name Parser::name_at_token(std::size_t ahead) const {
  const Token& next = token(ahead);
  if (next.kind != TokenKind::BracketedName) return {std::string(text_of(next)), next.span};
  std::size_t begin = next.span.begin + 1;
  while (text_[begin] == ' ' || text_[begin] == '\t') ++begin;
  return {string_value(text_, {begin, next.span.end}).text, next.span};
}

Name Parser::expect_name(std::string_view what) {
  if (at("[") && token(1).kind == TokenKind::Identifier && peek_text(2) == "]") {  // [name]
    Name name = name_at_token(1);
    for (int i = 0; i < 3; ++i) advance();
    return name;
  }
  if (at_name()) {
    Name name = name_at_token();
    advance();
    return name;
  }
  unexpected(what, "KS006");
  return {{}, {token().span.begin, token().span.begin}};
}

std::optional<ScalarType> Parser::expect_type() {
  if (token().kind != TokenKind::Identifier) {
    unexpected("the name of a type", "KS006");
    return std::nullopt;
  }
  const std::optional<ScalarType> type = type_named(peek_text());
  if (!type) {
    std::vector<std::string> names;
    names.reserve(all_scalar_types.size());
    for (ScalarType known : all_scalar_types) names.emplace_back(name_of(known));
    const std::string near = diag::nearest_name(peek_text(), names);
    error("KS160", token().span, fmt::format("'{}' is not the name of a type", peek_text()),
          near.empty() ? fmt::format("the types are {}", fmt::join(names, ", "))
                       : fmt::format("did you mean '{}'?", near));
    return std::nullopt;
  }
  advance();
  return type;
}

std::optional<Typed> Parser::typed_name() {
  Typed typed{expect_name("a column name"), ScalarType::String};
  if (!expect(":")) return std::nullopt;
  const std::optional<ScalarType> type = expect_type();
  if (!type) return std::nullopt;
  typed.type = *type;
  return typed;
}

std::vector<Typed> Parser::schema() {
  if (!expect("(")) return {};
  return schema_columns();
}

std::vector<Typed> Parser::schema_columns() {
  const Nesting nesting(*this);
  std::vector<Typed> columns;
  while (!at(")") && !at_end()) {
    std::optional<Typed> column = typed_name();
    if (column) columns.push_back(std::move(*column));
    if (!next_item()) break;
  }
  close_list(")");
  return columns;
}

SyntaxTree parse(std::string text) {
  SyntaxTree tree;
  tree.text = std::move(text);
  TokenList list = tokenize(tree.text);
  tree.tokens = std::move(list.tokens);
  if (const std::size_t bad = find_invalid_utf8(tree.text); bad != std::string::npos) {
    tree.diagnostics.push_back(
        {diag::Severity::Error, "HB002", {bad, bad + 1}, "the text is not valid UTF-8 here", {}});
  }
  Parser parser(tree.text, tree.tokens, tree.diagnostics);
  tree.statements = parser.parse_statements();
  // Commands have a notation of their own: what the lexer says about their text does not count.
  for (diag::Diagnostic& diagnostic : list.diagnostics) {
    const std::size_t place = diagnostic.span.begin;
    const auto after = std::upper_bound(tree.statements.begin(), tree.statements.end(), place,
                                        [](std::size_t at, const Statement& next) { return at < next.span.begin; });
    const bool in_command = after != tree.statements.begin() && place < std::prev(after)->span.end &&
                            std::holds_alternative<CommandStatement>(std::prev(after)->node);
    if (!in_command) tree.diagnostics.push_back(std::move(diagnostic));
  }
  std::sort(tree.diagnostics.begin(), tree.diagnostics.end(), [](const auto& a, const auto& b) {
    return std::tie(a.span.begin, a.span.end, a.code, a.message) <
           std::tie(b.span.begin, b.span.end, b.code, b.message);
  });
  return tree;
}

}  // namespace huntbook::kql::syntax
