// Makes rows of matches: values of the rows that a match is made of, and arrays or truths over its paths.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/graph/pattern.hpp"
#include "base/column.hpp"
#include "base/result.hpp"

namespace huntbook::graph {

// One column of the result.
struct OutputColumn {
  enum class Kind : std::uint8_t {
    Node,  // the value of the node's row
    Edge,  // the value of a single edge's row
    List,  // a JSON array: `value` holds one-element arrays
    All,   // whether a bool holds for each; true for none
    Any,   // whether it holds for one; false for none
  };
  Kind kind = Kind::Node;
  bool inner = false;       // List, All, Any: over the nodes within the path, not its edges
  std::size_t element = 0;  // node, or edge, of the pattern
  const PartRows* rows = nullptr;
  const Candidates* candidates = nullptr;  // Node, or inner: rows by node
  std::size_t value = 0;                   // column of `rows`
};

class MatchOutput {
 public:
  // The first column counts the matches. More than `max_bytes` of rows are an error of kind User.
  MatchOutput(std::vector<OutputColumn> columns, std::uint64_t max_bytes);
  Result<void> add(const Match& match);
  std::vector<Batch> finish();

 private:
  Batch empty_batch() const;
  void put(const OutputColumn& column, const Match& match, Column& to);

  std::vector<OutputColumn> columns_;
  std::uint64_t max_bytes_, bytes_ = 0;
  std::int64_t count_ = 0;
  Batch batch_;
  std::vector<Batch> done_;
  std::vector<std::uint32_t> path_rows_;
};

}  // namespace huntbook::graph
