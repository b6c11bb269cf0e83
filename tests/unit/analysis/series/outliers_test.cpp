#include "analysis/series/outliers.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace huntbook::analysis {
namespace {

// The example that Kusto's page of series_outliers() printed with its scores in 2019.
TEST(Outliers, TrimmedScores) {
  std::vector<double> series{30, 28, 5, 27, 31, 38, 29, 80, 25, 37, 30};
  std::vector<double> expected{0,
                               0,
                               -3.206896551724138,
                               -0.1724137931034483,
                               0,
                               2.6666666666666667,
                               0,
                               16.666666666666669,
                               -0.4482758620689655,
                               2.3333333333333337,
                               0};
  std::vector<double> scores = outlier_scores(series, OutlierTrim{}, series.size());
  ASSERT_EQ(scores.size(), expected.size());
  for (std::size_t i = 0; i < scores.size(); ++i) EXPECT_NEAR(scores[i], expected[i], 1e-12) << i;
}

TEST(Outliers, PlainScoresAreTukeys) {
  std::vector<double> series{1, 2, 3, 4, 5, 11};  // quartiles 2.25 and 4.75
  std::vector<double> scores = outlier_scores(series, std::nullopt, series.size());
  EXPECT_NEAR(scores[5], (11 - 4.75) / 2.5, 1e-12);
  EXPECT_NEAR(scores[0], (1 - 2.25) / 2.5, 1e-12);
  EXPECT_EQ(scores[2], 0);
}

TEST(Outliers, PointsThatAreMissingScoreNothing) {
  std::vector<double> series{1, NAN, 1, 1, 9};
  std::vector<double> scores = outlier_scores(series, OutlierTrim{}, series.size());
  EXPECT_EQ(scores[1], 0);
  EXPECT_TRUE(std::isinf(scores[4])) << "no spread to measure by";
  EXPECT_TRUE(outlier_scores({}, std::nullopt, 0).empty());
  EXPECT_EQ(outlier_scores(std::vector<double>{NAN}, std::nullopt, 1)[0], 0);
}

}  // namespace
}  // namespace huntbook::analysis
