#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "kql/syntax/parser.hpp"
#include "kql/syntax/string_scan.hpp"

namespace huntbook::kql::syntax {

namespace {

// Levels of the infix operators between 'and' and the signs, loosest first (Kusto's grammar: the string operators bind
// tighter than arithmetic). Levels that hold comparisons do not chain.
constexpr int equality_level = 3;
constexpr int relational_level = 4;
constexpr int additive_level = 5;
constexpr int multiplicative_level = 6;
constexpr int string_level = 7;

bool chains(int level) {
  return level == additive_level || level == multiplicative_level;
}

// Beyond this many operands a chain of 'and' or 'or' becomes a balanced tree: lists of hundreds of alternatives are
// usual, and the height of the tree must stay small. Both operators are associative.
constexpr std::size_t longest_left_deep_chain = 32;

constexpr auto string_words = std::to_array<std::string_view>(
    {"has",           "!has",         "has_cs",       "!has_cs",      "hasprefix",     "!hasprefix",     "hasprefix_cs",
     "!hasprefix_cs", "hassuffix",    "!hassuffix",   "hassuffix_cs", "!hassuffix_cs", "contains",       "!contains",
     "contains_cs",   "!contains_cs", "startswith",   "!startswith",  "startswith_cs", "!startswith_cs", "endswith",
     "!endswith",     "endswith_cs",  "!endswith_cs", "like",         "notlike",       "likecs",         "notlikecs",
     "containscs",    "notcontains",  "notcontainscs"});
constexpr auto list_words = std::to_array<std::string_view>({"in", "!in", "in~", "!in~", "has_any", "has_all"});

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// 0: no infix operator of these levels.
int infix_level(std::string_view op) {
  if (op == "==" || op == "!=" || op == "<>" || contains(list_words, op) || op == "between" || op == "!between") {
    return equality_level;
  }
  if (op == "<" || op == "<=" || op == ">" || op == ">=") return relational_level;
  if (op == "+" || op == "-") return additive_level;
  if (op == "*" || op == "/" || op == "%") return multiplicative_level;
  if (op == "=~" || op == "!~" || op == "matches" || contains(string_words, op)) return string_level;
  return 0;
}

bool is_reserved(std::string_view word) {
  return word == "and" || word == "or" || word == "by" || (infix_level(word) != 0 && word != "in");
}

unsigned height_of(const ExprPtr& expr) {
  return expr ? expr->height : 0;
}
unsigned height_of(const std::vector<ExprPtr>& list) {
  unsigned height = 0;
  for (const ExprPtr& expr : list) height = std::max(height, height_of(expr));
  return height;
}

struct ChildHeight {
  unsigned operator()(const Call& node) const { return height_of(node.arguments); }
  unsigned operator()(const Member& node) const { return height_of(node.object); }
  unsigned operator()(const MemberCall& node) const { return std::max(height_of(node.object), height_of(node.call)); }
  unsigned operator()(const Index& node) const { return std::max(height_of(node.object), height_of(node.index)); }
  unsigned operator()(const Unary& node) const { return height_of(node.operand); }
  unsigned operator()(const Binary& node) const { return std::max(height_of(node.left), height_of(node.right)); }
  unsigned operator()(const InList& node) const { return std::max(height_of(node.operand), height_of(node.values)); }
  unsigned operator()(const Between& node) const {
    return std::max({height_of(node.operand), height_of(node.low), height_of(node.high)});
  }
  unsigned operator()(const Named& node) const { return height_of(node.expr); }
  unsigned operator()(const SubPipeline& node) const { return node.pipeline->height; }
  template <class Leaf>
  unsigned operator()(const Leaf&) const {
    return 0;
  }
};

}  // namespace

ExprPtr Parser::make(decltype(Expr::node) node, Span span) {
  const unsigned height = std::visit(ChildHeight{}, node) + 1;
  if (height > max_height) {
    muted_ = false;
    error("HB001", span, "this expression is too long a chain of operators", "name a part of it with let or extend");
    given_up_ = true;
    return missing();
  }
  height_ = std::max(height_, height);
  return std::make_unique<Expr>(Expr{std::move(node), span, height});
}

ExprPtr Parser::missing() {
  const std::size_t here = token().span.begin;
  return std::make_unique<Expr>(Expr{Missing{}, {here, here}, 1});
}

ExprPtr Parser::expression() {
  return logical(true);
}

ExprPtr Parser::logical(bool disjunction) {
  const std::string_view op = disjunction ? "or" : "and";
  const auto operand = [&] { return disjunction ? logical(false) : comparison(equality_level); };
  ExprPtr first = operand();
  if (!at_word(op)) return first;
  std::vector<ExprPtr> operands;
  std::vector<Span> op_spans;
  operands.push_back(std::move(first));
  while (at_word(op)) {
    op_spans.push_back(advance());
    operands.push_back(operand());
  }
  if (operands.size() > longest_left_deep_chain) return chain(op, operands, op_spans, 0, operands.size());
  ExprPtr left = std::move(operands[0]);
  for (std::size_t i = 1; i < operands.size(); ++i) {
    const Span span{left->span.begin, operands[i]->span.end};
    left = make(Binary{std::string(op), op_spans[i - 1], std::move(left), std::move(operands[i])}, span);
  }
  return left;
}

ExprPtr Parser::chain(std::string_view op, std::vector<ExprPtr>& operands, const std::vector<Span>& op_spans,
                      std::size_t begin, std::size_t end) {
  if (end - begin == 1) return std::move(operands[begin]);
  const std::size_t middle = begin + (end - begin) / 2;
  ExprPtr left = chain(op, operands, op_spans, begin, middle);
  ExprPtr right = chain(op, operands, op_spans, middle, end);
  const Span span{left->span.begin, right->span.end};
  return make(Binary{std::string(op), op_spans[middle - 1], std::move(left), std::move(right)}, span);
}

ExprPtr Parser::comparison(int level) {
  ExprPtr left = unary();
  int closed_level = 0;  // level of a comparison that must not go on
  while (!muted_) {
    const Token& next = token();
    if (next.kind != TokenKind::Punctuation && next.kind != TokenKind::Identifier) break;
    std::string op(text_of(next));
    const int op_level = op == ":" && in_search_ ? infix_level("has") : infix_level(op);
    if (op_level < level || op_level == 0) break;
    if (op_level == closed_level) {
      error("KS198", next.span, fmt::format("a comparison does not go on with '{}'", op),
            "put the first one in parentheses, or join them with 'and'");
      break;
    }
    Span op_span = advance();
    if (contains(list_words, op)) {
      left = in_list(std::move(left), std::move(op), op_span);
    } else if (op == "between" || op == "!between") {
      left = between(std::move(left), op.starts_with('!'), op_span);
    } else {
      if (op == "matches") {
        if (!expect("regex")) break;
        op = "matches regex";
        op_span.end = previous_end();
      }
      ExprPtr right = comparison(op_level + 1);
      const Span span{left->span.begin, std::max(op_span.end, right->span.end)};
      left = make(Binary{std::move(op), op_span, std::move(left), std::move(right)}, span);
    }
    if (!chains(op_level)) closed_level = op_level;
  }
  return left;
}

ExprPtr Parser::in_list(ExprPtr operand, std::string op, Span op_span) {
  std::vector<ExprPtr> values;
  if (!at("(")) {
    unexpected(fmt::format("a list in parentheses after '{}'", op));
  } else {
    const Nesting nesting(*this);
    advance();
    if (at(")")) unexpected("a value", "KS006");
    values = argument_list(")");
  }
  const std::size_t begin = operand->span.begin;
  return make(InList{std::move(op), op_span, std::move(operand), std::move(values)}, span_from(begin));
}

ExprPtr Parser::between(ExprPtr operand, bool negated, Span op_span) {
  const std::size_t begin = operand->span.begin;
  ExprPtr low;
  ExprPtr high;
  if (!at("(")) {
    unexpected("a range (low .. high)");
    low = missing();
    high = missing();
  } else {
    const Nesting nesting(*this);
    advance();
    low = expression();
    expect("..");
    high = expression();
    close_list(")");
  }
  return make(Between{negated, op_span, std::move(operand), std::move(low), std::move(high)}, span_from(begin));
}

ExprPtr Parser::unary() {
  if (!at("-") && !at("+")) return postfix(primary());
  const Nesting nesting(*this);
  if (!nesting) return missing();
  const std::string op(peek_text());
  const Span sign = advance();
  if (op == "-" && token().kind == TokenKind::IntegerLiteral) {
    // The smallest long has no positive counterpart.
    const LiteralResult lowest = integer_literal(text_, token().span, true);
    if (lowest && !integer_literal(text_, token().span)) {
      advance();
      return make(*lowest, span_from(sign.begin));
    }
  }
  if (at("-") || at("+")) unexpected("an expression after the sign", "KS006");
  ExprPtr operand = unary();
  return make(Unary{op, std::move(operand)}, span_from(sign.begin));
}

ExprPtr Parser::postfix(ExprPtr object) {
  const std::size_t begin = object->span.begin;
  while (!muted_) {
    if (at(".")) {
      advance();
      if (at("[")) continue;  // d.[key] is d[key]
      if (at_name() && token(1).kind == TokenKind::Punctuation && peek_text(1) == "(") {
        ExprPtr member = call();
        object = make(MemberCall{std::move(object), std::move(member)}, span_from(begin));
      } else {
        Name name = expect_name("a name after '.'");
        object = make(Member{std::move(object), std::move(name)}, span_from(begin));
      }
    } else if (token().kind == TokenKind::BracketedName) {
      const Span whole = token().span;
      Name name = name_at_token();
      advance();
      ExprPtr index = make(Literal{ScalarType::String, std::move(name.text)}, {whole.begin + 1, whole.end - 1});
      object = make(Index{std::move(object), std::move(index)}, span_from(begin));
    } else if (at("[")) {
      const Nesting nesting(*this);
      advance();
      ExprPtr index = expression();
      close_list("]");
      object = make(Index{std::move(object), std::move(index)}, span_from(begin));
    } else {
      break;
    }
  }
  return object;
}

ExprPtr Parser::literal(const LiteralResult& result, Span span) {
  if (result) return make(*result, span);
  // The text around it is sound, so the parse goes on unmuted.
  if (!muted_ && !given_up_) {
    diagnostics_.push_back(
        {diag::Severity::Error, "KS004", result.error().span, result.error().message, result.error().hint});
  }
  return make(Missing{}, span);
}

ExprPtr Parser::string_literal() {
  Literal value{ScalarType::String, std::string()};
  const std::size_t begin = token().span.begin;
  std::string joined;
  while (token().kind == TokenKind::StringLiteral) {
    StringValue part = string_value(text_, token().span);
    if (part.bad_escape && !muted_ && !given_up_) {
      diagnostics_.push_back({diag::Severity::Error, "KS004", *part.bad_escape, "this escape is none",
                              "a backslash itself is written \\\\, or use @\"..\""});
    }
    joined += part.text;
    value.hidden_string = value.hidden_string || part.hidden;
    advance();
  }
  value.value = std::move(joined);
  return make(std::move(value), span_from(begin));
}

ExprPtr Parser::primary() {
  const Token next = token();
  switch (next.kind) {
    case TokenKind::StringLiteral:
      return string_literal();
    case TokenKind::IntegerLiteral:
      advance();
      return literal(integer_literal(text_, next.span), next.span);
    case TokenKind::RealLiteral:
      advance();
      return literal(real_literal(text_, next.span), next.span);
    case TokenKind::TimespanLiteral:
      advance();
      return literal(timespan_literal(text_, next.span), next.span);
    case TokenKind::TypedLiteral: {
      advance();
      const std::optional<TodayLiteral> today = today_literal(text_of(next));
      if (!today) return literal(typed_literal(text_, next.span), next.span);
      // now() is not known yet: startofday(now()) + time
      std::vector<ExprPtr> moment;
      moment.push_back(make(Call{{"now", next.span}, {}}, next.span));
      if (!today->time) return std::move(moment.front());
      ExprPtr day = make(Call{{"startofday", next.span}, std::move(moment)}, next.span);
      ExprPtr time = make(Literal{ScalarType::TimeSpan, *today->time}, next.span);
      return make(Binary{"+", next.span, std::move(day), std::move(time)}, next.span);
    }
    case TokenKind::BracketedName:
    case TokenKind::Identifier: {
      const bool has_arguments = token(1).kind == TokenKind::Punctuation && peek_text(1) == "(";
      if (next.kind == TokenKind::Identifier) {
        const std::string_view word = text_of(next);
        if (word == "dynamic" && has_arguments) return dynamic_literal();
        if (word == "typeof" && has_arguments) return typeof_call();
        if (is_reserved(word)) break;
        const bool is_true = word == "true" || word == "True" || word == "TRUE";
        if (!has_arguments && (is_true || word == "false" || word == "False" || word == "FALSE")) {
          advance();
          return make(Literal{ScalarType::Bool, is_true}, next.span);
        }
      }
      if (has_arguments) return call();
      Name name = name_at_token();
      advance();
      return make(NameRef{std::move(name.text)}, next.span);
    }
    case TokenKind::Punctuation:
      if (text_of(next) == "(") return parenthesised();
      if (text_of(next) == "*") {
        advance();
        return make(Star{}, next.span);
      }
      if (text_of(next) == "[" && token(1).kind == TokenKind::Identifier && peek_text(2) == "]") {  // [name]
        Name name = expect_name("a name");
        return make(NameRef{std::move(name.text)}, span_from(next.span.begin));
      }
      break;
    case TokenKind::Directive:
    case TokenKind::Bad:
    case TokenKind::End:
      break;
  }
  unexpected("an expression", "KS006");
  return missing();
}

ExprPtr Parser::call() {
  Name function = name_at_token();
  advance();
  const Nesting nesting(*this);
  if (!nesting) return missing();
  advance();
  std::vector<ExprPtr> arguments;
  if (!accept(")")) arguments = argument_list(")");
  const std::size_t begin = function.span.begin;
  return make(Call{std::move(function), std::move(arguments)}, span_from(begin));
}

// typeof(string), typeof(a:string, ..), typeof(*, a:string): the schema that plugins take as an argument.
ExprPtr Parser::typeof_call() {
  Name function = name_at_token();
  advance();
  const Nesting nesting(*this);
  if (!nesting) return missing();
  advance();
  std::vector<ExprPtr> arguments;
  do {
    const std::size_t begin = token().span.begin;
    if (at_name() && peek_text(1) == ":" && token(1).kind == TokenKind::Punctuation) {
      std::optional<Typed> column = typed_name();
      if (column) arguments.push_back(make(std::move(*column), span_from(begin)));
    } else {
      arguments.push_back(primary());
    }
  } while (!muted_ && accept(","));
  expect(")");
  const std::size_t begin = function.span.begin;
  return make(Call{std::move(function), std::move(arguments)}, span_from(begin));
}

// At least one argument, and the closing bracket.
std::vector<ExprPtr> Parser::argument_list(std::string_view close) {
  std::vector<ExprPtr> arguments;
  while (true) {
    arguments.push_back(argument());
    if (next_item()) continue;
    // Two values without a ',': the error is said, the rest of the list is read.
    if (!at(close) && !muted_) unexpected(fmt::format("'{}'", close));
    if (!muted_ || !next_item()) break;
  }
  close_list(close);
  return arguments;
}

ExprPtr Parser::parenthesised() {
  const std::size_t begin = token().span.begin;
  const Nesting nesting(*this);
  if (!nesting) return missing();
  advance();
  ExprPtr inner = argument();
  close_list(")");
  // Spans nest: the parentheses belong to the operand.
  inner->span = span_from(begin);
  return inner;
}

ExprPtr Parser::argument() {
  if (at_source_keyword()) {
    PipelinePtr body = pipeline();
    const Span span = body->span;
    return make(SubPipeline{std::move(body)}, span);
  }
  // A pipeline's height counts from its source on.
  const unsigned outer = std::exchange(height_, 0);
  ExprPtr expr = named_expression();
  if (at("|") && !muted_ && !std::holds_alternative<Named>(expr->node)) {
    PipelinePtr body = pipeline_from(std::move(expr));
    const Span span = body->span;
    expr = make(SubPipeline{std::move(body)}, span);
  }
  height_ = std::max(outer, height_);
  return expr;
}

ExprPtr Parser::named_expression() {
  const std::size_t begin = token().span.begin;
  std::vector<Name> names;
  if (at_name() && token(1).kind == TokenKind::Punctuation && peek_text(1) == "=") {
    names.push_back(name_at_token());
    advance();
    advance();
  } else if (at("(") && at_name(1)) {
    // (a, b) = expr: only names and commas may stand before the bracket closes.
    std::size_t ahead = 1;
    while (at_name(ahead) && token(ahead + 1).kind == TokenKind::Punctuation && peek_text(ahead + 1) == ",") ahead += 2;
    if (at_name(ahead) && peek_text(ahead + 1) == ")" && peek_text(ahead + 2) == "=") {
      advance();
      for (std::size_t i = 1; i <= ahead; i += 2) {
        names.push_back(name_at_token());
        advance();
        advance();
      }
      advance();
    }
  }
  if (names.empty()) return expression();
  ExprPtr value = expression();
  return make(Named{std::move(names), std::move(value)}, span_from(begin));
}

std::vector<ExprPtr> Parser::named_list() {
  std::vector<ExprPtr> list;
  do {
    list.push_back(named_expression());
  } while (next_item());
  return list;
}

// Pieces of a name with wildcards touch one another: a*, *b, a*b*.
std::optional<Name> Parser::wildcard_name() {
  std::size_t count = 0;
  bool star = false;
  std::string text;
  while (true) {
    if (count != 0 && !adjacent(count)) break;
    const bool is_star = token(count).kind == TokenKind::Punctuation && peek_text(count) == "*";
    if (!is_star && token(count).kind != TokenKind::Identifier) break;
    star = star || is_star;
    text += peek_text(count++);
  }
  if (!star || count < 2) return std::nullopt;
  const std::size_t begin = token().span.begin;
  for (std::size_t i = 0; i < count; ++i) advance();
  return Name{std::move(text), span_from(begin)};
}

ExprPtr Parser::column_pattern() {
  if (std::optional<Name> name = wildcard_name()) return make(NameRef{std::move(name->text)}, name->span);
  return named_expression();
}

}  // namespace huntbook::kql::syntax
