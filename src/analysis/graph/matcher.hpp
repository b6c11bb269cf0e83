// Finds all matches of a pattern by backtracking: begins at the node of the pattern that the fewest nodes may be, and
// goes along edges to what is not bound yet. A path is not followed where no end that would do is in reach.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "analysis/graph/pattern.hpp"
#include "base/result.hpp"

namespace huntbook::graph {

// Takes a match; an error ends the search.
using TakeMatch = std::function<Result<void>(const Match&)>;

// Steps from a node to the nearest node that `ends` allows, against `direction`; `unreachable` beyond `most`. Nodes on
// the way must be allowed by the element's inner ones.
inline constexpr std::uint16_t unreachable = UINT16_MAX;
std::vector<std::uint16_t> distances_to(const EdgeElement& element, const Candidates& ends, Direction direction,
                                        std::size_t graph_nodes);

class Matcher {
 public:
  Matcher(const Pattern& pattern, Work& work, TakeMatch take);

  // Every match.
  Result<void> run();
  // Matches between two nodes that have exactly `edges` edges in all. Element 0 of the pattern's nodes is the first.
  Result<void> run_between(NodeId first, NodeId last, std::size_t edges);

 private:
  struct Turn {
    std::size_t edge;
    bool forward;  // from the edge's first node
  };

  void plan(std::size_t start);
  std::size_t best_start() const;
  Result<void> from(NodeId node);
  Result<void> turn(std::size_t number);
  Result<void> arrive(std::size_t number, NodeId node, bool moved);
  Result<void> walk(std::size_t number, NodeId node, std::uint32_t length);
  bool take_edge(const EdgeElement& element, std::uint32_t row);
  void give_edge(const EdgeElement& element, std::uint32_t row);
  Result<void> found();

  const Pattern& pattern_;
  Work& work_;
  TakeMatch take_;
  std::size_t start_ = 0;
  std::vector<Turn> turns_;
  std::vector<std::vector<std::uint16_t>> distances_;  // per turn; empty: not known
  std::vector<bool> edge_taken_;
  std::vector<std::uint8_t> node_taken_;  // with Cycles::None
  Match match_;                           // so far: nodes bound, and paths in the direction of the turn
  bool turned_ = false;                   // some turns go against the pattern
  std::size_t length_ = 0, exact_length_ = 0;
  NodeId only_last_ = no_node;
};

}  // namespace huntbook::graph
