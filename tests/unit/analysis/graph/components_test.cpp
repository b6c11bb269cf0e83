#include "analysis/graph/components.hpp"

#include <random>

#include <gtest/gtest.h>

namespace huntbook::graph {
namespace {

using Numbers = std::vector<std::uint32_t>;

TEST(Components, WeakOnesLookPastDirections) {
  const std::vector<NodeId> sources{0, 2, 4}, targets{1, 1, 4};
  EXPECT_EQ(weak_components(sources, targets, 6), (Numbers{0, 0, 0, 1, 2, 3}));
}

TEST(Components, StrongOnesReachEachOther) {
  // 0 -> 1 -> 2 -> 0, 2 -> 3, 3 -> 4 -> 3
  const std::vector<NodeId> sources{0, 1, 2, 2, 3, 4}, targets{1, 2, 0, 3, 4, 3};
  EXPECT_EQ(strong_components(sources, targets, 5), (Numbers{0, 0, 0, 1, 1}));
}

TEST(Components, OfNothingAreNone) {
  EXPECT_TRUE(weak_components({}, {}, 0).empty());
  EXPECT_TRUE(strong_components({}, {}, 0).empty());
}

// As deep as a recursion would not get.
TEST(Components, OfALongChain) {
  constexpr std::uint32_t nodes = 500'000;
  std::vector<NodeId> sources, targets;
  for (NodeId node = 0; node + 1 < nodes; ++node) {
    sources.push_back(node);
    targets.push_back(node + 1);
  }
  EXPECT_EQ(weak_components(sources, targets, nodes).back(), 0U);
  EXPECT_EQ(strong_components(sources, targets, nodes).back(), nodes - 1);
  sources.push_back(nodes - 1);
  targets.push_back(0);
  EXPECT_EQ(strong_components(sources, targets, nodes).back(), 0U);
}

// Against reachability by Warshall's algorithm.
TEST(Components, AgreeWithReachability) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const std::uint32_t nodes = 1 + random() % 9;
    std::vector<NodeId> sources, targets;
    std::vector<std::vector<bool>> reach(nodes, std::vector<bool>(nodes)), either = reach;
    for (std::uint32_t i = 0; i < nodes; ++i) reach[i][i] = either[i][i] = true;
    for (std::uint32_t i = random() % 14; i > 0; --i) {
      sources.push_back(random() % nodes);
      targets.push_back(random() % nodes);
      reach[sources.back()][targets.back()] = true;
      either[sources.back()][targets.back()] = either[targets.back()][sources.back()] = true;
    }
    for (auto* matrix : {&reach, &either})
      for (std::uint32_t k = 0; k < nodes; ++k)
        for (std::uint32_t i = 0; i < nodes; ++i)
          for (std::uint32_t j = 0; j < nodes; ++j)
            if ((*matrix)[i][k] && (*matrix)[k][j]) (*matrix)[i][j] = true;
    const Numbers weak = weak_components(sources, targets, nodes), strong = strong_components(sources, targets, nodes);
    for (std::uint32_t i = 0; i < nodes; ++i) {
      for (std::uint32_t j = 0; j < nodes; ++j) {
        EXPECT_EQ(weak[i] == weak[j], either[i][j]);
        EXPECT_EQ(strong[i] == strong[j], reach[i][j] && reach[j][i]);
      }
    }
  }
}

}  // namespace
}  // namespace huntbook::graph
