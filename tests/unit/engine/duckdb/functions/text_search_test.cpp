#include "engine/duckdb/functions/text_search.hpp"

#include <random>

#include <gtest/gtest.h>

namespace huntbook::engine::duckdb {
namespace {

bool has(std::string_view text, std::string_view needle, Letters letters = Letters::Folded) {
  return Needle(needle, letters, TermEdges::Both).is_in(text);
}

TEST(Needle, TermsAreWholeRunsOfAlphanumerics) {
  EXPECT_TRUE(has("North America", "america"));
  EXPECT_FALSE(has("North America", "amer"));
  EXPECT_TRUE(has("min-max", "min"));
  EXPECT_FALSE(has("admin", "min"));
  EXPECT_TRUE(has("a_b", "b"));
  EXPECT_FALSE(has("KustoExplorerQueryRun", "Explorer"));
  EXPECT_TRUE(has("xmin min", "MIN"));
  EXPECT_FALSE(has("North America", "america", Letters::Exact));
}

TEST(Needle, UnicodeLettersBelongToTerms) {
  EXPECT_FALSE(has("éclair", "clair"));
  EXPECT_FALSE(has("claire\xCC\x81", "clair"));
  EXPECT_FALSE(has("привет", "ривет"));
  EXPECT_TRUE(has("say «привет»", "привет"));
  EXPECT_TRUE(has("a…b", "b"));
  // Only ASCII letters are folded.
  EXPECT_FALSE(has("ÉCLAIR", "éclair"));
}

TEST(Needle, DelimitersInTheNeedleMatchThemselves) {
  EXPECT_TRUE(has("C:\\Windows\\System32\\cmd.exe /c", "cmd.exe"));
  EXPECT_FALSE(has("C:\\Windows\\mycmd.exe", "cmd.exe"));
  EXPECT_TRUE(has("mycmd.exe", ".exe"));
  EXPECT_FALSE(has("mycmd.exes", ".exe"));
  EXPECT_TRUE(has("a -enc b", "-enc"));
}

TEST(Needle, EmptyOnesAreEverywhere) {
  EXPECT_TRUE(has("", ""));
  EXPECT_TRUE(has("x", ""));
  EXPECT_FALSE(has("", "x"));
}

TEST(Needle, PrefixAndSuffix) {
  EXPECT_TRUE(Needle("ame", Letters::Folded, TermEdges::Start).is_in("North America"));
  EXPECT_FALSE(Needle("mer", Letters::Folded, TermEdges::Start).is_in("North America"));
  EXPECT_TRUE(Needle("ica", Letters::Folded, TermEdges::End).is_in("North America"));
  EXPECT_FALSE(Needle("americ", Letters::Folded, TermEdges::End).is_in("North America"));
}

TEST(Needle, AgreesWithAPlainSearchAtEveryLengthAndPlace) {
  std::mt19937 random(7);
  for (int round = 0; round < 20000; ++round) {
    std::string text(random() % 100, ' ');
    for (char& c : text) c = "aAbB.@`[{"[random() % 9];
    std::string needle(1 + random() % 4, ' ');
    for (char& c : needle) c = "aAbB.@`[{"[random() % 9];
    ASSERT_EQ(Needle(needle, Letters::Exact, TermEdges::None).is_in(text), text.find(needle) != std::string::npos)
        << text << " / " << needle;
    ASSERT_EQ(Needle(needle, Letters::Folded, TermEdges::None).is_in(text),
              ascii_lower(text).find(ascii_lower(needle)) != std::string::npos)
        << text << " / " << needle;
  }
}

}  // namespace
}  // namespace huntbook::engine::duckdb
