// Event clustering: boils a stream of events down to one row per kind of event, so that the rare ones stand out.
//
// Events with the same features are one pattern with a weight; DBSCAN groups the patterns; each cluster is shown by its
// exemplar, each event that belongs to no cluster by itself. docs/clustering.md describes the modes and their reasons.
//
// Output columns: the input's, with TimeGenerated set to FirstEventTime, and then
//   Clustered (bool), ClusterId (long, -1: no cluster), ClusterSize (long), [TimeGenerated where the input has none,]
//   FirstEventTime, LastEventTime (datetime), KeptShare (real: rows that come out / events that went in).
// Input columns with the names of these are replaced. With collapse off every event comes out, in order of input, with
// its own TimeGenerated.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/cluster/features.hpp"
#include "analysis/cluster/pattern_key.hpp"
#include "analysis/cluster/pattern_table.hpp"
#include "base/column.hpp"
#include "base/result.hpp"

namespace huntbook::cluster {

struct Options {
  Mode mode = Mode::Pattern;
  std::vector<std::string> features;  // names of features or columns; empty: those that fit the table
  std::optional<double> eps;          // greatest distance of neighbours; nothing: default_eps(mode)
  std::uint64_t min_samples = 2;      // events near one, itself included, that make it the core of a cluster
  bool collapse = true;
  // Bytes for the patterns and their rows, and with collapse off again for all rows. Beyond it push() fails.
  std::uint64_t memory_limit = std::uint64_t{1} << 30U;
};

// 0.01 as in msticpy; 0.05 in pattern mode: one edit per 20 delimiters, 5 % of a number's range.
double default_eps(Mode mode);

// The columns of the result, or why `options` do not fit the input (kind User).
Result<Schema> output_schema(const Schema& input, const Options& options);

class EventClusterer {
 public:
  static Result<EventClusterer> create(const Schema& input, const Options& options);

  // Takes the next events: columns as in the schema given to create(). Fails (kind User) when the distinct patterns, or
  // with collapse off the rows, need more than the memory limit.
  Result<void> push(const Batch& batch);
  // The result, in the columns of output_schema(): clusters by their number, then single events. Call it once.
  std::vector<Batch> finish();

 private:
  EventClusterer(Schema input, Options options, std::vector<BoundFeature> features);

  Schema input_;
  Options options_;
  std::optional<std::size_t> time_column_;
  PatternKey key_;
  PatternTable table_;
  std::uint64_t events_ = 0;
  // With collapse off: all rows and the pattern of each.
  std::vector<Batch> rows_;
  std::vector<std::uint32_t> pattern_of_row_;
  std::uint64_t rows_bytes_ = 0;
};

}  // namespace huntbook::cluster
