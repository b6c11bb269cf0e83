// Least-squares fits of a line, of two lines and of a polynomial to a series.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace huntbook::analysis {

// y = slope * x + interception, with x = 1 for the first point.
struct LineFit {
  double rsquare = 0;  // 1 - residual / total sum of squares; 0 for a constant series
  double slope = 0;
  double interception = 0;
  double variance = 0;   // of the series, a sample's
  double rvariance = 0;  // of the residuals, a sample's
  double at(std::size_t index) const { return slope * static_cast<double>(index + 1) + interception; }
};

// Nothing where the series is empty or holds a point that is not finite. A single point gives a flat line.
std::optional<LineFit> fit_line(std::span<const double> series);

// A line each for the points before `split` and from it on; within each part x starts at 1 again.
struct TwoLinesFit {
  double rsquare = 0;  // of both together
  std::size_t split = 0;
  double variance = 0;
  double rvariance = 0;
  LineFit left, right;
  double at(std::size_t index) const { return index < split ? left.at(index) : right.at(index - split); }
};

// The split with the least residual sum of squares, each part having two points or more; the first of equals. Linear in
// the length. Nothing for fewer than four points or points that are not finite.
std::optional<TwoLinesFit> fit_two_lines(std::span<const double> series);

struct PolynomialFit {
  std::vector<double> coefficients;  // highest power first
  std::vector<double> fitted;        // at each x
  double rsquare = 0;
  double variance = 0;
  double rvariance = 0;
};

inline constexpr std::size_t most_polynomial_degree = 32;

// Of y over x, which are of one length; by orthogonal polynomials (Forsythe 1957) on x scaled to [-1, 1], so that high
// degrees stay sound. Nothing where a value is not finite, the degree is above most_polynomial_degree, or x has no
// more distinct values than the degree.
std::optional<PolynomialFit> fit_polynomial(std::span<const double> y, std::span<const double> x, std::size_t degree);

}  // namespace huntbook::analysis
