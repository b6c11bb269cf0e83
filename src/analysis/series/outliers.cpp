#include "analysis/series/outliers.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/series/statistics.hpp"

namespace huntbook::analysis {

namespace {

struct Quartiles {
  double first, third;
  double range() const { return third - first; }
};

Quartiles quartiles_of(std::span<const double> sorted) {
  return {quantile_of_sorted(sorted, 0.25), quantile_of_sorted(sorted, 0.75)};
}

}  // namespace

std::vector<double> outlier_scores(std::span<const double> series, std::optional<OutlierTrim> trim,
                                   std::size_t learned) {
  std::vector<double> values;
  for (double value : series.first(std::min(learned, series.size())))
    if (std::isfinite(value)) values.push_back(value);
  std::vector<double> scores(series.size(), 0.0);
  if (values.empty()) return scores;
  std::ranges::sort(values);
  std::span<const double> sorted(values);
  Quartiles all = quartiles_of(sorted);
  Quartiles upper = all, lower = all;
  if (trim) {
    auto count = static_cast<double>(sorted.size());
    auto kept = static_cast<std::size_t>(count * std::clamp(trim->high, 0.0, 1.0));
    auto dropped = static_cast<std::size_t>(count * std::clamp(trim->low, 0.0, 1.0));
    upper = quartiles_of(sorted.first(std::max<std::size_t>(kept, 1)));
    lower = quartiles_of(sorted.subspan(std::min(dropped, sorted.size() - 1)));
  }
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (!std::isfinite(series[i])) continue;
    if (series[i] > all.third) scores[i] = (series[i] - upper.third) / upper.range();
    if (series[i] < all.first) scores[i] = (series[i] - lower.first) / lower.range();
  }
  return scores;
}

}  // namespace huntbook::analysis
