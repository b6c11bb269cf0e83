#include "notebook/capture.hpp"

#include <gtest/gtest.h>

namespace huntbook::notebook {
namespace {

Batch numbers(std::initializer_list<std::int64_t> values) {
  Batch batch = make_batch({{"n", ScalarType::Long}});
  for (std::int64_t value : values) batch.columns[0].push_long(value);
  return batch;
}

std::vector<std::int64_t> captured(bool ordered, std::size_t limit) {
  Capture capture(limit);
  EXPECT_TRUE(capture.begin({.schema = {{"n", ScalarType::Long}}, .render = {}, .ordered = ordered, .query_time = {}}));
  EXPECT_TRUE(capture.batch(numbers({5, 3, 9})));
  EXPECT_TRUE(capture.batch(numbers({1, 7, 2, 8})));
  EXPECT_TRUE(capture.end());
  EXPECT_EQ(capture.results()[0].total_rows, 7U);
  const auto longs = capture.results()[0].rows.columns[0].longs();
  return {longs.begin(), longs.end()};
}

TEST(Capture, KeepsTheFirstRowsOfAnOrderedResult) {
  EXPECT_EQ(captured(true, 4), (std::vector<std::int64_t>{5, 3, 9, 1}));
}

TEST(Capture, KeepsTheSmallestRowsOfAnyOther) {
  EXPECT_EQ(captured(false, 3), (std::vector<std::int64_t>{1, 2, 3}));
  EXPECT_EQ(captured(false, 100), (std::vector<std::int64_t>{1, 2, 3, 5, 7, 8, 9}));
}

}  // namespace
}  // namespace huntbook::notebook
