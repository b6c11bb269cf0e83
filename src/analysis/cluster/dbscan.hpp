// DBSCAN (Ester, Kriegel, Sander, Xu, "A Density-Based Algorithm for Discovering Clusters", KDD 1996) on weighted
// points, with the semantics and the numbering of scikit-learn's: clusters are numbered in the order of their first
// core point, and a border point belongs to the first cluster that reaches it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace huntbook::cluster {

inline constexpr std::int32_t noise_label = -1;

// Answers for one set of points which lie near one another. Claiming takes a point out of later claims, so that a dense
// cluster is walked once and not once per pair.
class Neighbourhood {
 public:
  virtual ~Neighbourhood() = default;
  // True where the points near `point`, itself included, together weigh at least `weight`.
  virtual bool weighs(std::size_t point, std::uint64_t weight) = 0;
  // Appends the unclaimed points near `point` (itself too, if unclaimed) to `out` and claims them.
  virtual void claim(std::size_t point, std::vector<std::uint32_t>& out) = 0;
};

struct Clustering {
  std::vector<std::int32_t> labels;  // per point: 0, 1, ... or noise_label
  std::vector<std::uint32_t> seeds;  // per cluster: its first core point
};

// `weights[i]` is how many identical events point i stands for; a point is core where at least `min_weight` events lie
// near it, its own included.
Clustering dbscan(Neighbourhood& near, const std::vector<std::uint64_t>& weights, std::uint64_t min_weight);

}  // namespace huntbook::cluster
