// Takes a series apart into what repeats, what trends and the rest (Kusto docs, "series_decompose()").
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace huntbook::analysis {

enum class Trend : std::uint8_t { None, Average, Line };

struct DecomposeOptions {
  std::int64_t period = -1;  // points; -1: the best detected one, 0 or less than -1: none
  Trend trend = Trend::Average;
  std::size_t test_points = 0;  // at the end, which nothing is learnt from
  double threshold = 0.6;       // the score that a detected period needs
};

struct Decomposition {
  std::vector<double> baseline;  // seasonal + trend
  std::vector<double> seasonal;  // median of the points of the same phase
  std::vector<double> trend;     // of what remains without the seasonal part
  std::vector<double> residual;  // series - baseline; NaN at test points that are not finite
};

// Nothing where no point is left to learn from, or one of those is not finite.
std::optional<Decomposition> decompose(std::span<const double> series, const DecomposeOptions& options);

// The seasonal part alone.
std::optional<std::vector<double>> seasonal_part(std::span<const double> series, const DecomposeOptions& options);

}  // namespace huntbook::analysis
