// Linear filters over a series.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace huntbook::analysis {

// Finite impulse response: each point is the sum of filter[k] * series[i - k], with points before the first taken as
// zero. `normalize` divides by the sum of the coefficients; `center` moves the window half its length into the future.
// Nothing where it is to be normalized and the coefficients add up to zero.
std::optional<std::vector<double>> filter_fir(std::span<const double> series, std::span<const double> filter,
                                              bool normalize, bool center);

inline constexpr std::size_t most_iir_coefficients = 1024;

// Infinite impulse response: a[0] y[i] = sum of b[k] x[i - k] - sum over k > 0 of a[k] y[i - k] (Kusto docs,
// "series_iir()"). Nothing where the denominators `a` are empty or begin with zero, or either list is longer than
// most_iir_coefficients.
std::optional<std::vector<double>> filter_iir(std::span<const double> series, std::span<const double> numerators,
                                              std::span<const double> denominators);

}  // namespace huntbook::analysis
