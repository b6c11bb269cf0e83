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

}  // namespace
}  // namespace huntbook::analysis
