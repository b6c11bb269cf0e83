#include "engine/duckdb/functions/regex.hpp"

#include <gtest/gtest.h>

namespace huntbook::engine::duckdb {
namespace {

template <auto kernel, class Out = TextResult, class... Arguments>
std::string text(Arguments... arguments) {
  Out out;
  return kernel(out, arguments...) ? out.buffer() : "(null)";
}

TEST(RegexFunctions, Extract) {
  constexpr std::string_view user = "User: James, Email: James@example.com, Age: 29";
  EXPECT_EQ(text<&extract>("User: ([^,]+)", 1, user), "James");
  EXPECT_EQ(text<&extract>(R"(\d+)", 0, user), "29");
  EXPECT_EQ(text<&extract>("zz", 0, user), "");
  EXPECT_EQ(text<&extract>("User", 5, user), "");
  EXPECT_EQ(text<&extract>("(User)?x?", -1, user), "");
}

TEST(RegexFunctions, ExtractAll) {
  constexpr std::string_view id = "82b8be2d-dfa7-4bd1-8f63-24ad26d31449";
  auto all = [&](std::string_view pattern, std::string_view groups, std::string_view from) {
    return text<&extract_all, JsonResult>(pattern, groups, from);
  };
  EXPECT_EQ(all(R"(\d+)", "[0]", "numbers: 123, 567 and 789"), R"(["123","567","789"])");
  EXPECT_EQ(all(R"((\w)(\w+)(\w))", "[1,2,3]", id),
            R"([["8","2b8be2","d"],["d","fa","7"],["4","bd","1"],["8","f6","3"],["2","4ad26d3144","9"]])");
  EXPECT_EQ(all(R"((\w)(\w+)(\w))", "[1,3]", id), R"([["8","d"],["d","7"],["4","1"],["8","3"],["2","9"]])");
  EXPECT_EQ(all("q", "[0]", id), "(null)");
  EXPECT_EQ(all("x*", "[0]", "ä"), R"(["",""])");
}

TEST(RegexFunctions, Replace) {
  EXPECT_EQ(text<&replace_regex>("Number is 1", R"(is (\d+))", R"(was: \1)"), "Number was: 1");
  EXPECT_EQ(text<&replace_regex>("aaa", "a", R"([\0\\])"), "[a\\][a\\][a\\]");
  EXPECT_EQ(text<&replace_regex>("abc", "", "-"), "-a-b-c-");
  EXPECT_EQ(text<&replace_regex>("abc", "(", "-"), "abc");
}

TEST(RegexFunctions, RemoveMatch) {
  EXPECT_EQ(text<&remove_match>(R"(^(?:[^a-z]+))", "-- te"), "te");
  EXPECT_EQ(text<&remove_match>(R"((?:.com)$)", "bing.com"), "bing");
  EXPECT_EQ(text<&remove_match>("^x", "abc"), "abc");
}

TEST(RegexFunctions, IndexAndCount) {
  EXPECT_EQ(indexof_regex("abcabc", "a.c", 0, -1, 1), 0);
  EXPECT_EQ(indexof_regex("abcabcdefg", "a.c", 0, 9, 2), 3);
  EXPECT_EQ(indexof_regex("abcabc", "a.c", 1, -1, 2), -1);
  EXPECT_EQ(indexof_regex("ababaa", "a.a", 0, -1, 2), -1);
  EXPECT_EQ(indexof_regex("abcabc", "a|ab", -1, -1, 1), std::nullopt);
  EXPECT_EQ(indexof_regex("ääa", "a", 0, -1, 1), 2);
  EXPECT_EQ(countof_regex("ababa", "aba"), 1);
  EXPECT_EQ(countof_regex("abcabc", "a.c"), 2);
}

TEST(RegexFunctions, Quote) {
  EXPECT_EQ(text<&regex_quote>("(so$me.Te^xt)"), R"(\(so\$me\.Te\^xt\))");
}

}  // namespace
}  // namespace huntbook::engine::duckdb
