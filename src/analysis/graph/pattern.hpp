// A pattern to look for in a graph: nodes, and edges or paths between them, each with the rows that it may be.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/graph/adjacency.hpp"
#include "base/column.hpp"

namespace huntbook::graph {

enum class Cycles : std::uint8_t {
  All,          // everything may come again
  UniqueEdges,  // an edge is in a match once
  None,         // a node is in a match once
};

// Rows of one part of the input: edges (sources, targets, numbers) or nodes (sources).
struct PartRows {
  std::vector<NodeId> sources, targets;
  std::vector<std::uint32_t> numbers;  // identity of edges across parts; empty: the row
  std::vector<Column> values;
};

// The nodes that an element may be: its rows by node, `none` where it has none.
struct Candidates {
  static constexpr std::uint32_t none = UINT32_MAX;
  std::vector<std::uint32_t> row_of;  // empty: every node
  std::size_t count = 0;
  bool allows(NodeId node) const { return row_of.empty() || row_of[node] != none; }
};

struct EdgeElement {
  std::size_t from = 0, to = 0;  // nodes of the pattern
  Direction direction = Direction::Right;
  bool path = false;
  std::uint32_t least = 1, most = 1;
  const PartRows* rows = nullptr;
  Adjacency adjacency;
  Candidates inner;  // nodes within a path

  std::uint32_t number_of(std::uint32_t row) const { return rows->numbers.empty() ? row : rows->numbers[row]; }
};

struct Pattern {
  std::size_t graph_nodes = 0;
  std::uint32_t edge_numbers = 0;  // one more than the greatest number of an edge
  Cycles cycles = Cycles::UniqueEdges;
  std::vector<Candidates> nodes;
  std::vector<EdgeElement> edges;
};

// A match: a node per node of the pattern, and per edge of the pattern the rows of its edges and the nodes between
// them, in the pattern's direction.
struct Match {
  struct Path {
    std::vector<std::uint32_t> edges;
    std::vector<NodeId> inner;
  };
  std::vector<NodeId> nodes;
  std::vector<Path> paths;
};

// Bounds the steps of a search: what a pattern asks for may grow beyond any measure with the length of its paths.
class Work {
 public:
  explicit Work(std::uint64_t limit) : left_(limit) {}
  // False: used up.
  bool spend() {
    if (left_ == 0) return false;
    --left_;
    return true;
  }

 private:
  std::uint64_t left_;
};

}  // namespace huntbook::graph
