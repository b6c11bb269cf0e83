#include "analysis/series/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace huntbook::analysis {

SeriesStatistics describe_series(std::span<const double> series) {
  SeriesStatistics result;
  double squares = 0;  // of distances from the running mean (Welford 1962)
  for (std::size_t i = 0; i < series.size(); ++i) {
    double value = series[i];
    if (!std::isfinite(value)) continue;
    ++result.count;
    if (result.count == 1 || value < result.minimum) {
      result.minimum = value;
      result.minimum_index = i;
    }
    if (result.count == 1 || value > result.maximum) {
      result.maximum = value;
      result.maximum_index = i;
    }
    result.sum += value;
    double distance = value - result.mean;
    result.mean += distance / static_cast<double>(result.count);
    squares += distance * (value - result.mean);
  }
  if (result.count > 0) result.mean = result.sum / static_cast<double>(result.count);
  if (result.count > 1) result.variance = squares / static_cast<double>(result.count - 1);
  return result;
}

bool all_finite(std::span<const double> series) {
  return std::ranges::all_of(series, [](double value) { return std::isfinite(value); });
}

double quantile_of_sorted(std::span<const double> sorted, double fraction) {
  double place = std::clamp(fraction, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
  auto below = static_cast<std::size_t>(place);
  if (below + 1 >= sorted.size()) return sorted.back();
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

double median_of(std::vector<double>& values) {
  auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

}  // namespace huntbook::analysis
