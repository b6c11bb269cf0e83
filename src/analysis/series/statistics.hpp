// Describes a series of numbers at evenly spaced places. In all of analysis/series a missing point is NaN.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace huntbook::analysis {

struct SeriesStatistics {
  double minimum = 0;
  std::size_t minimum_index = 0;  // the first place of the least value
  double maximum = 0;
  std::size_t maximum_index = 0;
  double mean = 0;
  double variance = 0;  // of a sample (n - 1); 0 for a single point
  double sum = 0;
  std::size_t count = 0;  // points that were looked at
};

// Points that are not finite are left out. All zero where nothing remains.
SeriesStatistics describe_series(std::span<const double> series);

bool all_finite(std::span<const double> series);

// The value that the share `fraction` (0..1) of the sorted values lies below, between two values in proportion (Hyndman
// and Fan 1996, definition 7). `sorted` is not empty.
double quantile_of_sorted(std::span<const double> sorted, double fraction);

// The middle value, or the mean of the two in the middle; changes the order of `values`, which are not empty.
double median_of(std::vector<double>& values);

}  // namespace huntbook::analysis
