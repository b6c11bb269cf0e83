#include "analysis/series/fourier.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace huntbook::analysis {

namespace {

using Complex = std::complex<double>;

// `direction` is -1 forward, 1 backward; not divided by the length.
void transform_power_of_two(std::vector<Complex>& values, double direction) {
  std::size_t size = values.size();
  for (std::size_t i = 1, j = 0; i < size; ++i) {
    std::size_t bit = size >> 1;
    for (; (j & bit) != 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) std::swap(values[i], values[j]);
  }
  for (std::size_t length = 2; length <= size; length <<= 1) {
    std::vector<Complex> roots(length / 2);
    for (std::size_t k = 0; k < roots.size(); ++k)
      roots[k] =
          std::polar(1.0, direction * 2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(length));
    for (std::size_t begin = 0; begin < size; begin += length) {
      for (std::size_t k = 0; k < length / 2; ++k) {
        Complex even = values[begin + k];
        Complex odd = values[begin + k + length / 2] * roots[k];
        values[begin + k] = even + odd;
        values[begin + k + length / 2] = even - odd;
      }
    }
  }
}

void transform_any(std::vector<Complex>& values, double direction) {
  std::size_t size = values.size();
  std::size_t padded = std::bit_ceil(2 * size - 1);
  std::vector<Complex> chirp(size);
  for (std::size_t k = 0; k < size; ++k) {
    // k * k modulo 2n keeps the angle small and with it precise.
    auto square = static_cast<double>(static_cast<std::uint64_t>(k) * k % (2 * size));
    chirp[k] = std::polar(1.0, direction * std::numbers::pi * square / static_cast<double>(size));
  }
  std::vector<Complex> left(padded), right(padded);
  for (std::size_t k = 0; k < size; ++k) left[k] = values[k] * chirp[k];
  for (std::size_t k = 0; k < size; ++k) right[k] = std::conj(chirp[k]);
  for (std::size_t k = 1; k < size; ++k) right[padded - k] = std::conj(chirp[k]);
  transform_power_of_two(left, -1);
  transform_power_of_two(right, -1);
  for (std::size_t k = 0; k < padded; ++k) left[k] *= right[k];
  transform_power_of_two(left, 1);
  for (std::size_t k = 0; k < size; ++k) values[k] = left[k] / static_cast<double>(padded) * chirp[k];
}

void transform(std::vector<Complex>& values, double direction) {
  if (values.size() < 2) return;
  if (std::has_single_bit(values.size())) {
    transform_power_of_two(values, direction);
  } else {
    transform_any(values, direction);
  }
}

}  // namespace

std::vector<Complex> fourier_transform(std::vector<Complex> values) {
  transform(values, -1);
  return values;
}

std::vector<Complex> inverse_fourier_transform(std::vector<Complex> values) {
  transform(values, 1);
  for (Complex& value : values) value /= static_cast<double>(values.size());
  return values;
}

}  // namespace huntbook::analysis
