#include <algorithm>
#include <utility>

#include "kql/syntax/parser.hpp"

namespace huntbook::kql::syntax {

// Most of these words are names where they do not start a source.
bool Parser::at_source_keyword() const {
  if (token().kind != TokenKind::Identifier) return false;
  const std::string_view word = peek_text();
  const Token& next = token(1);
  const std::string_view following = peek_text(1);
  const bool followed_by_sign = next.kind == TokenKind::Punctuation && following != "(" && following != "-" &&
                                following != "+" && following != "*";
  const bool names_itself = next.kind == TokenKind::End || followed_by_sign;
  if (word == "range") return at_name(1) && at_word("from", 2);
  if (word == "datatable" || word == "externaldata" || word == "external_data") return following == "(";
  if (word == "print" || word == "search" || word == "find" || word == "union") {
    return !names_itself || (following == "," && word == "union") || (next.kind == TokenKind::End && word != "search");
  }
  if (word == "evaluate" || word == "inline_external_table")
    return at_name(1) || (following == "(" && word != "evaluate");
  return word == "macro-expand" && following == "-" && adjacent(1);
}

PipelinePtr Parser::pipeline() {
  const unsigned outer = std::exchange(height_, 0);
  auto result = std::make_unique<Pipeline>();
  const std::size_t begin = token().span.begin;
  if (const Nesting nesting(*this); nesting) {
    --nesting_;  // a pipeline opens no bracket, so it does not count for what may end a clause
    source(*result);
    operators(*result);
    ++nesting_;
  }
  result->span = span_from(begin);
  result->height = height_;
  height_ = std::max(outer, height_);
  return result;
}

PipelinePtr Parser::pipeline_from(ExprPtr first) {
  auto result = std::make_unique<Pipeline>();
  const std::size_t begin = first->span.begin;
  result->source = ExprSource{std::move(first)};
  operators(*result);
  result->span = span_from(begin);
  result->height = height_;
  return result;
}

void Parser::operators(Pipeline& pipeline) {
  finish_clause();
  while (accept("|")) {
    pipeline.operators.push_back(parse_operator());
    finish_clause();
  }
}

PipelinePtr Parser::operators_only() {
  auto result = std::make_unique<Pipeline>();
  const std::size_t begin = token().span.begin;
  const unsigned outer = std::exchange(height_, 0);
  if (expect("(")) {
    const Nesting nesting(*this);
    result->operators.push_back(parse_operator());
    operators(*result);
    expect(")");
  }
  result->span = span_from(begin);
  result->height = height_;
  height_ = std::max(outer, height_);
  return result;
}

void Parser::source(Pipeline& pipeline) {
  if (!at_source_keyword()) {
    pipeline.source = ExprSource{expression()};
    return;
  }
  const std::string_view word = peek_text();
  const Span keyword = token().span;
  if (word == "print") {
    pipeline.source = print_source();
  } else if (word == "range") {
    pipeline.source = range_source();
  } else if (word == "datatable") {
    pipeline.source = datatable_source();
  } else if (word == "union") {
    advance();
    pipeline.source = UnionSource{union_op()};
  } else if (word == "search") {
    advance();
    pipeline.source = SearchSource{search_op()};
  } else if (word == "find") {
    advance();
    pipeline.source = find_source();
  } else if (word == "externaldata" || word == "external_data") {
    pipeline.source = externaldata_source();
  } else if (word == "evaluate") {
    advance();
    EvaluateOp op = evaluate_op();
    pipeline.operators.push_back({std::move(op), span_from(keyword.begin), keyword});
  } else {
    advance();
    pipeline.operators.push_back(unknown_operator(keyword.begin, keyword, std::string(word)));
  }
}

PrintSource Parser::print_source() {
  advance();
  return {named_list()};
}

RangeSource Parser::range_source() {
  advance();
  RangeSource range;
  range.column = expect_name("a column name");
  expect("from");
  range.from = expression();
  range.to = expect("to") ? expression() : missing();
  range.step = expect("step") ? expression() : missing();
  return range;
}

DataTableSource Parser::datatable_source() {
  advance();
  DataTableSource table;
  table.columns = schema();
  table.values = bracketed_values();
  return table;
}

ExternalDataSource Parser::externaldata_source() {
  advance();
  ExternalDataSource data;
  data.columns = schema();
  data.locations = bracketed_values();
  if (!muted_ && at("with")) {
    advance();
    data.properties = with_properties();
  }
  return data;
}

// [a, b, ...]; a comma may stand behind the last one.
std::vector<ExprPtr> Parser::bracketed_values() {
  std::vector<ExprPtr> values;
  if (token().kind == TokenKind::BracketedName) {  // ["x"] looks like a name
    const Span whole = token().span;
    Name text = name_at_token();
    advance();
    values.push_back(make(Literal{ScalarType::String, std::move(text.text)}, {whole.begin + 1, whole.end - 1}));
    return values;
  }
  if (!expect("[")) return values;
  const Nesting nesting(*this);
  while (!at("]") && !at_end()) {
    values.push_back(expression());
    if (!next_item()) break;
  }
  close_list("]");
  return values;
}

}  // namespace huntbook::kql::syntax
