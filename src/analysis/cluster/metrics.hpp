// When two points are near: the two metrics of the clustering, for KdTree.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace huntbook::cluster {

// Euclidean distance of at most eps.
class EuclideanMetric {
 public:
  // `coordinates`: one point of `dimensions` numbers behind the other, all finite.
  EuclideanMetric(std::vector<double> coordinates, std::size_t dimensions, double eps);

  std::size_t dimensions() const { return dimensions_; }
  std::span<const double> coordinates(std::size_t point) const {
    return std::span(coordinates_).subspan(point * dimensions_, dimensions_);
  }
  bool near(std::size_t a, std::size_t b) const;
  bool may_be_near(std::size_t point, std::span<const double> low, std::span<const double> high) const;

 private:
  std::vector<double> coordinates_;
  std::size_t dimensions_;
  double eps_squared_;
};

// Numbers and a sequence: the root of the numbers' squared differences plus the square of the edit distance over the
// longer sequence's length, at most eps. A sequence is told apart early by how often each of its symbols occurs, since
// an edit changes one symbol: the surplus of either side is a lower bound of the edit distance.
class SequenceMetric {
 public:
  // Sequences longer than this are near only when equal: the cost of an edit distance grows with the square.
  static constexpr std::size_t longest = 512;

  // `numbers`: one point of `numbers_per_point` finite numbers behind the other. `sequences`: views that outlive the
  // metric, over `alphabet`.
  SequenceMetric(std::span<const double> numbers, std::size_t numbers_per_point,
                 std::vector<std::string_view> sequences, std::string_view alphabet, double eps);

  std::size_t dimensions() const { return dimensions_; }
  std::span<const double> coordinates(std::size_t point) const {
    return std::span(coordinates_).subspan(point * dimensions_, dimensions_);
  }
  bool near(std::size_t a, std::size_t b) const;
  bool may_be_near(std::size_t point, std::span<const double> low, std::span<const double> high) const;

 private:
  std::size_t numbers_;
  std::size_t dimensions_;
  std::vector<double> coordinates_;  // the numbers, then a count per symbol
  std::vector<std::string_view> sequences_;
  double eps_;
};

}  // namespace huntbook::cluster
