#include "analysis/mining/frequent_values.hpp"

#include <algorithm>
#include <cmath>

namespace huntbook::mining {

namespace {

// Ten times as many counters as there can be values of the share, so that hardly any others become candidates, as long
// as that is not too many.
std::size_t counters_for(double share) {
  const double needed = std::floor(1.0 / share) + 1;
  return static_cast<std::size_t>(std::max(needed, std::min(10.0 / share, 1000.0)));
}

}  // namespace

// What is taken off a counter is at most 1 / (kept + 1) of the weight, which is less than the share.
FrequentValues::FrequentValues(double share)
    : share_(std::clamp(share, least_share, 1.0)), kept_(counters_for(share_)) {}

void FrequentValues::add(std::string_view value, double weight) {
  if (!(weight > 0)) return;
  total_ += weight;
  if (auto found = weights_.find(value); found != weights_.end()) {
    found->second += weight;
    return;
  }
  if (weights_.size() >= 2 * kept_ + 64) prune();
  weights_.emplace(value, weight);
}

// Takes the weight of the heaviest counter that is not to be kept off all of them.
void FrequentValues::prune() {
  std::vector<double> sorted;
  sorted.reserve(weights_.size());
  for (const auto& [value, weight] : weights_) sorted.push_back(weight);
  std::ranges::nth_element(sorted, sorted.begin() + static_cast<std::ptrdiff_t>(kept_), std::ranges::greater{});
  const double taken = sorted[kept_];
  taken_ += taken;
  for (auto entry = weights_.begin(); entry != weights_.end();) {
    entry->second -= taken;
    entry = entry->second > 0 ? std::next(entry) : weights_.erase(entry);
  }
}

std::vector<std::string> FrequentValues::candidates() const {
  std::vector<std::string> result;
  // Sums of reals are off in their last digits.
  const double least = share_ * total_ * (1 - 1e-9);
  for (const auto& [value, weight] : weights_) {
    if (weight + taken_ >= least) result.push_back(value);
  }
  std::ranges::sort(result);
  return result;
}

}  // namespace huntbook::mining
