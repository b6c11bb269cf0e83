#include "analysis/series/periods.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace huntbook::analysis {
namespace {

constexpr double endless = std::numeric_limits<double>::infinity();

// The month of an application's traffic of Kusto's page of series_periods_detect(), with its printed figures.
const std::vector<double> traffic{80,  139, 87,  110, 68, 54, 50,  51,  53,  133, 86,  141, 97,  156, 94,
                                  149, 95,  140, 77,  61, 50, 54,  47,  133, 72,  152, 94,  148, 105, 162,
                                  101, 160, 87,  63,  53, 55, 54,  151, 103, 189, 108, 183, 113, 175, 113,
                                  178, 90,  71,  62,  62, 65, 165, 109, 181, 115, 182, 121, 178, 114, 170};

TEST(Periods, TheWeekInTwelveHourBins) {
  std::vector<Period> found = detect_periods(traffic, 0, 50, 2);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].length, 14);
  EXPECT_NEAR(found[0].score, 0.84, 0.005);
  EXPECT_EQ(found[1].length, 0);
  EXPECT_EQ(found[1].score, 0);
  std::vector<double> scores = validate_periods(traffic, std::vector<double>{14, 10, 2, 31, NAN, -5});
  EXPECT_NEAR(scores[0], 0.84, 0.005);
  for (std::size_t i = 1; i < scores.size(); ++i) EXPECT_EQ(scores[i], 0) << i;
}

TEST(Periods, ADayWithinAWeek) {
  std::vector<double> series;
  for (int hour = 0; hour < 24 * 7 * 6; ++hour) {
    double day = std::sin(hour % 24 * 3.14159 / 24);
    series.push_back(hour / 24 % 7 >= 5 ? 0.4 * day : day);
  }
  std::vector<Period> found = detect_periods(series, 0, endless, 2);
  EXPECT_EQ(found[0].length, 168);
  EXPECT_EQ(found[1].length, 24);
  EXPECT_GT(found[0].score, found[1].score);
}

TEST(Periods, OnlyWithinTheAskedRange) {
  EXPECT_EQ(detect_periods(traffic, 20, 50, 1)[0].length, 28);
  EXPECT_EQ(detect_periods(traffic, 5, 10, 1)[0].length, 0);
}

TEST(Periods, NoneInShortConstantOrBrokenSeries) {
  EXPECT_EQ(detect_periods(std::vector<double>{1, 2, 1}, 0, endless, 1)[0].length, 0);
  EXPECT_EQ(detect_periods(std::vector<double>(100, 7.0), 0, endless, 1)[0].length, 0);
  EXPECT_EQ(detect_periods(std::vector<double>(100, NAN), 0, endless, 1)[0].length, 0);
  EXPECT_TRUE(detect_periods({}, 0, endless, 0).empty());
}

}  // namespace
}  // namespace huntbook::analysis
