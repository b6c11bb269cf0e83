#include "analysis/graph/shortest_paths.hpp"

#include <algorithm>

namespace huntbook::graph {

namespace {

std::unexpected<Error> too_much_work() {
  return fail(ErrorKind::User, "the shortest paths between all these nodes take too many steps",
              "say more in 'where' about the nodes at the ends of the path, or make it shorter");
}

}  // namespace

ShortestPaths::ShortestPaths(const Pattern& pattern, bool all, Work& work, TakeMatch take)
    : pattern_(pattern), all_(all), work_(work), take_(std::move(take)) {
  const auto count = [&](const Candidates& nodes) { return nodes.row_of.empty() ? pattern.graph_nodes : nodes.count; };
  reversed_ = count(pattern.nodes.back()) < count(pattern.nodes.front());
  one_path_ = pattern.edges.size() == 1 && pattern.edges.front().path && pattern.edges.front().least <= 1;
  for (std::size_t i = 0; i < pattern.edges.size(); ++i) {
    const std::size_t number = reversed_ ? pattern.edges.size() - 1 - i : i;
    const EdgeElement& edge = pattern.edges[number];
    const auto first = static_cast<std::uint32_t>(places_.size());
    elements_.push_back({number, reversed_ ? turned(edge.direction) : edge.direction, first, edge.least, edge.most});
    for (std::uint32_t length = 0; length <= (one_path_ ? 1 : edge.most); ++length)
      places_.push_back({static_cast<std::uint32_t>(i), length});
    longest_ += edge.most;
  }
  places_.push_back({static_cast<std::uint32_t>(elements_.size()), 0});
  if (elements_.size() == 1) {
    const Candidates& ends = node_behind(0);
    if (!ends.row_of.empty())
      distances_ = distances_to(pattern.edges.front(), ends, elements_.front().direction, pattern.graph_nodes);
  }
}

// The nodes that may stand behind an element, in the direction of the search.
const Candidates& ShortestPaths::node_behind(std::size_t element) const {
  return reversed_ ? pattern_.nodes[pattern_.nodes.size() - 2 - element] : pattern_.nodes[element + 1];
}

Result<void> ShortestPaths::run() {
  const Candidates& roots = reversed_ ? pattern_.nodes.back() : pattern_.nodes.front();
  for (NodeId node = 0; node < pattern_.graph_nodes; ++node) {
    if (roots.allows(node)) HUNTBOOK_CHECK(search(node));
  }
  return {};
}

void ShortestPaths::reach(std::uint32_t place, NodeId node, std::uint32_t depth, std::uint32_t from,
                          std::uint32_t edge) {
  const std::uint64_t key = std::uint64_t{place} << 32U | node;
  auto [known, is_new] = known_.emplace(key, static_cast<std::uint32_t>(states_.size()));
  if (is_new) {
    states_.push_back({place, node, depth});
    layer_.push_back(known->second);
  }
  const std::uint32_t number = known->second;
  if (states_[number].depth != depth) return;
  if (from != no_link) {
    State& state = states_[number];
    const auto link = static_cast<std::uint32_t>(links_.size());
    links_.push_back({from, edge, no_link});
    (state.last_link == no_link ? state.links : links_[state.last_link].next) = link;
    state.last_link = link;
  }
  if (!is_new) return;
  const Place& at = places_[place];
  if (at.element == elements_.size()) {
    ends_.push_back(number);
    return;
  }
  const Element& element = elements_[at.element];
  if ((one_path_ ? depth : at.length) < element.least || !node_behind(at.element).allows(node)) return;
  const auto behind = static_cast<std::uint32_t>(
      at.element + 1 < elements_.size() ? elements_[at.element + 1].first_place : places_.size() - 1);
  reach(behind, node, depth, number, no_link);
}

Result<void> ShortestPaths::expand(std::uint32_t state) {
  const State at = states_[state];
  const Place place = places_[at.place];
  if (place.element == elements_.size()) return {};
  const Element& element = elements_[place.element];
  const EdgeElement& edge = pattern_.edges[element.edge];
  const std::uint32_t length = one_path_ ? at.depth : place.length;
  if (length >= element.most || (length > 0 && !edge.inner.allows(at.node))) return {};
  const std::uint32_t next = one_path_ ? 1 : at.place + 1;
  bool enough = true;
  edge.adjacency.each_step(at.node, element.direction, [&](const Step& step) {
    enough = work_.spend();
    if (!enough) return false;
    if (distances_.empty() || distances_[step.node] < element.most - length)
      reach(next, step.node, at.depth + 1, state, step.edge);
    return true;
  });
  if (!enough) return too_much_work();
  return {};
}

Result<void> ShortestPaths::search(NodeId root) {
  states_.clear();
  links_.clear();
  known_.clear();
  layer_.clear();
  ends_.clear();
  if (!work_.spend()) return too_much_work();
  reach(0, root, 0, no_link, no_link);
  const Candidates& targets = node_behind(elements_.size() - 1);
  std::vector<std::uint32_t> layer;
  for (std::uint32_t depth = 0; depth < longest_ && !layer_.empty(); ++depth) {
    if (!targets.row_of.empty() && ends_.size() == targets.count) break;
    layer.swap(layer_);
    layer_.clear();
    for (std::uint32_t state : layer) HUNTBOOK_CHECK(expand(state));
  }
  for (std::uint32_t end : ends_) {
    std::uint64_t given = 0;
    walked_.clear();
    HUNTBOOK_CHECK(unwind(end, given));
    if (given == 0) HUNTBOOK_CHECK(longer(root, states_[end]));
  }
  return {};
}

Result<void> ShortestPaths::unwind(std::uint32_t state, std::uint64_t& given) {
  if (!work_.spend()) return too_much_work();
  const State& at = states_[state];
  if (at.links == no_link) return give(at.node, given);
  for (std::uint32_t link = at.links; link != no_link; link = links_[link].next) {
    const bool moves = links_[link].edge != no_link;
    if (moves) walked_.push_back({at.place, links_[link].edge, at.node});
    Result<void> done = unwind(links_[link].state, given);
    if (moves) walked_.pop_back();
    HUNTBOOK_CHECK(std::move(done));
    if (given > 0 && !all_) break;
  }
  return {};
}

// What was walked back from an end to the root, as a match.
Result<void> ShortestPaths::give(NodeId root, std::uint64_t& given) {
  Match match;
  match.nodes.resize(pattern_.nodes.size());
  match.paths.resize(pattern_.edges.size());
  std::size_t next = walked_.size();  // walked_ runs backwards
  NodeId node = root;
  const auto bind = [&](std::size_t position) {
    match.nodes[reversed_ ? match.nodes.size() - 1 - position : position] = node;
  };
  bind(0);
  for (std::size_t i = 0; i < elements_.size(); ++i) {
    Match::Path& path = match.paths[elements_[i].edge];
    while (next > 0 && places_[walked_[next - 1].place].element == i) {
      --next;
      if (!path.edges.empty()) path.inner.push_back(node);
      path.edges.push_back(walked_[next].edge);
      node = walked_[next].node;
    }
    if (reversed_) {
      std::ranges::reverse(path.edges);
      std::ranges::reverse(path.inner);
    }
    bind(i + 1);
  }
  if (repeats(match)) return {};
  ++given;
  return take_(match);
}

// Whether the match has something twice that the pattern allows once. Paths of the least length between their ends do
// not; those that must be longer may.
bool ShortestPaths::repeats(const Match& match) {
  if (pattern_.cycles == Cycles::All) return false;
  seen_.clear();
  if (pattern_.cycles == Cycles::UniqueEdges) {
    for (std::size_t i = 0; i < match.paths.size(); ++i)
      for (std::uint32_t row : match.paths[i].edges) seen_.push_back(pattern_.edges[i].number_of(row));
  } else {
    seen_.push_back(match.nodes.front());
    for (std::size_t i = 0; i < match.paths.size(); ++i) {
      if (match.paths[i].edges.empty()) continue;
      seen_.insert(seen_.end(), match.paths[i].inner.begin(), match.paths[i].inner.end());
      seen_.push_back(match.nodes[i + 1]);
    }
  }
  std::ranges::sort(seen_);
  return std::ranges::adjacent_find(seen_) != seen_.end();
}

// The shortest walks all repeat something: looks for longer ones that do not.
Result<void> ShortestPaths::longer(NodeId root, const State& last) {
  bool found = false;
  Matcher matcher(pattern_, work_, [&](const Match& match) -> Result<void> {
    if (found && !all_) return {};
    found = true;
    return take_(match);
  });
  const NodeId first = reversed_ ? last.node : root, end = reversed_ ? root : last.node;
  for (std::uint32_t length = last.depth + 1; length <= longest_ && !found; ++length)
    HUNTBOOK_CHECK(matcher.run_between(first, end, length));
  return {};
}

}  // namespace huntbook::graph
