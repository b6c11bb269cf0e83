// Finds the lengths after which a series repeats itself.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace huntbook::analysis {

struct Period {
  double length = 0;  // in points; 0: none
  double score = 0;   // 0..1
};

// Kusto's pages bound a period (at least 4 points, at most half of the series) but not the way to find one. Here a
// period is a hill of the autocorrelation r: r(p) is above its neighbours, is the greatest within a quarter of p, and
// is more than noise would give (2 / sqrt(n), Bartlett 1946). Its score is the lesser of r(p) and r(2p), as far as 2p
// is within half of the series: what repeats once but not twice is no period. The figures that the pages of
// series_periods_detect() and series_seasonal() print follow from this.

// The `count` best periods between `shortest` and `longest` points, best first, filled up with {0, 0}. A multiple of a
// better one is left out. Only zeros where the series is constant or holds points that are not finite.
std::vector<Period> detect_periods(std::span<const double> series, double shortest, double longest, std::size_t count);

// The scores of given lengths: 0 for those that are no hill at the nearest whole length.
std::vector<double> validate_periods(std::span<const double> series, std::span<const double> lengths);

}  // namespace huntbook::analysis
