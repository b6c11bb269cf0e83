#include "analysis/series/decompose.hpp"

#include <limits>

#include "analysis/series/fit.hpp"
#include "analysis/series/periods.hpp"
#include "analysis/series/statistics.hpp"

namespace huntbook::analysis {

namespace {

// A steep trend drowns the autocorrelation of what repeats, so a line that is to be fitted is taken off first.
std::size_t detected_period(std::span<const double> learned, const DecomposeOptions& options) {
  std::vector<double> flat(learned.begin(), learned.end());
  if (options.trend == Trend::Line) {
    if (auto line = fit_line(learned))
      for (std::size_t i = 0; i < flat.size(); ++i) flat[i] -= line->at(i);
  }
  Period best = detect_periods(flat, 0, std::numeric_limits<double>::infinity(), 1).front();
  return best.score >= options.threshold ? static_cast<std::size_t>(best.length) : 0;
}

std::span<const double> learned_part(std::span<const double> series, const DecomposeOptions& options) {
  return series.first(series.size() - std::min(options.test_points, series.size()));
}

}  // namespace

std::optional<std::vector<double>> seasonal_part(std::span<const double> series, const DecomposeOptions& options) {
  std::span<const double> learned = learned_part(series, options);
  if (learned.empty() || !all_finite(learned)) return std::nullopt;
  std::vector<double> seasonal(series.size(), 0.0);
  std::size_t period = 0;
  if (options.period == -1) period = detected_period(learned, options);
  if (options.period > 0) period = static_cast<std::size_t>(options.period);
  if (period == 0 || period > learned.size()) return seasonal;
  std::vector<double> phase;
  for (std::size_t start = 0; start < period; ++start) {
    phase.clear();
    for (std::size_t i = start; i < learned.size(); i += period) phase.push_back(learned[i]);
    double median = median_of(phase);
    for (std::size_t i = start; i < seasonal.size(); i += period) seasonal[i] = median;
  }
  return seasonal;
}

std::optional<Decomposition> decompose(std::span<const double> series, const DecomposeOptions& options) {
  auto seasonal = seasonal_part(series, options);
  if (!seasonal) return std::nullopt;
  std::span<const double> learned = learned_part(series, options);
  std::vector<double> without(learned.begin(), learned.end());
  for (std::size_t i = 0; i < without.size(); ++i) without[i] -= (*seasonal)[i];
  Decomposition result;
  result.trend.assign(series.size(), 0.0);
  if (options.trend == Trend::Average) result.trend.assign(series.size(), describe_series(without).mean);
  if (options.trend == Trend::Line) {
    LineFit line = fit_line(without).value_or(LineFit{});
    for (std::size_t i = 0; i < series.size(); ++i) result.trend[i] = line.at(i);
  }
  result.seasonal = std::move(*seasonal);
  for (std::size_t i = 0; i < series.size(); ++i) {
    result.baseline.push_back(result.seasonal[i] + result.trend[i]);
    result.residual.push_back(series[i] - result.baseline[i]);
  }
  return result;
}

}  // namespace huntbook::analysis
