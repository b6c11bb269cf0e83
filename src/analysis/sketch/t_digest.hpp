// Estimates percentiles of weighted values in bounded memory (Dunning and Ertl 2019, the merging digest). Up to 1,024
// different values are kept as they are, so that small sets are exact.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace huntbook::analysis {

class TDigest {
 public:
  struct Centroid {
    double value = 0;
    double weight = 0;
  };

  // Values that are not finite and weights that are not above zero are left out.
  void add(double value, double weight = 1);
  void merge(const TDigest& other);

  // The value of nearest rank: the least one that `percent` (0..100) of the weight does not exceed. Nothing for an
  // empty digest or a percentage out of range.
  std::optional<double> percentile(double percent) const;
  // The weight of the values that are at most this one.
  double rank(double value) const;
  double weight() const;

  // In ascending order of values.
  std::vector<Centroid> centroids() const;

 private:
  static constexpr std::size_t most_centroids = 1024;
  static constexpr std::size_t most_pending = 1024;

  static void sort_and_join(std::vector<Centroid>& centroids);
  static void compress(std::vector<Centroid>& centroids);
  void settle();

  std::vector<Centroid> settled_;  // sorted, at most most_centroids
  std::vector<Centroid> pending_;  // as they came
};

}  // namespace huntbook::analysis
