// DBSCAN on weighted points with an index against the textbook's algorithm on single points with all pairs.
#include "analysis/cluster/dbscan.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "analysis/cluster/edit_distance.hpp"
#include "analysis/cluster/kd_tree.hpp"
#include "analysis/cluster/metrics.hpp"

namespace huntbook::cluster {
namespace {

// As in scikit-learn: core points first, then each cluster grown from its first core point in order of input.
std::vector<std::int32_t> naive(std::size_t points, std::size_t min_samples, const auto& near) {
  std::vector<std::vector<std::size_t>> neighbours(points);
  for (std::size_t a = 0; a < points; ++a) {
    for (std::size_t b = 0; b < points; ++b) {
      if (near(a, b)) neighbours[a].push_back(b);
    }
  }
  std::vector<std::int32_t> labels(points, noise_label);
  std::int32_t label = 0;
  for (std::size_t start = 0; start < points; ++start) {
    if (labels[start] != noise_label || neighbours[start].size() < min_samples) continue;
    std::vector<std::size_t> stack{start};
    while (!stack.empty()) {
      const std::size_t point = stack.back();
      stack.pop_back();
      if (labels[point] != noise_label) continue;
      labels[point] = label;
      if (neighbours[point].size() < min_samples) continue;
      for (std::size_t other : neighbours[point]) stack.push_back(other);
    }
    ++label;
  }
  return labels;
}

TEST(Dbscan, AgreesWithAllPairsOnRandomPoints) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const std::size_t dimensions = 1 + random() % 4;
    const std::size_t distinct = 1 + random() % 120;
    const std::size_t min_samples = 1 + random() % 6;
    const double eps = 0.02 * static_cast<double>(1 + random() % 8);
    std::vector<double> coordinates;
    std::vector<std::uint64_t> weights;
    std::vector<std::size_t> point_of_row;
    for (std::size_t i = 0; i < distinct; ++i) {
      // A coarse lattice makes ties and points on one another.
      for (std::size_t d = 0; d < dimensions; ++d) coordinates.push_back(static_cast<double>(random() % 33) / 32);
      weights.push_back(1 + (random() % 4 == 0 ? random() % 5 : 0));
      point_of_row.insert(point_of_row.end(), weights.back(), i);
    }
    const EuclideanMetric metric(coordinates, dimensions, eps);
    KdTree tree(metric, weights);
    const Clustering clustering = dbscan(tree, weights, min_samples);
    const auto expected = naive(point_of_row.size(), min_samples, [&](std::size_t a, std::size_t b) {
      return metric.near(point_of_row[a], point_of_row[b]);
    });
    for (std::size_t row = 0; row < point_of_row.size(); ++row)
      ASSERT_EQ(clustering.labels[point_of_row[row]], expected[row]) << "round " << round << " row " << row;
    for (std::size_t label = 0; label < clustering.seeds.size(); ++label)
      ASSERT_EQ(clustering.labels[clustering.seeds[label]], static_cast<std::int32_t>(label));
  }
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = i + j;
      } else {
        table[i][j] = std::min(
            {table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      }
    }
  }
  return table[a.size()][b.size()];
}

std::string random_text(std::mt19937& random, std::size_t longest) {
  std::string text(random() % (longest + 1), ' ');
  for (char& byte : text) byte = "abc"[random() % 3];
  return text;
}

TEST(EditDistance, AgreesWithTheFullTable) {
  std::mt19937 random(11);
  for (int round = 0; round < 20'000; ++round) {
    const std::string a = random_text(random, 14);
    const std::string b = random_text(random, 14);
    const std::size_t bound = random() % 9;
    ASSERT_EQ(within_edit_distance(a, b, bound), edit_distance(a, b) <= bound) << a << " | " << b << " | " << bound;
  }
}

TEST(SequenceMetric, IndexAgreesWithAllPairs) {
  std::mt19937 random(5);
  for (int round = 0; round < 60; ++round) {
    std::vector<std::string> texts;
    for (int i = 0; i < 150; ++i) {
      texts.push_back(random_text(random, 30));
      if (random() % 2 == 0) {  // a variant of an earlier one, so that there is something near
        texts.back() = texts[random() % texts.size()];
        if (!texts.back().empty()) texts.back()[random() % texts.back().size()] = "abc"[random() % 3];
      }
    }
    std::vector<double> numbers;
    numbers.reserve(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) numbers.push_back(static_cast<double>(random() % 5) / 20);
    const double eps = 0.05 * static_cast<double>(1 + random() % 6);
    const SequenceMetric metric(numbers, 1, {texts.begin(), texts.end()}, "abc", eps);
    const std::vector<std::uint64_t> weights(texts.size(), 1);
    KdTree tree(metric, weights);
    const auto expected = naive(texts.size(), 3, [&](std::size_t a, std::size_t b) {
      const double longer = static_cast<double>(std::max(texts[a].size(), texts[b].size()));
      const double edits = longer == 0 ? 0 : static_cast<double>(edit_distance(texts[a], texts[b])) / longer;
      return std::hypot(edits, numbers[a] - numbers[b]) <= eps + 1e-12;
    });
    ASSERT_EQ(dbscan(tree, weights, 3).labels, expected) << "round " << round;
  }
}

TEST(SequenceMetric, LongSequencesAreNearOnlyWhenEqual) {
  const std::string one(SequenceMetric::longest + 1, 'a');
  const std::string other = one + "a";
  const SequenceMetric metric({}, 0, {one, other, one}, "a", 0.5);
  EXPECT_FALSE(metric.near(0, 1));
  EXPECT_TRUE(metric.near(0, 2));
}

TEST(Dbscan, NoPoints) {
  const EuclideanMetric metric({}, 2, 1);
  const std::vector<std::uint64_t> weights;
  KdTree tree(metric, weights);
  EXPECT_TRUE(dbscan(tree, weights, 2).labels.empty());
}

TEST(Dbscan, DenseClusterIsWalkedOnce) {
  // All pairs of 200,000 points in one spot's reach would take minutes.
  std::mt19937 random(3);
  std::vector<double> coordinates;
  coordinates.reserve(400'000);
  for (int i = 0; i < 400'000; ++i) coordinates.push_back(static_cast<double>(random() % 100'000) / 1e7);
  const EuclideanMetric metric(coordinates, 2, 0.05);
  const std::vector<std::uint64_t> weights(200'000, 1);
  KdTree tree(metric, weights);
  const Clustering clustering = dbscan(tree, weights, 5);
  EXPECT_EQ(clustering.seeds.size(), 1U);
}

}  // namespace
}  // namespace huntbook::cluster
