#include "analysis/graph/graph_search.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace huntbook::graph {
namespace {

const Schema input_schema{{"part", ScalarType::Long},
                          {"a", ScalarType::String},
                          {"b", ScalarType::String},
                          {"n", ScalarType::Long},
                          {"name", ScalarType::Dynamic}};

struct TestEdge {
  int from, to;
};

// Part 0: the edges, each with its number as an array of one; part 1: the first node; part 2: the last one.
Batch rows_of(const std::vector<TestEdge>& edges, const std::set<int>& first, const std::set<int>& last) {
  Batch batch = make_batch(input_schema);
  const auto add = [&](std::int64_t part, int a, int b, const std::string& value) {
    batch.columns[0].push_long(part);
    batch.columns[1].push_text(std::to_string(a));
    batch.columns[2].push_text(b < 0 ? "" : std::to_string(b));
    batch.columns[3].push_null();
    batch.columns[4].push_text(value);
  };
  for (std::size_t i = 0; i < edges.size(); ++i) add(0, edges[i].from, edges[i].to, "[" + std::to_string(i) + "]");
  for (int node : first) add(1, node, -1, "");
  for (int node : last) add(2, node, -1, "");
  return batch;
}

SearchSpec path_spec(std::uint32_t least, std::uint32_t most, Direction direction, Cycles cycles) {
  SearchSpec spec;
  spec.cycles = cycles;
  spec.nodes = {{1}, {2}};
  spec.edges = {{.from = 0, .to = 1, .direction = direction, .path = true, .least = least, .most = most, .part = 0}};
  spec.output = {{0, 4, SearchSpec::Kind::List}};
  return spec;
}

Result<std::multiset<std::string>> found(SearchSpec spec, const Batch& rows, SearchLimits limits = {}) {
  HUNTBOOK_TRY(GraphSearch search, GraphSearch::create(input_schema, std::move(spec), limits));
  HUNTBOOK_CHECK(search.push(rows));
  HUNTBOOK_TRY(std::vector<Batch> batches, search.finish());
  std::multiset<std::string> paths;
  for (const Batch& batch : batches)
    for (std::size_t row = 0; row < batch.rows(); ++row) paths.emplace(batch.columns[1].text_at(row));
  return paths;
}

// All paths from the first to the last nodes by plain recursion, with their ends.
class Naive {
 public:
  Naive(const std::vector<TestEdge>& edges, Direction direction, Cycles cycles)
      : edges_(edges), direction_(direction), cycles_(cycles) {}

  struct Path {
    int from, to;
    std::vector<std::size_t> edges;
  };
  std::vector<Path> paths(const std::set<int>& first, const std::set<int>& last, std::size_t least, std::size_t most) {
    result_.clear();
    for (int node : first) {
      nodes_ = {node};
      go(node, last, least, most);
    }
    return result_;
  }

 private:
  void go(int node, const std::set<int>& last, std::size_t least, std::size_t most) {
    if (path_.size() >= least && last.contains(node)) result_.push_back({nodes_.front(), node, path_});
    if (path_.size() == most) return;
    for (std::size_t i = 0; i < edges_.size(); ++i) {
      const TestEdge& edge = edges_[i];
      if (direction_ != Direction::Left && edge.from == node) take(i, edge.to, last, least, most);
      const bool loop_again = direction_ == Direction::Any && edge.from == edge.to;
      if (direction_ != Direction::Right && edge.to == node && !loop_again) take(i, edge.from, last, least, most);
    }
  }
  void take(std::size_t edge, int to, const std::set<int>& last, std::size_t least, std::size_t most) {
    if (cycles_ == Cycles::UniqueEdges && std::ranges::find(path_, edge) != path_.end()) return;
    if (cycles_ == Cycles::None && std::ranges::find(nodes_, to) != nodes_.end()) return;
    path_.push_back(edge);
    nodes_.push_back(to);
    go(to, last, least, most);
    path_.pop_back();
    nodes_.pop_back();
  }

  const std::vector<TestEdge>& edges_;
  Direction direction_;
  Cycles cycles_;
  std::vector<std::size_t> path_;
  std::vector<int> nodes_;
  std::vector<Path> result_;
};

std::string text_of(const std::vector<std::size_t>& edges) {
  std::string text = "[";
  for (std::size_t edge : edges) text += (text.size() > 1 ? "," : "") + std::to_string(edge);
  return text + "]";
}

struct Trial {
  std::vector<TestEdge> edges;
  std::set<int> first, last;
  Direction direction;
  Cycles cycles;
  std::uint32_t least, most;
};

Trial random_trial(std::mt19937& random) {
  Trial trial;
  const int nodes = static_cast<int>(1 + random() % 5);
  const auto node = [&] { return static_cast<int>(random() % static_cast<unsigned>(nodes)); };
  for (std::uint32_t i = random() % 8; i > 0; --i) trial.edges.push_back({node(), node()});
  for (int i = 0; i < nodes; ++i) {
    if (random() % 2 == 0) trial.first.insert(i);
    if (random() % 2 == 0) trial.last.insert(i);
  }
  trial.direction = static_cast<Direction>(random() % 3);
  trial.cycles = static_cast<Cycles>(random() % 3);
  trial.least = random() % 3;
  trial.most = std::max(1U, trial.least + static_cast<std::uint32_t>(random() % 3));
  return trial;
}

TEST(GraphSearch, FindsThePathsThatPlainRecursionFinds) {
  std::mt19937 random(11);
  for (int round = 0; round < 2'000; ++round) {
    const Trial trial = random_trial(random);
    std::multiset<std::string> expected;
    for (const auto& path :
         Naive(trial.edges, trial.direction, trial.cycles).paths(trial.first, trial.last, trial.least, trial.most))
      expected.insert(text_of(path.edges));
    const auto paths = found(path_spec(trial.least, trial.most, trial.direction, trial.cycles),
                             rows_of(trial.edges, trial.first, trial.last));
    ASSERT_TRUE(paths) << paths.error().message;
    ASSERT_EQ(*paths, expected) << "round " << round;
  }
}

TEST(GraphSearch, FindsAllShortestPaths) {
  std::mt19937 random(12);
  for (int round = 0; round < 2'000; ++round) {
    const Trial trial = random_trial(random);
    std::map<std::pair<int, int>, std::size_t> shortest;
    const auto all =
        Naive(trial.edges, trial.direction, trial.cycles).paths(trial.first, trial.last, trial.least, trial.most);
    for (const auto& path : all) {
      const auto [known, is_new] = shortest.emplace(std::pair(path.from, path.to), path.edges.size());
      known->second = std::min(known->second, path.edges.size());
    }
    std::multiset<std::string> expected;
    for (const auto& path : all)
      if (shortest.at({path.from, path.to}) == path.edges.size()) expected.insert(text_of(path.edges));
    SearchSpec spec = path_spec(trial.least, trial.most, trial.direction, trial.cycles);
    spec.shortest = spec.all_shortest = true;
    const Batch rows = rows_of(trial.edges, trial.first, trial.last);
    const auto paths = found(spec, rows);
    ASSERT_TRUE(paths) << paths.error().message;
    ASSERT_EQ(*paths, expected) << "round " << round;
    spec.all_shortest = false;
    const auto any = found(spec, rows);
    ASSERT_TRUE(any) << any.error().message;
    EXPECT_EQ(any->size(), shortest.size()) << "round " << round;
    EXPECT_TRUE(std::ranges::includes(expected, *any)) << "round " << round;
  }
}

// Every node to every other: 2^20 paths of 40 edges.
std::vector<TestEdge> ladder() {
  std::vector<TestEdge> edges;
  for (int i = 0; i < 40; ++i) {
    edges.push_back({i, i + 1});
    edges.push_back({i, i + 1});
  }
  return edges;
}

TEST(GraphSearch, EndsWhereItsStepsAreUsedUp) {
  const auto paths =
      found(path_spec(40, 40, Direction::Right, Cycles::UniqueEdges), rows_of(ladder(), {0}, {40}), {.steps = 10'000});
  ASSERT_FALSE(paths);
  EXPECT_EQ(paths.error().kind, ErrorKind::User);
  EXPECT_EQ(paths.error().message, "the pattern has too many paths to follow them all");
}

TEST(GraphSearch, EndsWhereMatchesTakeTooMuchMemory) {
  const auto paths = found(path_spec(40, 40, Direction::Right, Cycles::UniqueEdges), rows_of(ladder(), {0}, {40}),
                           {.output_bytes = 4U << 20U});
  ASSERT_FALSE(paths);
  EXPECT_EQ(paths.error().kind, ErrorKind::User);
  EXPECT_TRUE(paths.error().message.starts_with("the matches take more than 4 MiB")) << paths.error().message;
}

TEST(GraphSearch, EndsWhereTheGraphTakesTooMuchMemory) {
  const auto paths = found(path_spec(1, 2, Direction::Right, Cycles::UniqueEdges), rows_of(ladder(), {0}, {40}),
                           {.input_bytes = 1'000});
  ASSERT_FALSE(paths);
  EXPECT_EQ(paths.error().kind, ErrorKind::User);
}

TEST(GraphSearch, DoesNotFollowPathsThatLeadNowhere) {
  const auto paths =
      found(path_spec(1, 45, Direction::Right, Cycles::UniqueEdges), rows_of(ladder(), {0}, {99}), {.steps = 10'000});
  ASSERT_TRUE(paths) << paths.error().message;
  EXPECT_TRUE(paths->empty());
}

TEST(GraphSearch, RefusesASpecThatDoesNotFit) {
  SearchSpec spec = path_spec(1, 2, Direction::Right, Cycles::All);
  spec.output = {{0, 9, SearchSpec::Kind::List}};
  EXPECT_FALSE(GraphSearch::create(input_schema, spec));
  spec = path_spec(1, 2, Direction::Right, Cycles::All);
  spec.edges.front().to = 5;
  EXPECT_FALSE(GraphSearch::create(input_schema, spec));
}

}  // namespace
}  // namespace huntbook::graph
