#include "scenario/world/random.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace huntbook::scenario {
namespace {

TEST(Random, SameSeedAndStreamGiveTheSameNumbers) {
  Random a(7, "people");
  Random b(7, "people");
  for (int i = 0; i < 100; ++i) EXPECT_EQ(a.next(), b.next());
}

TEST(Random, StreamsOfOneSeedDiffer) {
  EXPECT_NE(Random(7, "people").next(), Random(7, "services").next());
}

TEST(Random, BetweenReachesBothEndsAndNoFurther) {
  Random random(1, "");
  std::int64_t lowest = 10;
  std::int64_t highest = -10;
  for (int i = 0; i < 1'000; ++i) {
    const std::int64_t value = random.between(-2, 3);
    lowest = std::min(lowest, value);
    highest = std::max(highest, value);
  }
  EXPECT_EQ(lowest, -2);
  EXPECT_EQ(highest, 3);
}

}  // namespace
}  // namespace huntbook::scenario
