#include "analysis/graph/matcher.hpp"

#include <algorithm>

namespace huntbook::graph {

namespace {

std::unexpected<Error> too_much_work() {
  return fail(ErrorKind::User, "the pattern has too many paths to follow them all",
              "say more in 'where' about the nodes at the ends of the path or about its edges, or make it shorter");
}

}  // namespace

std::vector<std::uint16_t> distances_to(const EdgeElement& element, const Candidates& ends, Direction direction,
                                        std::size_t graph_nodes) {
  std::vector<std::uint16_t> distances(graph_nodes, unreachable);
  std::vector<NodeId> now, next;
  for (NodeId node = 0; node < graph_nodes; ++node) {
    if (!ends.allows(node)) continue;
    distances[node] = 0;
    now.push_back(node);
  }
  for (std::uint32_t distance = 1; distance <= element.most && !now.empty(); ++distance) {
    next.clear();
    for (NodeId node : now) {
      if (distance > 1 && !element.inner.allows(node)) continue;
      element.adjacency.each_step(node, turned(direction), [&](const Step& step) {
        if (distances[step.node] != unreachable) return true;
        distances[step.node] = static_cast<std::uint16_t>(distance);
        next.push_back(step.node);
        return true;
      });
    }
    now.swap(next);
  }
  return distances;
}

Matcher::Matcher(const Pattern& pattern, Work& work, TakeMatch take)
    : pattern_(pattern),
      work_(work),
      take_(std::move(take)),
      match_{std::vector<NodeId>(pattern.nodes.size(), no_node), std::vector<Match::Path>(pattern.edges.size())} {
  if (pattern.cycles == Cycles::UniqueEdges) edge_taken_.resize(pattern.edge_numbers);
  if (pattern.cycles == Cycles::None) node_taken_.resize(pattern.graph_nodes);
}

std::size_t Matcher::best_start() const {
  std::size_t best = 0;
  const auto count = [&](std::size_t node) {
    return pattern_.nodes[node].row_of.empty() ? pattern_.graph_nodes : pattern_.nodes[node].count;
  };
  for (std::size_t node = 1; node < pattern_.nodes.size(); ++node)
    if (count(node) < count(best)) best = node;
  return best;
}

// The order of the edges: those between bound nodes first, which can only narrow, then single edges, then paths.
void Matcher::plan(std::size_t start) {
  start_ = start;
  turns_.clear();
  std::vector<bool> bound(pattern_.nodes.size(), false), done(pattern_.edges.size(), false);
  bound[start] = true;
  while (turns_.size() < pattern_.edges.size()) {
    std::size_t best = pattern_.edges.size();
    int best_cost = 0;
    for (std::size_t i = 0; i < pattern_.edges.size(); ++i) {
      const EdgeElement& edge = pattern_.edges[i];
      if (done[i] || (!bound[edge.from] && !bound[edge.to])) continue;
      const int cost = (edge.path ? 2 : 0) + (bound[edge.from] && bound[edge.to] ? 0 : 1);
      if (best < pattern_.edges.size() && cost >= best_cost) continue;
      best = i;
      best_cost = cost;
    }
    const EdgeElement& edge = pattern_.edges[best];
    done[best] = true;
    turns_.push_back({best, static_cast<bool>(bound[edge.from])});
    bound[edge.from] = bound[edge.to] = true;
  }
  turned_ = !std::ranges::all_of(turns_, &Turn::forward);
  distances_.assign(turns_.size(), {});
  for (std::size_t i = 0; i < turns_.size(); ++i) {
    const EdgeElement& edge = pattern_.edges[turns_[i].edge];
    const Candidates& ends = pattern_.nodes[turns_[i].forward ? edge.to : edge.from];
    if (!edge.path || (ends.row_of.empty() && edge.inner.row_of.empty())) continue;
    distances_[i] =
        distances_to(edge, ends, turns_[i].forward ? edge.direction : turned(edge.direction), pattern_.graph_nodes);
  }
}

Result<void> Matcher::run() {
  plan(best_start());
  for (NodeId node = 0; node < pattern_.graph_nodes; ++node) HUNTBOOK_CHECK(from(node));
  return {};
}

Result<void> Matcher::run_between(NodeId first, NodeId last, std::size_t edges) {
  plan(0);
  exact_length_ = edges;
  only_last_ = last;
  return from(first);
}

Result<void> Matcher::from(NodeId node) {
  if (!pattern_.nodes[start_].allows(node)) return {};
  if (!work_.spend()) return too_much_work();
  match_.nodes[start_] = node;
  if (!node_taken_.empty()) ++node_taken_[node];
  Result<void> done = turn(0);
  if (!node_taken_.empty()) --node_taken_[node];
  match_.nodes[start_] = no_node;
  return done;
}

Result<void> Matcher::turn(std::size_t number) {
  if (number == turns_.size()) return found();
  const Turn& turn = turns_[number];
  const EdgeElement& edge = pattern_.edges[turn.edge];
  return walk(number, match_.nodes[turn.forward ? edge.from : edge.to], 0);
}

bool Matcher::take_edge(const EdgeElement& element, std::uint32_t row) {
  if (edge_taken_.empty()) return true;
  const std::uint32_t number = element.number_of(row);
  if (edge_taken_[number]) return false;
  edge_taken_[number] = true;
  return true;
}

void Matcher::give_edge(const EdgeElement& element, std::uint32_t row) {
  if (!edge_taken_.empty()) edge_taken_[element.number_of(row)] = false;
}

// The path, or single edge, ends at `node`: binds the node of the pattern there.
Result<void> Matcher::arrive(std::size_t number, NodeId node, bool moved) {
  const EdgeElement& edge = pattern_.edges[turns_[number].edge];
  const std::size_t end = turns_[number].forward ? edge.to : edge.from;
  if (moved && !node_taken_.empty() && node_taken_[node] != 0) return {};
  if (match_.nodes[end] != no_node) return match_.nodes[end] == node ? turn(number + 1) : Result<void>();
  if (!pattern_.nodes[end].allows(node)) return {};
  match_.nodes[end] = node;
  if (!node_taken_.empty()) ++node_taken_[node];
  Result<void> done = turn(number + 1);
  if (!node_taken_.empty()) --node_taken_[node];
  match_.nodes[end] = no_node;
  return done;
}

Result<void> Matcher::walk(std::size_t number, NodeId node, std::uint32_t length) {
  const Turn& turn = turns_[number];
  const EdgeElement& edge = pattern_.edges[turn.edge];
  if (length >= edge.least) HUNTBOOK_CHECK(arrive(number, node, length > 0));
  if (length == edge.most || (exact_length_ != 0 && length_ == exact_length_)) return {};
  Match::Path& path = match_.paths[turn.edge];
  // What goes on from here makes this node an inner one.
  if (length > 0) {
    if (!edge.inner.allows(node)) return {};
    if (!node_taken_.empty() && node_taken_[node] != 0) return {};
    if (!node_taken_.empty()) ++node_taken_[node];
    path.inner.push_back(node);
  }
  Result<void> result;
  const std::vector<std::uint16_t>& distances = distances_[number];
  const Direction direction = turn.forward ? edge.direction : turned(edge.direction);
  edge.adjacency.each_step(node, direction, [&](const Step& step) {
    if (!work_.spend()) {
      result = too_much_work();
      return false;
    }
    if (!distances.empty() && distances[step.node] > edge.most - length - 1) return true;
    if (!take_edge(edge, step.edge)) return true;
    path.edges.push_back(step.edge);
    ++length_;
    result = walk(number, step.node, length + 1);
    --length_;
    path.edges.pop_back();
    give_edge(edge, step.edge);
    return result.has_value();
  });
  if (length > 0) {
    path.inner.pop_back();
    if (!node_taken_.empty()) --node_taken_[node];
  }
  return result;
}

Result<void> Matcher::found() {
  if (exact_length_ != 0 && (length_ != exact_length_ || match_.nodes.back() != only_last_)) return {};
  if (!turned_) return take_(match_);
  Match match = match_;
  for (const Turn& turn : turns_) {
    if (turn.forward) continue;
    std::ranges::reverse(match.paths[turn.edge].edges);
    std::ranges::reverse(match.paths[turn.edge].inner);
  }
  return take_(match);
}

}  // namespace huntbook::graph
