// Operators that pick values and rows (sample-distinct, top-hitters, top-nested), and those that branch (fork, facet).
#include "kql/syntax/parser.hpp"

namespace huntbook::kql::syntax {

SampleDistinctOp Parser::sample_distinct_op() {
  SampleDistinctOp op;
  static_cast<void>(properties({}));
  op.count = expression();
  op.column = expect("of") ? expression() : missing();
  return op;
}

TopHittersOp Parser::top_hitters_op() {
  TopHittersOp op;
  static_cast<void>(properties({}));
  op.count = expression();
  op.of = expect("of") ? named_expression() : missing();
  if (!muted_ && accept("by")) op.by = expression();
  return op;
}

TopNestedOp Parser::top_nested_op() {
  TopNestedOp op;
  while (true) {
    TopNestedLevel level;
    if (!at("of")) level.count = expression();
    level.of = expect("of") ? named_expression() : missing();
    if (!muted_ && accept("with") && expect("others") && expect("=")) level.others = expression();
    level.by = !muted_ && expect("by") ? named_expression() : missing();
    if (at_word("asc") || at_word("desc")) {
      level.ascending = at_word("asc");
      advance();
    }
    op.levels.push_back(std::move(level));
    if (muted_ || !accept(",")) return op;
    std::size_t words = 0;
    if (operator_name(words) != "top-nested") {
      unexpected("'top-nested'");
      return op;
    }
    for (std::size_t i = 0; i < words; ++i) advance();
  }
}

ForkOp Parser::fork_op() {
  ForkOp op;
  while (!muted_ && (at("(") || at_name())) {
    ForkOp::Branch branch;
    if (at_name()) {
      branch.name = expect_name("a name");
      if (!expect("=")) break;
    }
    branch.body = operators_only();
    op.branches.push_back(std::move(branch));
  }
  if (op.branches.empty() && !muted_) unexpected("'(' and a query");
  return op;
}

FacetOp Parser::facet_op() {
  FacetOp op;
  if (expect("by")) op.columns = named_list();
  if (!muted_ && accept("with")) op.with = operators_only();
  return op;
}

}  // namespace huntbook::kql::syntax
