// Operators over ordered rows: make-series.
#include <utility>

#include "kql/syntax/parser.hpp"

namespace huntbook::kql::syntax {

// make-series [kind=nonempty] [Name =] Aggregate [default = Value], ... on [Name =] Axis
//   [from Start] [to End] step Step | in range(Start, Stop, Step)  [by [Name =] Expr, ...]
MakeSeriesOp Parser::make_series_op() {
  MakeSeriesOp op;
  op.properties = properties({"kind"});
  do {
    MakeSeriesOp::Series series{named_expression(), nullptr};
    if (!muted_ && at_word("default")) {
      advance();
      if (expect("=")) series.default_value = expression();
    }
    op.series.push_back(std::move(series));
  } while (!muted_ && accept(","));
  if (muted_ || !expect("on")) return op;
  // An 'in' behind the axis belongs to the operator and not to an expression.
  const std::size_t begin = token().span.begin;
  if (at_name() && peek_text(1) == "=" && token(1).kind == TokenKind::Punctuation) {
    Named named;
    named.names.push_back(expect_name("a column name"));
    advance();
    named.expr = postfix(primary());
    op.axis = make(std::move(named), span_from(begin));
  } else {
    op.axis = postfix(primary());
  }
  if (muted_) return op;
  if (at_word("in")) {
    advance();
    op.in_range = true;
    if (!at_word("range")) {
      unexpected("range(start, stop, step)");
      return op;
    }
    advance();
    if (!expect("(")) return op;
    const Nesting nesting(*this);
    op.from = expression();
    if (!muted_ && expect(",")) op.to = expression();
    if (!muted_ && expect(",")) op.step = expression();
    expect(")");
  } else {
    if (at_word("from")) {
      advance();
      op.from = expression();
    }
    if (!muted_ && at_word("to")) {
      advance();
      op.to = expression();
    }
    if (!muted_ && expect("step")) op.step = expression();
  }
  if (!muted_ && accept("by")) op.by = named_list();
  return op;
}

}  // namespace huntbook::kql::syntax
