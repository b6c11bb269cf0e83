#include "analysis/series/fit.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace huntbook::analysis {
namespace {

using Values = std::vector<double>;

// The figures that Kusto's page of series_fit_line() prints.
TEST(Fit, Line) {
  auto fit = fit_line(Values{2, 5, 6, 8, 11, 15, 17, 18, 25, 26, 30, 30});
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->rsquare, 0.982, 1e-3);
  EXPECT_NEAR(fit->slope, 2.730, 1e-3);
  EXPECT_NEAR(fit->variance, 98.628, 1e-3);
  EXPECT_NEAR(fit->rvariance, 1.686, 1e-3);
  EXPECT_NEAR(fit->interception, -1.666, 1e-3);
  EXPECT_NEAR(fit->at(0), 1.064, 1e-3);
  EXPECT_NEAR(fit->at(11), 31.102, 1e-3);
}

TEST(Fit, LineOfFewPoints) {
  EXPECT_FALSE(fit_line({}));
  EXPECT_FALSE(fit_line(Values{1, NAN}));
  EXPECT_DOUBLE_EQ(fit_line(Values{7})->at(0), 7);
  EXPECT_DOUBLE_EQ(fit_line(Values{5, 5, 5})->rsquare, 0) << "a constant series has nothing to explain";
  EXPECT_DOUBLE_EQ(fit_line(Values{1, 3})->slope, 2);
}

TEST(Fit, LinesFarFromZeroKeepTheirPrecision) {
  Values series;
  for (int i = 0; i < 1000; ++i) series.push_back(1e12 + 3.0 * i);
  EXPECT_NEAR(fit_line(series)->slope, 3, 1e-9);
}

TEST(Fit, TwoLinesAreSplitWhereTheTrendChanges) {
  auto fit = fit_two_lines(Values{1, 2, 3, 4, 14, 12, 10, 8, 6});
  ASSERT_TRUE(fit);
  EXPECT_EQ(fit->split, 4U);
  EXPECT_NEAR(fit->left.slope, 1, 1e-9);
  EXPECT_NEAR(fit->right.slope, -2, 1e-9);
  EXPECT_NEAR(fit->right.interception, 16, 1e-9);
  EXPECT_NEAR(fit->rsquare, 1, 1e-9);
  EXPECT_NEAR(fit->at(3), 4, 1e-9);
  EXPECT_NEAR(fit->at(4), 14, 1e-9);
  EXPECT_FALSE(fit_two_lines(Values{1, 2, 3}));
}

TEST(Fit, Polynomial) {
  Values x, y;
  for (int i = -20; i <= 20; ++i) {
    double at = 100 + i * 0.5;
    x.push_back(at);
    y.push_back(2 * at * at * at - at + 5);
  }
  auto fit = fit_polynomial(y, x, 3);
  ASSERT_TRUE(fit);
  ASSERT_EQ(fit->coefficients.size(), 4U);
  EXPECT_NEAR(fit->coefficients[0], 2, 1e-6);
  EXPECT_NEAR(fit->rsquare, 1, 1e-12);
  EXPECT_NEAR(fit->fitted[0], y[0], 1e-6);
}

TEST(Fit, PolynomialNeedsMorePlacesThanItsDegree) {
  EXPECT_FALSE(fit_polynomial(Values{1, 2, 3}, Values{1, 1, 1}, 1));
  EXPECT_FALSE(fit_polynomial(Values{1, 2}, Values{1, 2}, 2));
  EXPECT_FALSE(fit_polynomial(Values{1, 2}, Values{1}, 1));
  EXPECT_FALSE(fit_polynomial(Values(100, 1.0), Values(100, 1.0), most_polynomial_degree + 1));
  EXPECT_TRUE(fit_polynomial(Values{4}, Values{1}, 0));
}

}  // namespace
}  // namespace huntbook::analysis
