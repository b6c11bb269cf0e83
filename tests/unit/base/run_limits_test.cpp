#include "base/run_limits.hpp"

#include <memory>
#include <thread>

#include <gtest/gtest.h>

namespace huntbook {
namespace {

using namespace std::chrono_literals;

TEST(RunLimits, NoneIsNeverReached) {
  EXPECT_TRUE(RunLimits().check());
  EXPECT_FALSE(RunLimits().any());
  EXPECT_FALSE(RunLimits(nullptr, 0ms).any());
}

TEST(RunLimits, AStopIsACancel) {
  std::atomic<bool> stop = false;
  const RunLimits limits(&stop);
  EXPECT_TRUE(limits.any());
  EXPECT_TRUE(limits.check());
  stop = true;
  ASSERT_FALSE(limits.check());
  EXPECT_EQ(limits.check().error().kind, ErrorKind::Cancelled);
}

TEST(RunLimits, ATimeLimitNamesItself) {
  const RunLimits limits(nullptr, 1ms);
  std::this_thread::sleep_for(5ms);
  ASSERT_FALSE(limits.check());
  EXPECT_EQ(limits.check().error().kind, ErrorKind::User);
  EXPECT_EQ(limits.check().error().message, "the query took longer than its time limit of 0.001 s");
}

TEST(RunLimits, WorkApartEndsByItself) {
  const auto done = std::make_shared<std::atomic<int>>(0);
  EXPECT_TRUE(run_apart([done] { *done = 7; }, RunLimits()));
  EXPECT_EQ(*done, 7);
}

TEST(RunLimits, WorkApartIsLeftAndCountedUntilItEnds) {
  const auto go_on = std::make_shared<std::atomic<bool>>(true);
  const auto left = run_apart(
      [go_on] {
        while (*go_on) std::this_thread::sleep_for(1ms);
      },
      RunLimits(nullptr, 10ms));
  ASSERT_FALSE(left);
  EXPECT_EQ(left.error().kind, ErrorKind::User);
  EXPECT_FALSE(wait_for_left_behind(10ms));
  *go_on = false;
  EXPECT_TRUE(wait_for_left_behind(10s));
}

}  // namespace
}  // namespace huntbook
