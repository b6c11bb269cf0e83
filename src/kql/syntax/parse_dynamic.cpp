// dynamic(...): JSON with Kusto's string kinds and typed literals inside (Kusto docs, "The dynamic data type"). The
// literal's value is canonical JSON: no blanks, double quotes, datetimes and timespans as strings.
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "base/time.hpp"
#include "kql/syntax/json_object.hpp"
#include "kql/syntax/parser.hpp"

namespace huntbook::kql::syntax {

namespace {

// A scalar inside of a dynamic value; datetimes and timespans have no type of their own in JSON.
void append_literal(std::string& json, const Literal& literal) {
  if (std::holds_alternative<std::monostate>(literal.value)) {
    json += "null";
  } else if (literal.type == ScalarType::DateTime) {
    append_json_string(json, format_datetime(std::get<std::int64_t>(literal.value)));
  } else if (literal.type == ScalarType::TimeSpan) {
    append_json_string(json, format_timespan(std::get<std::int64_t>(literal.value)));
  } else if (const bool* flag = std::get_if<bool>(&literal.value)) {
    json += *flag ? "true" : "false";
  } else if (const std::int64_t* number = std::get_if<std::int64_t>(&literal.value)) {
    json += fmt::format("{}", *number);
  } else if (const double* real = std::get_if<double>(&literal.value)) {
    append_json_real(json, *real);
  } else if (literal.type == ScalarType::Decimal) {
    json += std::get<std::string>(literal.value);
  } else {
    append_json_string(json, std::get<std::string>(literal.value));
  }
}

}  // namespace

ExprPtr Parser::dynamic_literal() {
  const std::size_t begin = token().span.begin;
  const Nesting nesting(*this);
  if (!nesting) return missing();
  advance();
  advance();
  Literal literal{ScalarType::Dynamic, std::monostate{}};
  if (at_word("null")) {
    advance();
  } else {
    std::string json;
    dynamic_value(json);
    literal.value = std::move(json);
  }
  if (!muted_ && at("(")) {
    unexpected("')'");
  } else {
    expect(")");
  }
  return make(std::move(literal), span_from(begin));
}

void Parser::dynamic_value(std::string& json) {
  const Token next = token();
  const auto typed = [&](const LiteralResult& result) {
    advance();
    if (result) return append_literal(json, *result);
    error("KS004", result.error().span, result.error().message, result.error().hint);
  };
  switch (next.kind) {
    case TokenKind::StringLiteral: {
      const ExprPtr text = string_literal();
      if (const Literal* literal = std::get_if<Literal>(&text->node)) append_literal(json, *literal);
      return;
    }
    case TokenKind::BracketedName: {  // ["a"]: an array of one string
      json.push_back('[');
      append_json_string(json, name_at_token().text);
      json.push_back(']');
      advance();
      return;
    }
    case TokenKind::IntegerLiteral:
    case TokenKind::RealLiteral:
      return dynamic_number(json);
    case TokenKind::TimespanLiteral:
      return typed(timespan_literal(text_, next.span));
    case TokenKind::TypedLiteral:
      return typed(typed_literal(text_, next.span));
    case TokenKind::Identifier: {
      const std::string_view word = text_of(next);
      const bool is_true = word == "true" || word == "True" || word == "TRUE";
      if (is_true || word == "false" || word == "False" || word == "FALSE" || word == "null") {
        json += is_true ? "true" : word == "null" ? "null" : "false";
        advance();
        return;
      }
      if (word == "dynamic" && peek_text(1) == "(") {
        const ExprPtr inner = dynamic_literal();
        const Literal* literal = std::get_if<Literal>(&inner->node);
        const std::string* text = literal == nullptr ? nullptr : std::get_if<std::string>(&literal->value);
        json += text == nullptr ? "null" : *text;
        return;
      }
      error("KS006", next.span, fmt::format("'{}' is no JSON value", word),
            "a dynamic literal holds constants only; pack values with bag_pack(..) or pack_array(..)");
      return;
    }
    case TokenKind::Punctuation:
      if (text_of(next) == "{") return dynamic_object(json);
      if (text_of(next) == "[") return dynamic_array(json);
      if (text_of(next) == "-" || text_of(next) == "+") return dynamic_number(json);
      break;
    case TokenKind::Directive:
    case TokenKind::Bad:
    case TokenKind::End:
      break;
  }
  unexpected("a JSON value", "KS006");
}

void Parser::dynamic_number(std::string& json) {
  const bool negative = at("-");
  if (at("-") || at("+")) advance();
  const Span span = token().span;
  if (token().kind == TokenKind::TimespanLiteral) {
    const LiteralResult length = timespan_literal(text_, span);
    if (!length) return error("KS004", span, length.error().message, length.error().hint);
    advance();
    Literal signed_length = *length;
    if (negative) signed_length.value = -std::get<std::int64_t>(length->value);
    return append_literal(json, signed_length);
  }
  if (token().kind != TokenKind::IntegerLiteral && token().kind != TokenKind::RealLiteral) {
    return unexpected("a number", "KS006");
  }
  const bool whole = token().kind == TokenKind::IntegerLiteral;
  advance();
  if (whole) {
    if (const LiteralResult number = integer_literal(text_, span, negative)) return append_literal(json, *number);
  }
  LiteralResult real = real_literal(text_, span);
  if (!real) return error("KS004", span, real.error().message, real.error().hint);
  if (negative) real->value = -std::get<double>(real->value);
  append_literal(json, *real);
}

void Parser::dynamic_array(std::string& json) {
  const Nesting nesting(*this);
  if (!nesting) return;
  advance();
  json.push_back('[');
  if (!at("]")) {
    do {
      if (json.back() != '[') json.push_back(',');
      dynamic_value(json);
    } while (!muted_ && accept(","));
  }
  json.push_back(']');
  expect("]");
}

void Parser::dynamic_object(std::string& json) {
  const Nesting nesting(*this);
  if (!nesting) return;
  advance();
  JsonObjectText object;
  while (!at("}") && !muted_) {
    if (token().kind != TokenKind::StringLiteral) {
      const bool bare = token().kind == TokenKind::Identifier;
      error("KS006", token().span, "expected a key, which is a string",
            bare ? fmt::format("put it in quotes: \"{}\"", peek_text()) : std::string());
      break;
    }
    const ExprPtr key = string_literal();
    const Literal* name = std::get_if<Literal>(&key->node);
    if (name == nullptr || !expect(":")) break;
    std::string value;
    dynamic_value(value);
    object.set(std::get<std::string>(name->value), std::move(value));
    if (!at("}") && !expect(",")) break;
    if (previous_end() != 0 && at("}") && text_[previous_end() - 1] == ',') {
      unexpected("a key after ','", "KS006");
    }
  }
  expect("}");
  object.append_to(json);
}

}  // namespace huntbook::kql::syntax
