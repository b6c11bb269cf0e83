// How alike a series is to itself some points later.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace huntbook::analysis {

// The autocorrelation at the lags 0 to `most_lag`, which is below the length: the mean product of deviations from the
// series' mean over the pairs at that distance, divided by the variance. Empty for a constant series. O(n log n).
std::vector<double> autocorrelation(std::span<const double> series, std::size_t most_lag);

}  // namespace huntbook::analysis
