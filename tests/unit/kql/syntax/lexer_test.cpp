#include <gtest/gtest.h>

#include "kql/syntax/token.hpp"

namespace huntbook::kql {
namespace {

std::string round_trip(std::string_view text) {
  std::string out;
  for (const Token& token : tokenize(text).tokens) {
    EXPECT_EQ(token.trivia.end, token.span.begin);
    EXPECT_EQ(token.trivia.begin, out.size());
    out += text.substr(token.trivia.begin, token.span.end - token.trivia.begin);
  }
  return out;
}

std::string kinds(std::string_view text) {
  constexpr std::string_view letters = "NBIRTSLPDX";
  std::string out;
  for (const Token& token : tokenize(text).tokens) {
    if (token.kind == TokenKind::End) break;
    out += letters[static_cast<std::size_t>(token.kind)];
    out += '<' + std::string(text.substr(token.span.begin, token.span.end - token.span.begin)) + '>';
  }
  return out;
}

TEST(Lexer, TokensAndTriviaGiveTheTextBack) {
  for (std::string_view text :
       {"", " ", "T | where a == 'x' // c", "#dir\n  #dir2\nT", "a\xff\xfe b\xc2\xa0 c", "\"open", "```open", "long(1",
        "['a", "in~ !in~ !x ! & &&", "\xef\xbb\xbfT\r\n| take 1\r", "datetime(2020-01-01)\t;", "h'x'@\"y\"h@'z'"}) {
    EXPECT_EQ(round_trip(text), text);
  }
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(round_trip(all), all);
}

TEST(Lexer, Numbers) {
  EXPECT_EQ(kinds("1 0x1F 1.5 1e3 1.5e-3 1. 1..2"), "I<1>I<0x1F>R<1.5>R<1e3>R<1.5e-3>R<1.>I<1>P<..>I<2>");
  EXPECT_EQ(kinds("1d 1.5h 10microseconds 1tick"), "T<1d>T<1.5h>T<10microseconds>T<1tick>");
  EXPECT_EQ(kinds("1w 1_x 1e 0x 1dd"), "N<1w>N<1_x>N<1e>N<0x>N<1dd>");
}

TEST(Lexer, Strings) {
  EXPECT_EQ(kinds(R"("a\"b" 'c' @"d\" h"e" H@'f''g' ~~~h~i~~~)"),
            R"(S<"a\"b">S<'c'>S<@"d\">S<h"e">S<H@'f''g'>S<~~~h~i~~~>)");
  EXPECT_EQ(kinds("```a\nb```"), "S<```a\nb```>");
}

TEST(Lexer, TypedLiteralsNeedTheBracketAtOnce) {
  EXPECT_EQ(kinds("datetime(2020-01-01 10:00) long(1) real"), "L<datetime(2020-01-01 10:00)>L<long(1)>N<real>");
  EXPECT_EQ(kinds("guid(')')"), "L<guid(')')>");
  EXPECT_EQ(kinds("long (1)"), "N<long>P<(>I<1>P<)>");
}

TEST(Lexer, Names) {
  EXPECT_EQ(kinds("a ['b c'] [ \"d\" ] $left in~ !in has_any"),
            "N<a>B<['b c']>B<[ \"d\" ]>N<$left>P<in~>P<!in>N<has_any>");
}

TEST(Lexer, DirectivesStartALine) {
  EXPECT_EQ(kinds("#a b\n #c\nT"), "D<#a b>D<#c>N<T>");
  EXPECT_EQ(kinds("T #a"), "N<T>X<#>N<a>");
}

TEST(Lexer, ForeignBlanksAreBlanks) {
  EXPECT_EQ(kinds("a\xc2\xa0==\xe2\x80\x8b"
                  "b"),
            "N<a>P<==>N<b>");
}

TEST(Lexer, SaysOnceWhatIsNoToken) {
  const TokenList list = tokenize("a \xe2\x80\x9cx\xe2\x80\x9d &&& b");
  ASSERT_EQ(list.diagnostics.size(), 3U);
  EXPECT_EQ(list.diagnostics[0].code, "KS002");
  EXPECT_EQ(list.diagnostics[0].hint, "these are typographic quotes; KQL's are \" and '");
  EXPECT_EQ(list.diagnostics[2].message, "unexpected '&&&'");
}

TEST(Lexer, UnterminatedStringsEndWithTheirLine) {
  const TokenList list = tokenize("print \"a\n| take 1");
  ASSERT_EQ(list.diagnostics.size(), 1U);
  EXPECT_EQ(list.diagnostics[0].code, "KS001");
  EXPECT_EQ(list.tokens[2].span.begin, 9U);
}

}  // namespace
}  // namespace huntbook::kql
