#include "analysis/series/periods.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/series/autocorrelation.hpp"
#include "analysis/series/statistics.hpp"

namespace huntbook::analysis {

namespace {

constexpr std::size_t shortest_period = 4;

// The hills of a series' autocorrelation.
class Hills {
 public:
  explicit Hills(std::span<const double> series) : longest_(series.size() / 2) {
    if (longest_ <= shortest_period || !all_finite(series)) return;
    correlation_ = autocorrelation(series, longest_);
    noise_ = 2 / std::sqrt(static_cast<double>(series.size()));
  }

  // The score of a period, 0 where it is none.
  double score(std::size_t period) const {
    if (correlation_.empty() || period < shortest_period || period >= longest_) return 0;
    double here = correlation_[period];
    if (here <= noise_ || correlation_[period - 1] >= here || correlation_[period + 1] >= here) return 0;
    std::size_t reach = period / 4;
    auto around = correlation_.begin() + static_cast<std::ptrdiff_t>(period);
    auto last = std::min(around + static_cast<std::ptrdiff_t>(reach), correlation_.end() - 1);
    if (*std::max_element(around - static_cast<std::ptrdiff_t>(reach), last + 1) > here) return 0;
    double twice = 2 * period <= longest_ ? correlation_[2 * period] : here;
    return std::clamp(std::min(here, twice), 0.0, 1.0);
  }

  std::size_t longest() const { return longest_; }

 private:
  std::size_t longest_;
  std::vector<double> correlation_;  // empty: no period can be told
  double noise_ = 0;
};

bool is_multiple(std::size_t period, double of) {
  double times = std::round(static_cast<double>(period) / of);
  return times >= 2 && std::fabs(static_cast<double>(period) - times * of) <= 1;
}

}  // namespace

std::vector<Period> detect_periods(std::span<const double> series, double shortest, double longest, std::size_t count) {
  Hills hills(series);
  std::vector<Period> found;
  for (std::size_t period = shortest_period; period < hills.longest(); ++period) {
    auto length = static_cast<double>(period);
    if (length < shortest || length > longest) continue;
    if (double score = hills.score(period); score > 0) found.push_back({length, score});
  }
  std::ranges::stable_sort(found, std::greater<>{}, &Period::score);
  std::vector<Period> result;
  for (const Period& period : found) {
    if (result.size() == count) break;
    bool multiple = std::ranges::any_of(result, [&](const Period& better) {
      return is_multiple(static_cast<std::size_t>(period.length), better.length);
    });
    if (!multiple) result.push_back(period);
  }
  result.resize(count);
  return result;
}

std::vector<double> validate_periods(std::span<const double> series, std::span<const double> lengths) {
  Hills hills(series);
  std::vector<double> scores;
  for (double length : lengths) {
    bool within = length >= 1 && length <= static_cast<double>(series.size());
    scores.push_back(within ? hills.score(static_cast<std::size_t>(std::lround(length))) : 0.0);
  }
  return scores;
}

}  // namespace huntbook::analysis
