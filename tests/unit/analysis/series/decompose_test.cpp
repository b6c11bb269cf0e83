#include "analysis/series/decompose.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace huntbook::analysis {
namespace {

using Values = std::vector<double>;

// The examples of Kusto's page of series_seasonal().
TEST(Decompose, SeasonIsTheMedianOfAPhase) {
  DecomposeOptions detected{.threshold = 0.7};
  EXPECT_EQ(seasonal_part(Values{2, 5, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1}, detected),
            (Values{1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1}));
  Values two{1, 3, 5, 2, 4, 6, 1, 3, 5, 2, 4, 6};
  EXPECT_EQ(seasonal_part(two, detected), Values(12, 0.0));
  EXPECT_EQ(seasonal_part(two, {.period = 3}), (Values{1.5, 3.5, 5.5, 1.5, 3.5, 5.5, 1.5, 3.5, 5.5, 1.5, 3.5, 5.5}));
  EXPECT_EQ(seasonal_part(two, {.period = 0}), Values(12, 0.0));
  EXPECT_EQ(seasonal_part(two, {.period = 13}), Values(12, 0.0)) << "longer than the series";
}

TEST(Decompose, TrendIsLearntFromWhatIsNotTested) {
  auto parts = decompose(Values{1, 2, 3, 4, 0, 0}, {.period = 0, .trend = Trend::Line, .test_points = 2});
  ASSERT_TRUE(parts);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(parts->baseline[i], static_cast<double>(i + 1), 1e-9);
  EXPECT_NEAR(parts->residual[5], -6, 1e-9);
  auto flat = decompose(Values{1, 2, 3, NAN}, {.period = 0, .test_points = 1});
  ASSERT_TRUE(flat);
  EXPECT_EQ(flat->trend, Values(4, 2.0));
  EXPECT_TRUE(std::isnan(flat->residual[3]));
}

TEST(Decompose, ASteepTrendDoesNotHideTheSeason) {
  Values series;
  for (int i = 0; i < 70; ++i) series.push_back(3.0 * i + (i % 7 == 0 ? 10 : 0));
  auto parts = decompose(series, {.trend = Trend::Line});
  ASSERT_TRUE(parts);
  EXPECT_NE(parts->seasonal[0], parts->seasonal[1]);
}

TEST(Decompose, NothingToLearnFrom) {
  EXPECT_FALSE(decompose({}, {}));
  EXPECT_FALSE(decompose(Values{1, 2}, {.test_points = 2}));
  EXPECT_FALSE(decompose(Values{1, 2}, {.test_points = 5}));
  EXPECT_FALSE(decompose(Values{1, NAN}, {}));
}

}  // namespace
}  // namespace huntbook::analysis
