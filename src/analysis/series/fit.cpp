#include "analysis/series/fit.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/series/statistics.hpp"

namespace huntbook::analysis {

namespace {

double share_explained(double residual, double total) {
  return total > 0 ? std::clamp(1 - residual / total, 0.0, 1.0) : 0.0;
}

double sample_variance(double squares, std::size_t count) {
  return count > 1 ? squares / static_cast<double>(count - 1) : 0.0;
}

// Sums over a stretch of points, from which its line follows; values are taken from the series' mean, which keeps the
// differences of sums precise.
class PrefixSums {
 public:
  explicit PrefixSums(std::span<const double> series) : mean_(describe_series(series).mean) {
    sums_.push_back({});
    for (std::size_t i = 0; i < series.size(); ++i) {
      double y = series[i] - mean_;
      const Sums& last = sums_.back();
      sums_.push_back({last.y + y, last.yy + y * y, last.xy + y * static_cast<double>(i)});
    }
  }

  // The line of the points [begin, end), with x from 1 in them, and its residual sum of squares.
  LineFit line(std::size_t begin, std::size_t end, double& residual) const {
    auto count = static_cast<double>(end - begin);
    double y = sums_[end].y - sums_[begin].y;
    double xy = sums_[end].xy - sums_[begin].xy - static_cast<double>(begin) * y;
    double total = std::max(sums_[end].yy - sums_[begin].yy - y * y / count, 0.0);
    double middle = (count - 1) / 2;  // of x counted from 0
    double xx = count * (count * count - 1) / 12;
    double covariation = xy - middle * y;
    LineFit result;
    result.slope = xx > 0 ? covariation / xx : 0;
    result.interception = mean_ + y / count - result.slope * (middle + 1);
    residual = std::max(total - result.slope * covariation, 0.0);
    result.rsquare = share_explained(residual, total);
    result.variance = sample_variance(total, end - begin);
    result.rvariance = sample_variance(residual, end - begin);
    return result;
  }

 private:
  struct Sums {
    double y = 0, yy = 0, xy = 0;
  };
  double mean_;
  std::vector<Sums> sums_;
};

// Multiplies a polynomial (lowest power first) by (x - root).
std::vector<double> times_shifted(const std::vector<double>& polynomial, double root) {
  std::vector<double> result(polynomial.size() + 1, 0.0);
  for (std::size_t i = 0; i < polynomial.size(); ++i) {
    result[i + 1] += polynomial[i];
    result[i] -= root * polynomial[i];
  }
  return result;
}

void add_scaled(std::vector<double>& sum, const std::vector<double>& polynomial, double factor) {
  for (std::size_t i = 0; i < polynomial.size(); ++i) sum[i] += factor * polynomial[i];
}

// p(scale * x + shift) by Horner's scheme over polynomials; lowest power first.
std::vector<double> substituted(const std::vector<double>& polynomial, double scale, double shift) {
  std::vector<double> result{0.0};
  for (std::size_t i = polynomial.size(); i-- > 0;) {
    std::vector<double> next(result.size() + 1, 0.0);
    for (std::size_t k = 0; k < result.size(); ++k) {
      next[k] += shift * result[k];
      next[k + 1] += scale * result[k];
    }
    next[0] += polynomial[i];
    result = std::move(next);
  }
  result.resize(polynomial.size());
  return result;
}

double dot(std::span<const double> left, std::span<const double> right) {
  double sum = 0;
  for (std::size_t i = 0; i < left.size(); ++i) sum += left[i] * right[i];
  return sum;
}

}  // namespace

std::optional<LineFit> fit_line(std::span<const double> series) {
  if (series.empty() || !all_finite(series)) return std::nullopt;
  double residual = 0;
  return PrefixSums(series).line(0, series.size(), residual);
}

std::optional<TwoLinesFit> fit_two_lines(std::span<const double> series) {
  std::size_t size = series.size();
  if (size < 4 || !all_finite(series)) return std::nullopt;
  PrefixSums sums(series);
  double least = 0;
  TwoLinesFit best;
  for (std::size_t split = 2; split + 2 <= size; ++split) {
    double left_residual = 0, right_residual = 0;
    LineFit left = sums.line(0, split, left_residual);
    LineFit right = sums.line(split, size, right_residual);
    double residual = left_residual + right_residual;
    if (best.split != 0 && residual >= least) continue;
    least = residual;
    best.split = split;
    best.left = left;
    best.right = right;
  }
  best.variance = describe_series(series).variance;
  best.rvariance = sample_variance(least, size);
  best.rsquare = share_explained(best.rvariance, best.variance);
  return best;
}

std::optional<PolynomialFit> fit_polynomial(std::span<const double> y, std::span<const double> x, std::size_t degree) {
  if (y.empty() || x.size() != y.size() || degree > most_polynomial_degree || degree >= y.size()) return std::nullopt;
  if (!all_finite(y) || !all_finite(x)) return std::nullopt;
  auto [lowest, highest] = std::ranges::minmax(x);
  double scale = highest > lowest ? 2 / (highest - lowest) : 1;
  double shift = -1 - lowest * scale;
  if (!std::isfinite(scale) || !std::isfinite(shift)) return std::nullopt;
  std::size_t size = y.size();
  std::vector<double> t(size);
  for (std::size_t i = 0; i < size; ++i) t[i] = scale * x[i] + shift;

  PolynomialFit result;
  result.fitted.assign(size, 0.0);
  std::vector<double> residual(y.begin(), y.end());
  std::vector<double> before(size, 0.0), current(size, 1.0);  // values of the orthogonal polynomials
  std::vector<double> before_terms, terms{1.0};               // their coefficients, lowest power first
  std::vector<double> sum(degree + 1, 0.0);
  double before_norm = 1;
  for (std::size_t power = 0;; ++power) {
    double norm = dot(current, current);
    // All further polynomials vanish at the places that x takes: fewer of them than the degree asks for.
    if (!(norm > 1e-20 * static_cast<double>(size))) return std::nullopt;
    double weight = dot(residual, current) / norm;
    add_scaled(sum, terms, weight);
    for (std::size_t i = 0; i < size; ++i) {
      residual[i] -= weight * current[i];
      result.fitted[i] += weight * current[i];
    }
    if (power == degree) break;
    double root = 0;
    for (std::size_t i = 0; i < size; ++i) root += t[i] * current[i] * current[i];
    root /= norm;
    double back = power == 0 ? 0 : norm / before_norm;
    std::vector<double> next(size);
    for (std::size_t i = 0; i < size; ++i) next[i] = (t[i] - root) * current[i] - back * before[i];
    std::vector<double> next_terms = times_shifted(terms, root);
    add_scaled(next_terms, before_terms, -back);
    before = std::move(current);
    current = std::move(next);
    before_terms = std::move(terms);
    terms = std::move(next_terms);
    before_norm = norm;
  }
  result.coefficients = substituted(sum, scale, shift);
  std::ranges::reverse(result.coefficients);
  double total = describe_series(y).variance * static_cast<double>(size - 1);
  double rest = dot(residual, residual);
  result.rsquare = share_explained(rest, total);
  result.variance = sample_variance(total, size);
  result.rvariance = sample_variance(rest, size);
  return result;
}

}  // namespace huntbook::analysis
