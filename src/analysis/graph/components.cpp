#include "analysis/graph/components.hpp"

#include <algorithm>
#include <numeric>

#include "analysis/graph/adjacency.hpp"

namespace huntbook::graph {

namespace {

constexpr std::uint32_t unset = UINT32_MAX;

// Components numbered in the order of their first nodes.
std::vector<std::uint32_t> renumbered(const std::vector<std::uint32_t>& components) {
  std::vector<std::uint32_t> numbers(components.size(), unset), result;
  result.reserve(components.size());
  std::uint32_t next = 0;
  for (std::uint32_t component : components) {
    if (numbers[component] == unset) numbers[component] = next++;
    result.push_back(numbers[component]);
  }
  return result;
}

}  // namespace

std::vector<std::uint32_t> weak_components(std::span<const NodeId> sources, std::span<const NodeId> targets,
                                           std::size_t nodes) {
  std::vector<std::uint32_t> parent(nodes);
  std::iota(parent.begin(), parent.end(), 0U);
  auto root = [&](std::uint32_t node) {
    while (parent[node] != node) {
      parent[node] = parent[parent[node]];
      node = parent[node];
    }
    return node;
  };
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const std::uint32_t a = root(sources[i]), b = root(targets[i]);
    parent[std::max(a, b)] = std::min(a, b);
  }
  std::vector<std::uint32_t> roots(nodes);
  for (std::uint32_t node = 0; node < nodes; ++node) roots[node] = root(node);
  return renumbered(roots);
}

std::vector<std::uint32_t> strong_components(std::span<const NodeId> sources, std::span<const NodeId> targets,
                                             std::size_t nodes) {
  const Adjacency adjacency(sources, targets, nodes);
  std::vector<std::uint32_t> order(nodes, unset), low(nodes, 0), component(nodes, unset);
  std::vector<NodeId> open;  // nodes seen whose component is not known yet
  struct Frame {
    NodeId node;
    std::size_t next;
  };
  std::vector<Frame> frames;
  std::uint32_t next_order = 0, next_component = 0;
  const auto enter = [&](NodeId node) {
    order[node] = low[node] = next_order++;
    open.push_back(node);
    frames.push_back({node, 0});
  };
  for (NodeId start = 0; start < nodes; ++start) {
    if (order[start] != unset) continue;
    enter(start);
    while (!frames.empty()) {
      Frame& frame = frames.back();
      const NodeId node = frame.node;
      if (frame.next < adjacency.out(node).size()) {
        const NodeId to = adjacency.out(node)[frame.next++].node;
        if (order[to] == unset) {
          enter(to);
        } else if (component[to] == unset) {
          low[node] = std::min(low[node], order[to]);
        }
        continue;
      }
      if (low[node] == order[node]) {
        NodeId member = no_node;
        while (member != node) {
          member = open.back();
          open.pop_back();
          component[member] = next_component;
        }
        ++next_component;
      }
      frames.pop_back();
      if (!frames.empty()) low[frames.back().node] = std::min(low[frames.back().node], low[node]);
    }
  }
  return renumbered(component);
}

}  // namespace huntbook::graph
