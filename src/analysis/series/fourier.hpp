// The discrete Fourier transform of a series of any length in O(n log n).
#pragma once

#include <complex>
#include <vector>

namespace huntbook::analysis {

// Powers of two by the radix-2 transform (Cooley and Tukey 1965), other lengths by the chirp transform (Bluestein
// 1970).
std::vector<std::complex<double>> fourier_transform(std::vector<std::complex<double>> values);
// The inverse: divided by the length, so that it gives back what was transformed.
std::vector<std::complex<double>> inverse_fourier_transform(std::vector<std::complex<double>> values);

}  // namespace huntbook::analysis
