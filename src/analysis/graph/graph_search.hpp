// Searches a graph for a pattern: rows of its parts in (push), matches out (finish).
//
// Input columns: part (long), a and b (texts: the node, or an edge's source and target), number (long: an edge's
// identity across parts, null where it is its row), and then values, each of which belongs to one part.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/graph/match_output.hpp"
#include "analysis/graph/node_index.hpp"
#include "analysis/graph/pattern.hpp"
#include "base/column.hpp"
#include "base/result.hpp"

namespace huntbook::graph {

inline constexpr std::size_t part_column = 0, a_column = 1, b_column = 2, number_column = 3, first_value_column = 4;

struct SearchSpec {
  struct Node {
    std::optional<std::size_t> part;  // nothing: every node will do, and nothing is asked of it
  };
  struct Edge {
    std::size_t from = 0, to = 0;
    Direction direction = Direction::Right;
    bool path = false;
    std::uint32_t least = 1, most = 1;
    std::size_t part = 0;
    std::optional<std::size_t> inner;  // part of the nodes within a path
  };
  enum class Kind : std::uint8_t { Value, List, All, Any };
  struct Output {
    std::size_t part = 0, column = 0;  // column of the input
    Kind kind = Kind::Value;
  };
  bool shortest = false, all_shortest = false;
  Cycles cycles = Cycles::UniqueEdges;
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  std::vector<Output> output;
};

struct SearchLimits {
  std::uint64_t input_bytes = std::uint64_t{3} << 30U;
  std::uint64_t output_bytes = std::uint64_t{1} << 30U;
  std::uint64_t steps = 2'000'000'000;
};

class GraphSearch {
 public:
  // An error of kind Internal where the spec does not fit together or the schema.
  static Result<GraphSearch> create(const Schema& input, SearchSpec spec, SearchLimits limits = {});

  // Errors of kind User beyond the limits.
  Result<void> push(const Batch& batch);
  Result<std::vector<Batch>> finish();

 private:
  struct Part {
    PartRows rows;
    std::vector<std::size_t> columns;  // of the input
  };

  GraphSearch(SearchSpec spec, SearchLimits limits) : spec_(std::move(spec)), limits_(limits) {}
  std::uint64_t byte_size() const;
  Candidates candidates_of(std::optional<std::size_t> part) const;
  Pattern make_pattern() const;
  Result<OutputColumn> output_column(const SearchSpec::Output& output, const Pattern& pattern) const;

  SearchSpec spec_;
  SearchLimits limits_;
  NodeIndex nodes_;
  std::vector<Part> parts_;
  std::uint64_t rows_ = 0;
};

}  // namespace huntbook::graph
