// Kernels of beta_cdf(), beta_inv(), beta_pdf() and welch_test() (Kusto docs).
#include <cmath>
#include <limits>
#include <optional>

#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

bool are_parameters(double alpha, double beta) {
  return alpha > 0 && beta > 0 && std::isfinite(alpha) && std::isfinite(beta);
}

double log_beta(double alpha, double beta) {
  return std::lgamma(alpha) + std::lgamma(beta) - std::lgamma(alpha + beta);
}

// The continued fraction of the incomplete beta function by Lentz's method (Press et al., Numerical Recipes, 6.4).
double beta_fraction(double x, double alpha, double beta) {
  constexpr double tiny = 1e-300;
  auto away_from_zero = [](double value) { return std::fabs(value) < tiny ? tiny : value; };
  double c = 1;
  double d = 1 / away_from_zero(1 - (alpha + beta) * x / (alpha + 1));
  double result = d;
  for (int m = 1; m <= 10'000; ++m) {
    double twice = 2.0 * m;
    double even = m * (beta - m) * x / ((alpha + twice - 1) * (alpha + twice));
    d = 1 / away_from_zero(1 + even * d);
    c = away_from_zero(1 + even / c);
    result *= d * c;
    double odd = -(alpha + m) * (alpha + beta + m) * x / ((alpha + twice) * (alpha + twice + 1));
    d = 1 / away_from_zero(1 + odd * d);
    c = away_from_zero(1 + odd / c);
    result *= d * c;
    if (std::fabs(d * c - 1) < 1e-16) break;
  }
  return result;
}

// The share of the beta distribution below x, 0 <= x <= 1.
double share_below(double x, double alpha, double beta) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  double front = std::exp(alpha * std::log(x) + beta * std::log1p(-x) - log_beta(alpha, beta));
  // The fraction converges fast on one side of the mean only.
  if (x < (alpha + 1) / (alpha + beta + 2)) return front * beta_fraction(x, alpha, beta) / alpha;
  return 1 - front * beta_fraction(1 - x, beta, alpha) / beta;
}

double beta_cdf(double x, double alpha, double beta) {
  return x >= 0 && x <= 1 && are_parameters(alpha, beta) ? share_below(x, alpha, beta) : none;
}

double beta_pdf(double x, double alpha, double beta) {
  if (!(x >= 0 && x <= 1) || !are_parameters(alpha, beta)) return none;
  return std::pow(x, alpha - 1) * std::pow(1 - x, beta - 1) / std::exp(log_beta(alpha, beta));
}

// By bisection: the share grows with x, and 200 halvings end at neighbouring numbers.
std::optional<double> beta_inv(double share, double alpha, double beta) {
  if (!(share >= 0 && share <= 1)) return std::nullopt;
  if (!are_parameters(alpha, beta)) return none;
  double low = 0, high = 1;
  for (int step = 0; step < 200; ++step) {
    double middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    (share_below(middle, alpha, beta) < share ? low : high) = middle;
  }
  return share <= 0 ? 0 : share >= 1 ? 1 : (low + high) / 2;
}

// The two-sided p value of Welch's t test (Welch 1947), with the Welch-Satterthwaite degrees of freedom.
std::optional<double> welch_test(double mean1, double variance1, double count1, double mean2, double variance2,
                                 double count2) {
  if (!(count1 > 1 && count2 > 1 && variance1 >= 0 && variance2 >= 0)) return std::nullopt;
  double error1 = variance1 / count1, error2 = variance2 / count2;
  double error = error1 + error2;
  if (!(error > 0) || !std::isfinite(error)) return std::nullopt;
  double t = (mean1 - mean2) / std::sqrt(error);
  double freedom = error * error / (error1 * error1 / (count1 - 1) + error2 * error2 / (count2 - 1));
  return share_below(freedom / (freedom + t * t), freedom / 2, 0.5);
}

}  // namespace

void add_distribution_functions(ScalarFunctions& table) {
  table.add<&beta_cdf>("hb_beta_cdf");
  table.add<&beta_pdf>("hb_beta_pdf");
  table.add<&beta_inv>("hb_beta_inv");
  table.add<&welch_test>("hb_welch_test");
}

}  // namespace huntbook::engine::duckdb
