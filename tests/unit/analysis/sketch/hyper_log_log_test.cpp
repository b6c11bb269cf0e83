#include "analysis/sketch/hyper_log_log.hpp"

#include <gtest/gtest.h>

namespace huntbook::analysis {
namespace {

// SplitMix64 (Steele et al. 2014): well-mixed hashes of 1, 2, 3, ...
std::uint64_t hash_of(std::uint64_t value) {
  value *= 0x9E3779B97F4A7C15ULL;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}

HyperLogLog of_range(std::uint64_t from, std::uint64_t to, int bits = 14) {
  HyperLogLog sketch(bits);
  for (std::uint64_t value = from; value < to; ++value) sketch.add(hash_of(value));
  return sketch;
}

TEST(HyperLogLog, SmallCountsAreExact) {
  EXPECT_EQ(HyperLogLog().count(), 0);
  HyperLogLog sketch = of_range(1, 1025);
  for (std::uint64_t value = 1; value < 1025; ++value) sketch.add(hash_of(value));
  EXPECT_EQ(sketch.count(), 1024);
}

TEST(HyperLogLog, LargeCountsAreWithinTheKnownError) {
  for (std::uint64_t count : {1'100U, 5'000U, 50'000U, 1'000'000U})
    EXPECT_NEAR(of_range(0, count).count() / static_cast<double>(count), 1, 3 * 1.04 / 128) << count;
}

TEST(HyperLogLog, MergingIsTheSameAsAdding) {
  for (auto [left, right] :
       {std::pair(500, 900), std::pair(500, 5'000), std::pair(20'000, 900), std::pair(9'000, 8'000)}) {
    HyperLogLog merged = of_range(0, static_cast<std::uint64_t>(left));
    merged.merge(of_range(100, static_cast<std::uint64_t>(right)));
    EXPECT_EQ(merged.count(), of_range(0, static_cast<std::uint64_t>(std::max(left, right))).count());
  }
}

TEST(HyperLogLog, TheCoarserOfTwoRemains) {
  HyperLogLog fine = of_range(0, 50'000, 16);
  fine.merge(of_range(25'000, 80'000, 12));
  EXPECT_EQ(fine.bits(), 12);
  EXPECT_EQ(fine.count(), of_range(0, 80'000, 12).count());
}

TEST(HyperLogLog, FromWhatItWasMadeOf) {
  HyperLogLog sketch = of_range(0, 5'000);
  HyperLogLog again(sketch.bits(), {}, {sketch.registers().begin(), sketch.registers().end()});
  EXPECT_EQ(again.count(), sketch.count());
  EXPECT_EQ(HyperLogLog(14, {}, {1, 2, 3}).count(), 0) << "not as many registers";
  HyperLogLog hostile(4, {}, std::vector<std::uint8_t>(16, 255));
  EXPECT_GT(hostile.count(), 0);
}

TEST(IntersectionCounts, OfSmallSetsAreExact) {
  EXPECT_TRUE(intersection_counts({}).empty());
  std::vector<HyperLogLog> sets{of_range(0, 1'000), of_range(900, 1'900), of_range(950, 960), of_range(5'000, 5'001)};
  EXPECT_EQ(intersection_counts(sets), (std::vector<double>{1'000, 100, 10, 0}));
}

TEST(IntersectionCounts, OfLargeSetsAreWithinTheErrorOfTheirUnions) {
  std::vector<HyperLogLog> sets{of_range(0, 100'000), of_range(50'000, 150'000), of_range(75'000, 175'000)};
  std::vector<double> counts = intersection_counts(sets);
  ASSERT_EQ(counts.size(), 3U);
  EXPECT_NEAR(counts[0], 100'000, 3'000);
  EXPECT_NEAR(counts[1], 50'000, 6'000);
  EXPECT_NEAR(counts[2], 25'000, 9'000);
}

TEST(IntersectionCounts, NeverRiseAndStayAboveZero) {
  std::vector<HyperLogLog> sets{of_range(0, 10), of_range(0, 50'000), of_range(60'000, 90'000), of_range(0, 90'000, 4)};
  std::vector<double> counts = intersection_counts(sets);
  ASSERT_EQ(counts.size(), 4U);
  EXPECT_EQ(counts[0], 10);
  for (std::size_t i = 1; i < counts.size(); ++i) {
    EXPECT_LE(counts[i], counts[i - 1]);
    EXPECT_GE(counts[i], 0);
  }
}

TEST(IntersectionCounts, OfSixteenSetsAndNotMore) {
  std::vector<HyperLogLog> sets(17, of_range(0, 2'000, 8));
  std::vector<double> counts = intersection_counts(sets);
  ASSERT_EQ(counts.size(), 16U);
  EXPECT_NEAR(counts.back(), counts.front(), 1e-3) << "the same set over and over";
}

}  // namespace
}  // namespace huntbook::analysis
