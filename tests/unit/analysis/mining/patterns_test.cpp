#include "analysis/mining/patterns.hpp"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace huntbook::mining {
namespace {

// Six of ten are (1, 1), two (1, 2), one (2, 2), one rare in both columns.
Tuples example() {
  return {.columns = 2, .codes = {1, 1, 1, 2, 2, 2, 0, 0}, .a = {6, 2, 1, 1}, .b = {0, 0, 0, 0}};
}

std::vector<Pattern> frequent(const Tuples& tuples, const Limits& limits) {
  auto found = frequent_patterns(tuples, limits);
  EXPECT_TRUE(found) << found.error().message;
  return found.value_or(std::vector<Pattern>{});
}

std::vector<Pattern> closed(const Tuples& tuples, const Limits& limits) {
  auto found = closed_frequent_patterns(tuples, limits);
  EXPECT_TRUE(found) << found.error().message;
  return found.value_or(std::vector<Pattern>{});
}

TEST(FrequentPatterns, AreAllCombinationsWithTheirWeight) {
  std::vector<Pattern> expected{{{0, 1}, 6, 0}, {{0, 2}, 3, 0}, {{1, 0}, 8, 0}, {{1, 1}, 6, 0}, {{1, 2}, 2, 0}};
  EXPECT_EQ(frequent(example(), {.least_a = 2}), expected);
}

TEST(FrequentPatterns, StopAtTheDimensionsAskedFor) {
  for (const Pattern& pattern : frequent(example(), {.least_a = 1, .most_dimensions = 1}))
    EXPECT_EQ(pattern.dimensions(), 1U);
}

TEST(FrequentPatterns, CountOnEitherSide) {
  Tuples tuples{.columns = 1, .codes = {1, 2}, .a = {9, 1}, .b = {0, 5}};
  std::vector<Pattern> expected{{{1}, 9, 0}, {{2}, 1, 5}};
  EXPECT_EQ(frequent(tuples, {.least_a = 5, .least_b = 5}), expected);
}

TEST(FrequentPatterns, AreNoneInNoRows) {
  EXPECT_TRUE(frequent({.columns = 3, .codes = {}, .a = {}, .b = {}}, {.least_a = 1}).empty());
}

TEST(FrequentPatterns, AreBounded) {
  auto found = frequent_patterns(example(), {.least_a = 1, .most_patterns = 3});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::User);
}

TEST(ClosedPatterns, LeaveOutWhatALongerOneSaysToo) {
  // Whenever the second column is 1 the first is 1.
  std::vector<Pattern> expected{{{0, 2}, 3, 0}, {{1, 0}, 8, 0}, {{1, 1}, 6, 0}, {{1, 2}, 2, 0}};
  EXPECT_EQ(closed(example(), {.least_a = 2}), expected);
}

// Against the definition: the frequent patterns to which no value can be added without losing weight.
TEST(ClosedPatterns, AreThoseThatNoValueCanBeAddedTo) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    Tuples tuples{.columns = 5, .codes = {}, .a = {}, .b = {}};
    for (int row = 0; row < 12; ++row) {
      for (int column = 0; column < 5; ++column) tuples.codes.push_back(random() % 3);
      tuples.a.push_back(1 + random() % 3);
      tuples.b.push_back(random() % 2);
    }
    const Limits limits{.least_a = 4};
    const std::vector<Pattern> all = frequent(tuples, limits);
    std::vector<Pattern> expected;
    for (const Pattern& pattern : all) {
      const bool refined = std::ranges::any_of(all, [&](const Pattern& other) {
        if (other.dimensions() != pattern.dimensions() + 1 || other.a != pattern.a || other.b != pattern.b)
          return false;
        for (std::size_t column = 0; column < tuples.columns; ++column)
          if (pattern.codes[column] != 0 && pattern.codes[column] != other.codes[column]) return false;
        return true;
      });
      if (!refined) expected.push_back(pattern);
    }
    EXPECT_EQ(closed(tuples, limits), expected) << "round " << round;
  }
}

TEST(ClosedPatterns, AreFewWhereColumnsGoTogether) {
  // 60 columns that are all the same: 2^60 frequent patterns, two closed ones.
  Tuples tuples{.columns = 60, .codes = {}, .a = {5, 5}, .b = {0, 0}};
  for (std::uint32_t value : {1U, 2U}) tuples.codes.insert(tuples.codes.end(), 60, value);
  EXPECT_EQ(closed(tuples, {.least_a = 1}).size(), 2U);
}

TEST(ClosedPatterns, AreNoneInNoRowsAndBounded) {
  EXPECT_TRUE(closed({.columns = 3, .codes = {}, .a = {}, .b = {}}, {.least_a = 1}).empty());
  EXPECT_FALSE(closed_frequent_patterns(example(), {.least_a = 1, .most_patterns = 2}));
}

TEST(CoveringPatterns, TakeTheBestOfWhatIsLeft) {
  std::vector<Pattern> patterns = closed(example(), {.least_a = 2});
  // Share and detail count the same: (1, 1) fixes both columns of 60 percent. Of the rest, (1, 2) holds two; then
  // nothing reaches two.
  std::vector<Pattern> expected{{{1, 1}, 6, 0}, {{1, 2}, 2, 0}};
  EXPECT_EQ(covering_patterns(example(), patterns, 0.5, 2), expected);
  // Share alone: all of (1, any).
  std::vector<Pattern> by_size = covering_patterns(example(), patterns, 1, 2);
  ASSERT_FALSE(by_size.empty());
  EXPECT_EQ(by_size.front(), (Pattern{{1, 0}, 8, 0}));
}

TEST(CoveringPatterns, AreNoneWithoutWeight) {
  Tuples tuples{.columns = 1, .codes = {1}, .a = {0}, .b = {0}};
  EXPECT_TRUE(covering_patterns(tuples, {{{1}, 0, 0}}, 0.5, 0).empty());
}

}  // namespace
}  // namespace huntbook::mining
