#include "analysis/cluster/group_patterns.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/cluster/command_text.hpp"
#include "analysis/cluster/dbscan.hpp"
#include "analysis/cluster/kd_tree.hpp"
#include "analysis/cluster/metrics.hpp"

namespace huntbook::cluster {

namespace {

std::vector<std::uint32_t> order_of(const PatternTable& table, Mode mode) {
  std::vector<std::uint32_t> order(table.patterns().size());
  std::iota(order.begin(), order.end(), std::uint32_t{0});
  if (mode == Mode::Msticpy) return order;
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
    const Pattern& left = table.patterns()[a];
    const Pattern& right = table.patterns()[b];
    if (left.first != right.first) return left.first < right.first;
    // Without times the order of input is all there is.
    return left.has_time() ? table.key_of(left) < table.key_of(right) : a < b;
  });
  return order;
}

void normalise_row(std::span<double> row) {
  double sum = 0;
  for (double value : row) sum += value * value;
  double norm = std::sqrt(sum);
  if (norm == 0) return;
  if (!std::isfinite(norm)) {  // the squares overflow
    double largest = 0;
    for (double value : row) largest = std::max(largest, std::abs(value));
    for (double& value : row) value /= largest;
    return normalise_row(row);
  }
  for (double& value : row) value /= norm;
}

void scale_columns(std::vector<double>& numbers, std::size_t width) {
  if (numbers.empty()) return;
  for (std::size_t column = 0; column < width; ++column) {
    double low = numbers[column];
    double high = low;
    for (std::size_t i = column; i < numbers.size(); i += width) {
      low = std::min(low, numbers[i]);
      high = std::max(high, numbers[i]);
    }
    const double range = high / 2 - low / 2;  // halved: the difference of two finite numbers may overflow
    for (std::size_t i = column; i < numbers.size(); i += width)
      numbers[i] = range > 0 ? (numbers[i] / 2 - low / 2) / range : 0;
  }
}

class Grouper {
 public:
  Grouper(const PatternTable& table, const PatternKey& key, Mode mode, double eps, std::uint64_t min_samples)
      : table_(table), key_(key), eps_(eps), min_samples_(min_samples) {
    result_.order = order_of(table, mode);
    result_.labels.assign(result_.order.size(), noise_label);
    for (const Pattern& pattern : table.patterns()) key.read_numbers(table.key_of(pattern), numbers_);
    if (key.numbers() == 0) return;
    if (mode == Mode::Pattern) {
      scale_columns(numbers_, key.numbers());
      return;
    }
    for (std::size_t i = 0; i < numbers_.size(); i += key.numbers())
      normalise_row(std::span(numbers_).subspan(i, key.numbers()));
  }

  Grouping run() {
    split();
    number_clusters();
    return std::move(result_);
  }

 private:
  // A cluster before it has its number.
  struct Found {
    std::uint32_t seed;  // place of its first core pattern in the order
    std::int32_t label;  // in the order of finding
  };

  std::string_view key_at(std::uint32_t place) const { return table_.key_of(table_.patterns()[result_.order[place]]); }

  // Puts the patterns of a partition side by side, each partition in the grouping's order.
  void split() {
    std::vector<std::uint32_t> places(result_.order.size());
    std::iota(places.begin(), places.end(), std::uint32_t{0});
    std::ranges::stable_sort(places, {}, [&](std::uint32_t place) { return key_.partition(key_at(place)); });
    for_each_run(
        places, [&](std::uint32_t place) { return key_.partition(key_at(place)); },
        [&](std::span<std::uint32_t> run) {
          if (!key_.has_sequence() || run.size() <= most_compared_sequences) return group(run);
          std::ranges::stable_sort(run, {}, [&](std::uint32_t place) { return key_.sequence(key_at(place)); });
          for_each_run(
              run, [&](std::uint32_t place) { return key_.sequence(key_at(place)); },
              [&](std::span<std::uint32_t> same) { group(same); });
        });
  }

  template <class Project, class Visit>
  static void for_each_run(std::span<std::uint32_t> places, Project project, Visit visit) {
    for (std::size_t begin = 0; begin < places.size();) {
      std::size_t end = begin + 1;
      while (end < places.size() && project(places[end]) == project(places[begin])) ++end;
      visit(places.subspan(begin, end - begin));
      begin = end;
    }
  }

  // DBSCAN over the patterns at `places`.
  void group(std::span<const std::uint32_t> places) {
    const std::size_t width = key_.numbers();
    std::vector<std::uint64_t> weights;
    std::vector<double> numbers;
    for (const std::uint32_t place : places) {
      const std::uint32_t pattern = result_.order[place];
      weights.push_back(table_.patterns()[pattern].weight);
      const auto own = std::span(numbers_).subspan(pattern * width, width);
      numbers.insert(numbers.end(), own.begin(), own.end());
    }
    if (!key_.has_sequence()) return cluster(EuclideanMetric(std::move(numbers), width, eps_), places, weights);
    std::vector<std::string_view> sequences;
    for (const std::uint32_t place : places) sequences.push_back(key_.sequence(key_at(place)));
    cluster(SequenceMetric(numbers, width, std::move(sequences), delimiter_kinds, eps_), places, weights);
  }

  template <class Metric>
  void cluster(const Metric& metric, std::span<const std::uint32_t> places, const std::vector<std::uint64_t>& weights) {
    KdTree<Metric> tree(metric, weights);
    const Clustering clustering = dbscan(tree, weights, min_samples_);
    const auto base = static_cast<std::int32_t>(found_.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (clustering.labels[i] != noise_label) result_.labels[result_.order[places[i]]] = base + clustering.labels[i];
    }
    for (const std::uint32_t seed : clustering.seeds)
      found_.push_back(Found{places[seed], static_cast<std::int32_t>(found_.size())});
  }

  void number_clusters() {
    std::ranges::sort(found_, {}, &Found::seed);
    std::vector<std::int32_t> number(found_.size());
    for (std::size_t i = 0; i < found_.size(); ++i)
      number[static_cast<std::size_t>(found_[i].label)] = static_cast<std::int32_t>(i);
    result_.clusters.assign(found_.size(), Cluster{.exemplar = no_pattern});
    for (const std::uint32_t pattern : result_.order) {
      std::int32_t& label = result_.labels[pattern];
      if (label == noise_label) continue;
      label = number[static_cast<std::size_t>(label)];
      Cluster& cluster = result_.clusters[static_cast<std::size_t>(label)];
      const Pattern& member = table_.patterns()[pattern];
      if (cluster.exemplar == no_pattern) cluster.exemplar = pattern;
      cluster.size += member.weight;
      cluster.first = std::min(cluster.first, member.first);
      cluster.last = std::max(cluster.last, member.last);
    }
  }

  static constexpr std::uint32_t no_pattern = 0xFFFFFFFF;

  const PatternTable& table_;
  const PatternKey& key_;
  double eps_;
  std::uint64_t min_samples_;
  std::vector<double> numbers_;  // per pattern, in the space of the mode
  std::vector<Found> found_;
  Grouping result_;
};

}  // namespace

Grouping group_patterns(const PatternTable& table, const PatternKey& key, Mode mode, double eps,
                        std::uint64_t min_samples) {
  return Grouper(table, key, mode, eps, min_samples).run();
}

}  // namespace huntbook::cluster
