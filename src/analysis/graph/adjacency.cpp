#include "analysis/graph/adjacency.hpp"

namespace huntbook::graph {

namespace {

void fill(std::span<const NodeId> from, std::span<const NodeId> to, std::size_t nodes,
          std::vector<std::uint32_t>& begin, std::vector<Step>& steps) {
  begin.assign(nodes + 1, 0);
  for (NodeId node : from) ++begin[node + 1];
  for (std::size_t i = 0; i < nodes; ++i) begin[i + 1] += begin[i];
  std::vector<std::uint32_t> next(begin.begin(), begin.end() - 1);
  steps.resize(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) steps[next[from[i]]++] = {static_cast<std::uint32_t>(i), to[i]};
}

}  // namespace

Adjacency::Adjacency(std::span<const NodeId> sources, std::span<const NodeId> targets, std::size_t nodes) {
  fill(sources, targets, nodes, out_begin_, out_);
  fill(targets, sources, nodes, in_begin_, in_);
}

}  // namespace huntbook::graph
