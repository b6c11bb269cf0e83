// A k-d tree (Bentley, "Multidimensional binary search trees used for associative searching", 1975) that answers which
// points lie near one another under a metric which need not be Euclidean: it only has to say whether a box can hold a
// near point. Boxes are the tight bounds of their points.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "analysis/cluster/dbscan.hpp"

namespace huntbook::cluster {

// Metric:
//   std::size_t dimensions() const;
//   std::span<const double> coordinates(std::size_t point) const;
//   bool near(std::size_t a, std::size_t b) const;                       true for a == b, symmetric
//   bool may_be_near(std::size_t point, std::span<const double> low, std::span<const double> high) const;
template <class Metric>
class KdTree final : public Neighbourhood {
 public:
  // `metric` and `weights` must outlive the tree.
  KdTree(const Metric& metric, const std::vector<std::uint64_t>& weights)
      : metric_(metric), weights_(weights), order_(weights.size()), leaf_of_(weights.size()), claimed_(weights.size()) {
    std::iota(order_.begin(), order_.end(), std::uint32_t{0});
    if (!order_.empty()) build(0, order_.size(), none);
  }

  bool weighs(std::size_t point, std::uint64_t weight) override {
    std::uint64_t found = 0;
    walk(
        point, [](const Node&) { return true; },
        [&](std::uint32_t other) {
          if (metric_.near(point, other)) found += weights_[other];
          return found < weight;
        });
    return found >= weight;
  }

  void claim(std::size_t point, std::vector<std::uint32_t>& out) override {
    walk(
        point, [](const Node& node) { return node.unclaimed != 0; },
        [&](std::uint32_t other) {
          if (claimed_[other] == 0 && metric_.near(point, other)) {
            claimed_[other] = 1;
            for (std::uint32_t node = leaf_of_[other]; node != none; node = nodes_[node].parent)
              --nodes_[node].unclaimed;
            out.push_back(other);
          }
          return true;
        });
  }

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFF;
  static constexpr std::size_t leaf_size = 16;

  struct Node {
    std::uint32_t parent;
    std::uint32_t right;  // the left child follows its parent; none: a leaf
    std::uint32_t begin;
    std::uint32_t end;
    std::uint32_t unclaimed;
  };

  std::span<const double> low(std::size_t node) const {
    return std::span(bounds_).subspan(node * 2 * metric_.dimensions(), metric_.dimensions());
  }
  std::span<const double> high(std::size_t node) const {
    return std::span(bounds_).subspan((node * 2 + 1) * metric_.dimensions(), metric_.dimensions());
  }

  // Adds the node's bounds; the dimension in which it is widest, or none where all its points coincide.
  std::uint32_t add_bounds(std::size_t begin, std::size_t end) {
    const std::size_t dimensions = metric_.dimensions();
    const std::size_t at = bounds_.size();
    const std::span<const double> first = metric_.coordinates(order_[begin]);
    bounds_.insert(bounds_.end(), first.begin(), first.end());
    bounds_.insert(bounds_.end(), first.begin(), first.end());
    for (std::size_t i = begin + 1; i < end; ++i) {
      const std::span<const double> values = metric_.coordinates(order_[i]);
      for (std::size_t d = 0; d < dimensions; ++d) {
        bounds_[at + d] = std::min(bounds_[at + d], values[d]);
        bounds_[at + dimensions + d] = std::max(bounds_[at + dimensions + d], values[d]);
      }
    }
    std::uint32_t widest = none;
    double width = 0;
    for (std::size_t d = 0; d < dimensions; ++d) {
      const double extent = bounds_[at + dimensions + d] - bounds_[at + d];
      if (extent > width) width = extent, widest = static_cast<std::uint32_t>(d);
    }
    return widest;
  }

  // Halving keeps the depth at log2 of the points, so the recursion is shallow.
  void build(std::size_t begin, std::size_t end, std::uint32_t parent) {
    const auto node = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back(Node{parent, none, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                          static_cast<std::uint32_t>(end - begin)});
    const std::uint32_t widest = add_bounds(begin, end);
    if (end - begin <= leaf_size || widest == none) {
      for (std::size_t i = begin; i < end; ++i) leaf_of_[order_[i]] = node;
      return;
    }
    const std::size_t middle = begin + (end - begin) / 2;
    const auto at = [&](std::size_t i) { return order_.begin() + static_cast<std::ptrdiff_t>(i); };
    std::nth_element(at(begin), at(middle), at(end), [&](std::uint32_t a, std::uint32_t b) {
      return metric_.coordinates(a)[widest] < metric_.coordinates(b)[widest];
    });
    build(begin, middle, node);
    nodes_[node].right = static_cast<std::uint32_t>(nodes_.size());
    build(middle, end, node);
  }

  // Visits the points of all leaves that may hold neighbours until visit() returns false.
  template <class Enter, class Visit>
  void walk(std::size_t point, Enter enter, Visit visit) {
    if (nodes_.empty()) return;
    stack_.assign(1, 0);
    while (!stack_.empty()) {
      const std::uint32_t index = stack_.back();
      stack_.pop_back();
      const Node& node = nodes_[index];
      if (!enter(node) || !metric_.may_be_near(point, low(index), high(index))) continue;
      if (node.right != none) {
        stack_.push_back(node.right);
        stack_.push_back(index + 1);
        continue;
      }
      for (std::size_t i = node.begin; i < node.end; ++i) {
        if (!visit(order_[i])) return;
      }
    }
  }

  const Metric& metric_;
  const std::vector<std::uint64_t>& weights_;
  std::vector<std::uint32_t> order_;    // points, leaf by leaf
  std::vector<std::uint32_t> leaf_of_;  // node of each point
  std::vector<std::uint8_t> claimed_;
  std::vector<Node> nodes_;
  std::vector<double> bounds_;  // low and high of each node
  std::vector<std::uint32_t> stack_;
};

}  // namespace huntbook::cluster
