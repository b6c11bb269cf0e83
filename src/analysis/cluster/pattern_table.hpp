// The distinct patterns of a stream of events: how often each occurred, from when to when, and which rows stand for it.
// Memory follows the number of patterns, not of events.
//
// A pattern's key is made of bytes; equal keys are the same pattern. Where times decide, the row that stands for a
// pattern is its earliest; otherwise its first.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analysis/cluster/row_store.hpp"
#include "base/column.hpp"
#include "base/time.hpp"

namespace huntbook::cluster {

struct Pattern {
  static constexpr Ticks no_first = std::numeric_limits<Ticks>::max();
  static constexpr Ticks no_last = std::numeric_limits<Ticks>::min();

  std::uint64_t key_begin = 0;  // in the table's key bytes
  std::uint32_t key_size = 0;
  RowStore::Slot exemplar = RowStore::none;
  std::uint64_t weight = 0;
  Ticks first = no_first;  // of the events that have a time
  Ticks last = no_last;
  bool has_time() const { return first != no_first; }
};

class PatternTable {
 public:
  // `keep_singly`: patterns that occur less often than this keep all of their rows, since their events may come out
  // one by one. `earliest`: the exemplar is the earliest row, not the first.
  PatternTable(const Schema& schema, std::uint64_t keep_singly, bool earliest);

  // Starts a batch; its rows are read until end_batch().
  void begin_batch(const Batch& batch) { batch_ = &batch; }
  // Counts row `row`; `time` is Pattern::no_first where the row has none. The number of its pattern: 0, 1, ... in order
  // of first appearance.
  std::uint32_t add(std::string_view key, std::size_t row, Ticks time);
  void end_batch();

  const std::vector<Pattern>& patterns() const { return patterns_; }
  std::string_view key_of(const Pattern& pattern) const {
    return std::string_view(keys_).substr(pattern.key_begin, pattern.key_size);
  }
  // All rows of a pattern that occurred less often than `keep_singly`, in order of input.
  std::vector<RowStore::Slot> rows_of(std::uint32_t pattern) const;
  const Batch& rows() const { return store_.rows(); }
  std::size_t byte_size() const;

 private:
  std::uint32_t find_or_add(std::string_view key);
  void grow();

  std::uint64_t keep_singly_;
  bool earliest_;
  std::uint64_t seed_;
  RowStore store_;
  std::string keys_;
  std::vector<Pattern> patterns_;
  std::vector<std::uint64_t> hashes_;  // per pattern
  std::vector<std::uint32_t> slots_;   // open addressing: pattern + 1, 0 where free
  // Rows besides the exemplar of patterns that may still come out one by one.
  std::unordered_map<std::uint32_t, std::vector<RowStore::Slot>> others_;
  std::size_t others_count_ = 0;
  // Exemplars are copied at the end of a batch: in evidence that runs backwards each row is the earliest yet.
  const Batch* batch_ = nullptr;
  std::vector<std::uint32_t> pending_row_;  // per pattern: row of the batch + 1
  std::vector<std::uint32_t> pending_;
};

}  // namespace huntbook::cluster
