#include <gtest/gtest.h>

#include "parsed.hpp"

namespace huntbook::kql::syntax {
namespace {

TEST(SyntaxError, OneForEachClause) {
  EXPECT_EQ(parsed("T | where a == | extend b = | take"),
            "KS006 15-16 expected an expression, found '|'\n"
            "KS006 28-29 expected an expression, found '|'\n"
            "KS006 34-34 expected an expression, found the end of the text");
  EXPECT_EQ(parsed("T | where (a == 1; U | project x y"),
            "KS005 17-18 expected ')', found ';'\n"
            "KS198 33-34 unexpected 'y'");
}

TEST(SyntaxError, UnknownOperatorsGetAHint) {
  const SyntaxTree tree = parse("T | sumarize count() | take 1");
  ASSERT_EQ(tree.diagnostics.size(), 1U);
  EXPECT_EQ(tree.diagnostics[0].code, "KS176");
  EXPECT_EQ(tree.diagnostics[0].hint, "did you mean 'summarize'?");
  EXPECT_EQ(dump(tree), "(pipe T (unknown sumarize) (take 1))\n");
  EXPECT_EQ(parsed("T | project-awya a"), "KS176 4-16 there is no operator 'project-awya'");
  EXPECT_EQ(parsed("T |"), "KS176 3-3 expected an operator, found the end of the text");
}

TEST(SyntaxError, EqualitySignGetsAHint) {
  const SyntaxTree tree = parse("T | where a + b = 1");
  ASSERT_EQ(tree.diagnostics.size(), 1U);
  EXPECT_EQ(tree.diagnostics[0].hint, "equality is written '=='");
}

TEST(SyntaxError, ForgottenSeparator) {
  const SyntaxTree tree = parse("T | take 1\n\nU | take 2");
  ASSERT_EQ(tree.diagnostics.size(), 1U);
  EXPECT_EQ(tree.diagnostics[0].message, "unexpected 'U'");
  EXPECT_EQ(tree.diagnostics[0].hint, "statements are separated by ';', operators by '|'");
}

TEST(SyntaxError, StrayBrackets) {
  EXPECT_EQ(parsed("T | where a)"), "KS198 11-12 unexpected ')'");
  EXPECT_EQ(parsed("}"), "KS006 0-1 expected an expression, found '}'");
  EXPECT_EQ(parsed("let f = (x:long { x };"), "KS005 16-17 expected ')', found '{'");
}

TEST(SyntaxError, Types) {
  const SyntaxTree tree = parse("datatable(a:strng)[1]");
  ASSERT_FALSE(tree.diagnostics.empty());
  EXPECT_EQ(tree.diagnostics[0].code, "KS160");
  EXPECT_EQ(tree.diagnostics[0].hint, "did you mean 'string'?");
}

TEST(SyntaxError, DeepNestingIsRefused) {
  for (std::string open :
       {"(", "f(", "a[", "dynamic([", "[[[", "-(", "f = () { ", "a in (", "T | join (", "x between ("}) {
    std::string text = "print ";
    for (int i = 0; i < 50000; ++i) text += open;
    const SyntaxTree tree = parse(text);
    ASSERT_FALSE(tree.diagnostics.empty()) << open;
  }
  std::string text = "print dynamic(";
  text.append(100000, '[');
  EXPECT_EQ(parsed(text), "HB001 163-164 nested more than 150 levels deep");
  std::string functions;
  for (int i = 0; i < 50000; ++i) functions += "let f = () { ";
  ASSERT_FALSE(parse(functions).diagnostics.empty());
}

TEST(SyntaxError, LongChainsAreRefused) {
  for (std::string link : {" + a", ".a", "[0]", " - 1", "['x']"}) {
    std::string text = "print a";
    for (int i = 0; i < 100000; ++i) text += link;
    const SyntaxTree tree = parse(text);
    ASSERT_EQ(tree.diagnostics.size(), 1U) << link;
    EXPECT_EQ(tree.diagnostics[0].code, "HB001");
  }
}

TEST(SyntaxError, ManyErrorsInManyStatementsTakeLinearTime) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "&;a;";
  EXPECT_GE(parse(text).diagnostics.size(), 100000U);
}

TEST(SyntaxError, BytesThatAreNotUtf8) {
  EXPECT_EQ(parsed("print \"a\xff\""), "HB002 8-9 the text is not valid UTF-8 here");
}

}  // namespace
}  // namespace huntbook::kql::syntax
