#include "analysis/sketch/t_digest.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace huntbook::analysis {

void TDigest::add(double value, double weight) {
  if (!std::isfinite(value) || !(weight > 0) || !std::isfinite(weight)) return;
  pending_.push_back({value, weight});
  if (pending_.size() >= most_pending) settle();
}

void TDigest::merge(const TDigest& other) {
  TDigest copy = other;  // the other may be this one
  for (const auto* list : {&copy.settled_, &copy.pending_})
    for (const Centroid& centroid : *list) add(centroid.value, centroid.weight);
}

std::optional<double> TDigest::percentile(double percent) const {
  std::vector<Centroid> all = centroids();
  if (all.empty() || !(percent >= 0 && percent <= 100)) return std::nullopt;
  double total = 0;
  for (const Centroid& centroid : all) total += centroid.weight;
  // 99.9 percent of 1000 must be 999, whatever the product's last digit.
  double exact = percent * total / 100;
  double wanted = std::ceil(exact - exact * 1e-12);
  double seen = 0;
  for (const Centroid& centroid : all) {
    seen += centroid.weight;
    if (seen >= wanted) return centroid.value;
  }
  return all.back().value;
}

double TDigest::rank(double value) const {
  double below = 0;
  for (const Centroid& centroid : centroids())
    if (centroid.value <= value) below += centroid.weight;
  return below;
}

double TDigest::weight() const {
  double total = 0;
  for (const auto* list : {&settled_, &pending_})
    for (const Centroid& centroid : *list) total += centroid.weight;
  return total;
}

std::vector<TDigest::Centroid> TDigest::centroids() const {
  std::vector<Centroid> all = settled_;
  all.insert(all.end(), pending_.begin(), pending_.end());
  sort_and_join(all);
  return all;
}

// Equal values become one centroid.
void TDigest::sort_and_join(std::vector<Centroid>& centroids) {
  std::ranges::sort(centroids, {}, &Centroid::value);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < centroids.size(); ++i) {
    if (kept > 0 && centroids[kept - 1].value == centroids[i].value) {
      centroids[kept - 1].weight += centroids[i].weight;
    } else {
      centroids[kept++] = centroids[i];
    }
  }
  centroids.resize(kept);
}

// Neighbours are joined as long as they span at most one step of the scale k1, which keeps the ends fine.
void TDigest::compress(std::vector<Centroid>& centroids) {
  constexpr double compression = most_centroids;
  double total = 0;
  for (const Centroid& centroid : centroids) total += centroid.weight;
  auto scale = [&](double share) {
    return compression / (2 * std::numbers::pi) * std::asin(std::clamp(2 * share - 1, -1.0, 1.0));
  };
  std::vector<Centroid> joined;
  double before = 0;  // weight to the left of the last joined centroid
  for (const Centroid& centroid : centroids) {
    if (!joined.empty()) {
      Centroid& last = joined.back();
      double weight = last.weight + centroid.weight;
      if (scale((before + weight) / total) - scale(before / total) <= 1) {
        last.value += (centroid.value - last.value) * centroid.weight / weight;
        last.weight = weight;
        continue;
      }
      before += last.weight;
    }
    joined.push_back(centroid);
  }
  centroids = std::move(joined);
}

void TDigest::settle() {
  settled_.insert(settled_.end(), pending_.begin(), pending_.end());
  pending_.clear();
  sort_and_join(settled_);
  if (settled_.size() > most_centroids) compress(settled_);
}

}  // namespace huntbook::analysis
