// From patterns to clusters: splits the patterns into partitions that never mix, lays the patterns of each as points in
// the space of the mode, runs DBSCAN on them and numbers the clusters.
//
// Mode msticpy: each row's numbers are divided by their Euclidean norm (scikit-learn's Normalizer), one partition.
// Mode pattern: each column of numbers is scaled to 0..1 over the whole input, so that eps is a share of a column's
// range; sequences differ by their edits per length.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/cluster/pattern_key.hpp"
#include "analysis/cluster/pattern_table.hpp"

namespace huntbook::cluster {

// In a partition with more distinct patterns than this, sequences are neighbours only when equal: comparing all pairs
// would let hostile evidence take hours.
inline constexpr std::size_t most_compared_sequences = 2'000;

struct Cluster {
  std::uint32_t exemplar;  // pattern: the first of the cluster in the grouping's order
  std::uint64_t size = 0;  // events
  Ticks first = Pattern::no_first;
  Ticks last = Pattern::no_last;
};

struct Grouping {
  std::vector<std::uint32_t> order;  // patterns: as first seen (msticpy), or by time and key (pattern)
  std::vector<std::int32_t> labels;  // per pattern: its cluster, or noise_label
  std::vector<Cluster> clusters;     // numbered by their first core pattern in that order
};

Grouping group_patterns(const PatternTable& table, const PatternKey& key, Mode mode, double eps,
                        std::uint64_t min_samples);

}  // namespace huntbook::cluster
