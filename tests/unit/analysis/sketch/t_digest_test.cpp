#include "analysis/sketch/t_digest.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace huntbook::analysis {
namespace {

TEST(TDigest, SmallSetsAreExact) {
  TDigest digest;
  for (int i = 1000; i >= 1; --i) digest.add(i);
  EXPECT_EQ(digest.percentile(50), 500);
  EXPECT_EQ(digest.percentile(0), 1);
  EXPECT_EQ(digest.percentile(100), 1000);
  EXPECT_EQ(digest.rank(685), 685);
  EXPECT_EQ(digest.weight(), 1000);
}

TEST(TDigest, Weights) {
  TDigest digest;
  digest.add(1, 1);
  digest.add(2, 2);
  digest.add(3, 0);
  digest.add(4, -1);
  digest.add(NAN, 1);
  EXPECT_EQ(digest.percentile(50), 2);
  EXPECT_EQ(digest.weight(), 3);
}

TEST(TDigest, LargeSetsAreCloseAndBounded) {
  TDigest digest;
  for (int i = 0; i < 300'000; ++i) digest.add(static_cast<double>((i * 7919LL) % 300'000));
  for (double percent : {0.1, 1.0, 25.0, 50.0, 90.0, 99.0, 99.9})
    EXPECT_NEAR(*digest.percentile(percent) / 300'000, percent / 100, 0.003) << percent;
  EXPECT_LE(digest.centroids().size(), 2048U);
  EXPECT_NEAR(digest.weight(), 300'000, 1e-6);
}

TEST(TDigest, Merged) {
  TDigest left, right;
  for (int i = 0; i < 2'000; ++i) (i % 2 == 0 ? left : right).add(i);
  left.merge(right);
  EXPECT_NEAR(*left.percentile(50), 1'000, 5);
  left.merge(left);
  EXPECT_NEAR(left.weight(), 4'000, 1e-6);
  EXPECT_EQ(TDigest().percentile(50), std::nullopt);
  EXPECT_EQ(left.percentile(101), std::nullopt);
}

}  // namespace
}  // namespace huntbook::analysis
