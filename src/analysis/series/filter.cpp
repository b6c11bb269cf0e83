#include "analysis/series/filter.hpp"

#include <bit>
#include <complex>
#include <numeric>

#include "analysis/series/fourier.hpp"

namespace huntbook::analysis {

namespace {

// Beyond this many coefficients the transform is faster than sums.
constexpr std::size_t most_summed = 64;

// The sums of left[k] * right[i - k].
std::vector<double> convolution(std::span<const double> left, std::span<const double> right) {
  std::size_t size = left.size() + right.size() - 1;
  std::vector<std::complex<double>> a(std::bit_ceil(size)), b(a.size());
  for (std::size_t i = 0; i < left.size(); ++i) a[i] = left[i];
  for (std::size_t i = 0; i < right.size(); ++i) b[i] = right[i];
  a = fourier_transform(std::move(a));
  b = fourier_transform(std::move(b));
  for (std::size_t i = 0; i < a.size(); ++i) a[i] *= b[i];
  a = inverse_fourier_transform(std::move(a));
  std::vector<double> result(size);
  for (std::size_t i = 0; i < size; ++i) result[i] = a[i].real();
  return result;
}

}  // namespace

std::optional<std::vector<double>> filter_fir(std::span<const double> series, std::span<const double> filter,
                                              bool normalize, bool center) {
  double divisor = normalize ? std::accumulate(filter.begin(), filter.end(), 0.0) : 1.0;
  if (divisor == 0) return std::nullopt;
  std::size_t ahead = center ? filter.size() / 2 : 0;
  std::vector<double> result(series.size());
  if (filter.size() > most_summed && !series.empty()) {
    std::vector<double> sums = convolution(series, filter);
    for (std::size_t i = 0; i < series.size() && i + ahead < sums.size(); ++i) result[i] = sums[i + ahead] / divisor;
    return result;
  }
  for (std::size_t i = 0; i < series.size(); ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < filter.size() && k <= i + ahead; ++k)
      if (i + ahead - k < series.size()) sum += filter[k] * series[i + ahead - k];
    result[i] = sum / divisor;
  }
  return result;
}

std::optional<std::vector<double>> filter_iir(std::span<const double> series, std::span<const double> numerators,
                                              std::span<const double> denominators) {
  if (denominators.empty() || denominators[0] == 0) return std::nullopt;
  if (numerators.size() > most_iir_coefficients || denominators.size() > most_iir_coefficients) return std::nullopt;
  std::vector<double> result(series.size());
  for (std::size_t i = 0; i < series.size(); ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < numerators.size() && k <= i; ++k) sum += numerators[k] * series[i - k];
    for (std::size_t k = 1; k < denominators.size() && k <= i; ++k) sum -= denominators[k] * result[i - k];
    result[i] = sum / denominators[0];
  }
  return result;
}

}  // namespace huntbook::analysis
