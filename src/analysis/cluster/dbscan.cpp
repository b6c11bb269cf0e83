#include "analysis/cluster/dbscan.hpp"

namespace huntbook::cluster {

Clustering dbscan(Neighbourhood& near, const std::vector<std::uint64_t>& weights, std::uint64_t min_weight) {
  Clustering result;
  result.labels.assign(weights.size(), noise_label);
  std::vector<std::uint32_t> frontier;
  for (std::size_t start = 0; start < weights.size(); ++start) {
    if (result.labels[start] != noise_label) continue;
    const auto is_core = [&](std::size_t point) {
      return weights[point] >= min_weight || near.weighs(point, min_weight);
    };
    if (!is_core(start)) continue;  // noise, or the border of a cluster that is yet to come
    const auto label = static_cast<std::int32_t>(result.seeds.size());
    result.seeds.push_back(static_cast<std::uint32_t>(start));
    frontier.clear();
    near.claim(start, frontier);
    for (const std::uint32_t point : frontier) result.labels[point] = label;
    for (std::size_t next = 0; next < frontier.size(); ++next) {
      const std::size_t point = frontier[next];
      if (point == start || !is_core(point)) continue;
      const std::size_t known = frontier.size();
      near.claim(point, frontier);
      for (std::size_t i = known; i < frontier.size(); ++i) result.labels[frontier[i]] = label;
    }
  }
  return result;
}

}  // namespace huntbook::cluster
