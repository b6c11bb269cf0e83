#include "analysis/coverage/spacing.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace huntbook::coverage {

namespace {

constexpr std::size_t least_tail = 10;

}  // namespace

Spacing::Spacing(std::vector<std::uint32_t> lengths) {
  if (lengths.size() <= least_tail) return;
  const std::size_t tail = std::max(least_tail, lengths.size() / 10);
  const auto below = lengths.begin() + static_cast<std::ptrdiff_t>(tail);
  std::ranges::nth_element(lengths, below, std::ranges::greater{});
  longest_ = static_cast<double>(tail);
  threshold_ = std::max(1.0, static_cast<double>(*below));
  // In one order, so that the sum is the same for the same spacings.
  std::sort(lengths.begin(), below);
  for (auto length = lengths.begin(); length != below; ++length)
    logarithms_ += std::log(static_cast<double>(*length) / threshold_);
}

double Spacing::expected(std::uint32_t length) const {
  const double ratio = static_cast<double>(length) / threshold_;
  if (longest_ == 0 || ratio <= 1) return std::max(longest_, 1.0);
  const double mean = (logarithms_ - std::log(ratio) + 1) / longest_;
  return longest_ * std::pow(ratio, -1 / mean);
}

}  // namespace huntbook::coverage
