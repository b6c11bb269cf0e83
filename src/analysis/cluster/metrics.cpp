#include "analysis/cluster/metrics.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/cluster/edit_distance.hpp"

namespace huntbook::cluster {

namespace {

double squared_distance(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

double squared_distance_to_box(std::span<const double> point, std::span<const double> low,
                               std::span<const double> high) {
  double sum = 0;
  for (std::size_t i = 0; i < point.size(); ++i) {
    const double gap = std::max({low[i] - point[i], point[i] - high[i], 0.0});
    sum += gap * gap;
  }
  return sum;
}

// Keeps quotients such as 1/20 on the near side of eps = 0.05 whatever their rounding.
constexpr double slack = 1e-9;
constexpr double squared_slack = 1e-12;

}  // namespace

EuclideanMetric::EuclideanMetric(std::vector<double> coordinates, std::size_t dimensions, double eps)
    : coordinates_(std::move(coordinates)), dimensions_(dimensions), eps_squared_(eps * eps) {}

bool EuclideanMetric::near(std::size_t a, std::size_t b) const {
  return squared_distance(coordinates(a), coordinates(b)) <= eps_squared_;
}

bool EuclideanMetric::may_be_near(std::size_t point, std::span<const double> low, std::span<const double> high) const {
  return squared_distance_to_box(coordinates(point), low, high) <= eps_squared_;
}

SequenceMetric::SequenceMetric(std::span<const double> numbers, std::size_t numbers_per_point,
                               std::vector<std::string_view> sequences, std::string_view alphabet, double eps)
    : numbers_(numbers_per_point),
      dimensions_(numbers_per_point + alphabet.size()),
      sequences_(std::move(sequences)),
      eps_(eps) {
  coordinates_.reserve(sequences_.size() * dimensions_);
  for (std::size_t point = 0; point < sequences_.size(); ++point) {
    const auto own = numbers.subspan(point * numbers_, numbers_);
    coordinates_.insert(coordinates_.end(), own.begin(), own.end());
    for (char symbol : alphabet)
      coordinates_.push_back(static_cast<double>(std::ranges::count(sequences_[point], symbol)));
  }
}

bool SequenceMetric::near(std::size_t a, std::size_t b) const {
  if (a == b) return true;
  const double numbers = squared_distance(coordinates(a).first(numbers_), coordinates(b).first(numbers_));
  const double rest = eps_ * eps_ - numbers;
  if (rest < -squared_slack) return false;
  const std::size_t longer = std::max(sequences_[a].size(), sequences_[b].size());
  const auto bound = static_cast<std::size_t>(
      std::min(std::sqrt(std::max(rest, 0.0)) * static_cast<double>(longer) + slack, static_cast<double>(longer)));
  if (bound == 0 || longer > longest) return sequences_[a] == sequences_[b];
  double more = 0;
  double fewer = 0;
  const auto counts_a = coordinates(a).subspan(numbers_);
  const auto counts_b = coordinates(b).subspan(numbers_);
  for (std::size_t i = 0; i < counts_a.size(); ++i) {
    const double difference = counts_a[i] - counts_b[i];
    (difference > 0 ? more : fewer) += std::abs(difference);
  }
  if (std::max(more, fewer) > static_cast<double>(bound)) return false;
  return within_edit_distance(sequences_[a], sequences_[b], bound);
}

bool SequenceMetric::may_be_near(std::size_t point, std::span<const double> low, std::span<const double> high) const {
  const auto own = coordinates(point);
  const double rest =
      eps_ * eps_ - squared_distance_to_box(own.first(numbers_), low.first(numbers_), high.first(numbers_));
  if (rest < -squared_slack) return false;
  double more = 0;
  double fewer = 0;
  double longest_inside = 0;
  for (std::size_t i = numbers_; i < dimensions_; ++i) {
    more += std::max(low[i] - own[i], 0.0);
    fewer += std::max(own[i] - high[i], 0.0);
    longest_inside += high[i];
  }
  const double longer = std::max(longest_inside, static_cast<double>(sequences_[point].size()));
  return std::max(more, fewer) <= std::sqrt(std::max(rest, 0.0)) * longer + slack;
}

}  // namespace huntbook::cluster
