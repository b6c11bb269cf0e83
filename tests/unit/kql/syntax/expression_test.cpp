#include <gtest/gtest.h>

#include "parsed.hpp"

namespace huntbook::kql::syntax {
namespace {

TEST(Expression, PrecedenceIsKustos) {
  EXPECT_EQ(expression("a and b or c and d"), "(or (and a b) (and c d))");
  EXPECT_EQ(expression("a or b or c"), "(or (or a b) c)");
  EXPECT_EQ(expression("a + b * c - d"), "(- (+ a (* b c)) d)");
  EXPECT_EQ(expression("a == b < c"), "(== a (< b c))");
  EXPECT_EQ(expression("a < b == c"), "(== (< a b) c)");
  EXPECT_EQ(expression("-a.b * c"), "(* (- (. a b)) c)");
  EXPECT_EQ(expression("a % b / c"), "(/ (% a b) c)");
}

// Kusto's grammar: string operators bind tighter than arithmetic.
TEST(Expression, StringOperatorsBindTight) {
  EXPECT_EQ(expression("a has b + c"), "(+ (has a b) c)");
  EXPECT_EQ(expression("a + b has c"), "(+ a (has b c))");
  EXPECT_EQ(expression("a =~ b and c !startswith_cs d"), "(and (=~ a b) (!startswith_cs c d))");
  EXPECT_EQ(expression("a matches regex \"x\""), "(matches regex a \"x\")");
}

TEST(Expression, ComparisonsDoNotChain) {
  EXPECT_EQ(expression("a == b == c"), "KS198 13-15 a comparison does not go on with '=='");
  EXPECT_EQ(expression("a has b has c"), "KS198 14-17 a comparison does not go on with 'has'");
}

TEST(Expression, Lists) {
  EXPECT_EQ(expression("a in (1, 2)"), "(in a 1 2)");
  EXPECT_EQ(expression("a !in~ (\"x\")"), "(!in~ a \"x\")");
  EXPECT_EQ(expression("a in (T | project x)"), "(in a (pipe T (project x)))");
  EXPECT_EQ(expression("a has_any (\"x\", y) and b has_all (z)"), "(and (has_any a \"x\" y) (has_all b z))");
  EXPECT_EQ(expression("a in ()"), "KS006 12-13 expected a value, found ')'");
  EXPECT_EQ(expression("a in \"x\""), "KS005 11-14 expected a list in parentheses after 'in', found '\"x\"'");
}

TEST(Expression, Between) {
  EXPECT_EQ(expression("a between (1 .. 2) and b"), "(and (between a 1 2) b)");
  EXPECT_EQ(expression("a !between (1..2)"), "(!between a 1 2)");
  EXPECT_EQ(expression("a between (b + 1 .. 1d)"), "(between a (+ b 1) timespan(1.00:00:00))");
}

TEST(Expression, PathsAndIndexes) {
  EXPECT_EQ(expression("a.b['c'][0].d"), "(. (at (at (. a b) \"c\") 0) d)");
  EXPECT_EQ(expression("a[-1]"), "(at a (- 1))");
  EXPECT_EQ(expression("f(x)[y].z"), "(. (at (call f x) y) z)");
  EXPECT_EQ(expression("a.['b c']"), "(. a ['b c'])");
  EXPECT_EQ(expression("cluster(\"x\").database(\"y\").T"), "(. (. (call cluster \"x\") (call database \"y\")) T)");
}

TEST(Expression, NamesOfAllKinds) {
  EXPECT_EQ(expression("['a b'], [\"c\"], [d], _e, f_1, $left, 1_x"), "['a b'] c d _e f_1 $left 1_x");
  EXPECT_EQ(expression("count, kind, table, step, with"), "count kind table step with");
}

TEST(Expression, CallsAndNames) {
  EXPECT_EQ(expression("f()"), "(call f)");
  EXPECT_EQ(expression("arg_max(t, *)"), "(call arg_max t *)");
  EXPECT_EQ(expression("x = 1, (a, b) = f(c = 2)"), "(= x 1) (= (a b) (call f (= c 2)))");
  EXPECT_EQ(expression("toscalar(T | count)"), "(call toscalar (pipe T (count)))");
  EXPECT_EQ(expression("not(a) and isnull(b)"), "(and (call not a) (call isnull b))");
  EXPECT_EQ(expression("f(1,)"), "KS006 10-11 expected an expression, found ')'");
}

TEST(Expression, LongListsOfAlternativesStayFlat) {
  std::string text = "a";
  for (int i = 0; i < 20000; ++i) text += " or a";
  const SyntaxTree tree = parse("T | where " + text);
  EXPECT_TRUE(tree.diagnostics.empty());
  const auto& query = std::get<QueryStatement>(tree.statements.front().node);
  EXPECT_LT(query.pipeline->height, 25U);
}

TEST(Expression, SpansCoverTheParentheses) {
  const SyntaxTree tree = parse("T | where (a) == (b)");
  const auto& query = std::get<QueryStatement>(tree.statements.front().node);
  const auto& where = std::get<WhereOp>(query.pipeline->operators.front().node);
  EXPECT_EQ(where.predicate->span, (Span{10, 20}));
}

}  // namespace
}  // namespace huntbook::kql::syntax
