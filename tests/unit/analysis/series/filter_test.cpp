#include "analysis/series/filter.hpp"

#include <gtest/gtest.h>

namespace huntbook::analysis {
namespace {

using Values = std::vector<double>;

TEST(Filter, AveragesOverTheLastPoints) {
  Values series{0, 0, 10, 20, 0};
  EXPECT_EQ(filter_fir(series, Values{1, 1}, true, false), (Values{0, 0, 5, 15, 10}));
  EXPECT_EQ(filter_fir(series, Values{1, 1, 1}, false, true), (Values{0, 10, 30, 30, 20}));
  EXPECT_EQ(filter_fir(series, Values{1, -1}, true, false), std::nullopt) << "coefficients add up to zero";
}

TEST(Filter, LongFiltersGiveTheSameAsSums) {
  Values series, filter;
  for (int i = 0; i < 300; ++i) series.push_back((i * 37) % 11);
  for (int i = 0; i < 100; ++i) filter.push_back((i % 7) - 2);
  for (bool center : {false, true}) {
    Values fast = *filter_fir(series, filter, false, center);
    std::size_t ahead = center ? filter.size() / 2 : 0;
    for (std::size_t i = 0; i < series.size(); ++i) {
      double sum = 0;
      for (std::size_t k = 0; k < filter.size(); ++k)
        if (i + ahead >= k && i + ahead - k < series.size()) sum += filter[k] * series[i + ahead - k];
      EXPECT_NEAR(fast[i], sum, 1e-9) << i;
    }
  }
}

TEST(Filter, InfiniteResponseSums) {
  EXPECT_EQ(filter_iir(Values{1, 2, 3, 4}, Values{1}, Values{1, -1}), (Values{1, 3, 6, 10}));
  EXPECT_EQ(filter_iir(Values{2, 4}, Values{1, 1}, Values{2}), (Values{1, 3}));
  EXPECT_EQ(filter_iir(Values{1}, Values{1}, Values{0}), std::nullopt);
  EXPECT_EQ(filter_iir(Values{1}, Values{1}, Values{}), std::nullopt);
  EXPECT_EQ(filter_iir(Values{1}, Values(most_iir_coefficients + 1, 1.0), Values{1}), std::nullopt);
}

}  // namespace
}  // namespace huntbook::analysis
