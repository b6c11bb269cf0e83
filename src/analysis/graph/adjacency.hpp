// The edges of a graph by the nodes that they leave and enter, in compressed rows: memory and time linear in the number
// of edges.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/graph/node_index.hpp"

namespace huntbook::graph {

enum class Direction : std::uint8_t { Right, Left, Any };
inline Direction turned(Direction direction) {
  if (direction == Direction::Any) return direction;
  return direction == Direction::Right ? Direction::Left : Direction::Right;
}

struct Step {
  std::uint32_t edge;  // row of the edge
  NodeId node;         // where it leads
};

class Adjacency {
 public:
  Adjacency() = default;
  // Edge i leads from sources[i] to targets[i].
  Adjacency(std::span<const NodeId> sources, std::span<const NodeId> targets, std::size_t nodes);

  std::span<const Step> out(NodeId node) const { return row(out_begin_, out_, node); }
  std::span<const Step> in(NodeId node) const { return row(in_begin_, in_, node); }

  // Calls visit(step) for each step from `node` in the direction; stops where it gives false. A loop is one step in any
  // direction.
  template <class Visit>
  bool each_step(NodeId node, Direction direction, Visit visit) const {
    if (direction != Direction::Left) {
      for (const Step& step : out(node))
        if (!visit(step)) return false;
    }
    if (direction != Direction::Right) {
      for (const Step& step : in(node)) {
        if (direction == Direction::Any && step.node == node) continue;
        if (!visit(step)) return false;
      }
    }
    return true;
  }

 private:
  static std::span<const Step> row(const std::vector<std::uint32_t>& begin, const std::vector<Step>& steps,
                                   NodeId node) {
    return std::span(steps).subspan(begin[node], begin[node + 1] - begin[node]);
  }

  std::vector<std::uint32_t> out_begin_, in_begin_;
  std::vector<Step> out_, in_;
};

}  // namespace huntbook::graph
