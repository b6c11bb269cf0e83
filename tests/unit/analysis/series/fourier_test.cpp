#include "analysis/series/fourier.hpp"

#include <numbers>

#include <gtest/gtest.h>

#include "analysis/series/autocorrelation.hpp"

namespace huntbook::analysis {
namespace {

using Complex = std::complex<double>;

std::vector<Complex> by_definition(const std::vector<Complex>& values) {
  std::vector<Complex> result(values.size());
  for (std::size_t k = 0; k < values.size(); ++k)
    for (std::size_t i = 0; i < values.size(); ++i)
      result[k] += values[i] * std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(k * i) /
                                                   static_cast<double>(values.size()));
  return result;
}

TEST(Fourier, AgreesWithTheDefinitionAtAnyLength) {
  for (std::size_t size : {1U, 2U, 3U, 7U, 8U, 12U, 31U, 64U, 100U}) {
    std::vector<Complex> values;
    for (std::size_t i = 0; i < size; ++i)
      values.emplace_back(static_cast<double>((i * 13) % 7), static_cast<double>((i * 5) % 3));
    std::vector<Complex> expected = by_definition(values);
    std::vector<Complex> transformed = fourier_transform(values);
    std::vector<Complex> back = inverse_fourier_transform(transformed);
    for (std::size_t i = 0; i < size; ++i) {
      EXPECT_NEAR(std::abs(transformed[i] - expected[i]), 0, 1e-9) << size << " at " << i;
      EXPECT_NEAR(std::abs(back[i] - values[i]), 0, 1e-9) << size << " at " << i;
    }
  }
  EXPECT_TRUE(fourier_transform({}).empty());
}

TEST(Fourier, AutocorrelationOfAnAlternatingSeries) {
  std::vector<double> series;
  for (int i = 0; i < 10; ++i) series.push_back(i % 2);
  std::vector<double> correlation = autocorrelation(series, 3);
  ASSERT_EQ(correlation.size(), 4U);
  for (std::size_t lag = 0; lag < 4; ++lag) EXPECT_NEAR(correlation[lag], lag % 2 == 0 ? 1 : -1, 1e-12);
  EXPECT_TRUE(autocorrelation(std::vector<double>{3, 3, 3}, 1).empty());
}

}  // namespace
}  // namespace huntbook::analysis
