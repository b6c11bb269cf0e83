// Shortest matches of a pattern without branches, for each pair of a first and a last node: a search in layers from
// each node at the end that fewer nodes may be, over pairs of a node and a place in the pattern.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "analysis/graph/matcher.hpp"
#include "analysis/graph/pattern.hpp"

namespace huntbook::graph {

class ShortestPaths {
 public:
  // Edge i of the pattern leads from its node i to its node i + 1. `all`: every match of the least number of edges,
  // else one of them.
  ShortestPaths(const Pattern& pattern, bool all, Work& work, TakeMatch take);
  Result<void> run();

 private:
  static constexpr std::uint32_t no_link = UINT32_MAX;
  struct State {
    std::uint32_t place;
    NodeId node;
    std::uint32_t depth;
    std::uint32_t links = no_link;  // how it is reached: a list in the order of the edges
    std::uint32_t last_link = no_link;
  };
  struct Link {
    std::uint32_t state, edge, next;  // edge: no_link where only the place changes
  };
  struct Element {
    std::size_t edge;
    Direction direction;
    std::uint32_t first_place;
    std::uint32_t least, most;
  };
  struct Place {
    std::uint32_t element, length;
  };
  struct Walked {
    std::uint32_t place, edge;
    NodeId node;
  };

  const Candidates& node_behind(std::size_t element) const;
  Result<void> search(NodeId root);
  void reach(std::uint32_t place, NodeId node, std::uint32_t depth, std::uint32_t from, std::uint32_t edge);
  Result<void> expand(std::uint32_t state);
  // Follows the links back to the root; counts the matches given out.
  Result<void> unwind(std::uint32_t state, std::uint64_t& given);
  Result<void> give(NodeId root, std::uint64_t& given);
  Result<void> longer(NodeId root, const State& last);
  bool repeats(const Match& match);

  const Pattern& pattern_;
  bool all_;
  Work& work_;
  TakeMatch take_;
  bool reversed_ = false;
  bool one_path_ = false;  // a single path of at least one edge: its nodes need no lengths
  std::uint32_t longest_ = 0;
  std::vector<Element> elements_;
  std::vector<Place> places_;
  std::vector<std::uint16_t> distances_;
  std::vector<State> states_;
  std::vector<Link> links_;
  std::unordered_map<std::uint64_t, std::uint32_t> known_;
  std::vector<std::uint32_t> layer_, ends_;
  std::vector<Walked> walked_;
  std::vector<std::uint32_t> seen_;
};

}  // namespace huntbook::graph
