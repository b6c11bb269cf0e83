// Connected components of a directed graph.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/graph/node_index.hpp"

namespace huntbook::graph {

// The component of each of `nodes` nodes, numbered from 0 in the order of their first nodes. Weak: connected whatever
// the edges' directions (union and find). Strong: each reaches each (Tarjan, "Depth-first search and linear graph
// algorithms", 1972, without recursion). Time and memory linear in nodes and edges.
std::vector<std::uint32_t> weak_components(std::span<const NodeId> sources, std::span<const NodeId> targets,
                                           std::size_t nodes);
std::vector<std::uint32_t> strong_components(std::span<const NodeId> sources, std::span<const NodeId> targets,
                                             std::size_t nodes);

}  // namespace huntbook::graph
