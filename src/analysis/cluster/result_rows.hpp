// Writes the rows of a clustering: the input's columns and what the clusters say of them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/cluster/group_patterns.hpp"
#include "analysis/cluster/pattern_table.hpp"
#include "base/column.hpp"

namespace huntbook::cluster {

// The columns of the result, as cluster.hpp describes them.
Schema result_schema(const Schema& input, bool collapse);

class ResultRows {
 public:
  // `events` is how many events went in.
  ResultRows(const Schema& input, std::optional<std::size_t> time_column, std::uint64_t events)
      : input_(input), time_column_(time_column), events_(events) {}

  // One row per cluster, then each event without one.
  std::vector<Batch> collapsed(const PatternTable& table, const Grouping& grouping) const;
  // Every row, as it came; `pattern_of_row` over all batches.
  std::vector<Batch> all(std::vector<Batch> rows, std::span<const std::uint32_t> pattern_of_row,
                         const PatternTable& table, const Grouping& grouping) const;

 private:
  const Schema& input_;
  std::optional<std::size_t> time_column_;
  std::uint64_t events_;
};

}  // namespace huntbook::cluster
