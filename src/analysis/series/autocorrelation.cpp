#include "analysis/series/autocorrelation.hpp"

#include <bit>

#include "analysis/series/fourier.hpp"
#include "analysis/series/statistics.hpp"

namespace huntbook::analysis {

std::vector<double> autocorrelation(std::span<const double> series, std::size_t most_lag) {
  SeriesStatistics statistics = describe_series(series);
  if (!(statistics.variance > 0)) return {};
  // By the Wiener-Khinchin theorem, padded so that the ends do not meet.
  std::vector<std::complex<double>> spectrum(std::bit_ceil(2 * series.size()));
  for (std::size_t i = 0; i < series.size(); ++i) spectrum[i] = series[i] - statistics.mean;
  spectrum = fourier_transform(std::move(spectrum));
  for (std::complex<double>& value : spectrum) value = std::norm(value);
  spectrum = inverse_fourier_transform(std::move(spectrum));
  auto size = static_cast<double>(series.size());
  std::vector<double> result(most_lag + 1);
  for (std::size_t lag = 0; lag <= most_lag; ++lag)
    result[lag] = spectrum[lag].real() / spectrum[0].real() * size / (size - static_cast<double>(lag));
  return result;
}

}  // namespace huntbook::analysis
