// One pass over one file: read, cut, parse and route on worker threads, append in order.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "ingest/format/block_reader.hpp"
#include "ingest/pipeline/appender.hpp"
#include "ingest/pipeline/detect.hpp"
#include "ingest/pipeline/router.hpp"
#include "ingest/pipeline/row_sink.hpp"

namespace huntbook::ingest {

struct RunOptions {
  std::int64_t file_id = 0;
  unsigned threads = 0;  // workers; 0: as many as the machine has
  BlockSizes blocks;
  AppendSizes appends;
  std::function<void(std::uint64_t records)> progress;  // after every block, from the calling thread
  bool strict = false;                                  // a rejected record ends the run, with ErrorKind::User
  const std::atomic<bool>* stop = nullptr;              // set: the run ends with ErrorKind::Cancelled
};

struct RunResult {
  std::uint64_t records_read = 0;
  std::uint64_t records_stored = 0;
  std::uint64_t records_rejected = 0;
  TimeRange times;
  std::uint64_t repaired = 0;
  ZoneFindings zones;
  std::map<std::string, std::uint64_t> strays;  // by "Table.Column"
  KnownTypesByTable widened;                    // see Appender::widened()
  std::vector<std::string> remarks;             // of the reader, on the file as a whole
  std::string damage;                           // why the end of the file is missing; empty: it is not
};

// Reads `text` (UTF-8, from its first byte) to the end. The same input gives the same rows, whatever `threads` is.
// Errors: those of the sink, of the environment, and Cancelled; damage to the file is none.
Result<RunResult> run_file(ByteSource& text, const Detected& detected, const Routing& routing, RowSink& sink,
                           const RunOptions& options);

// What the first records of a file are.
struct Sample {
  std::vector<std::string> tables;  // in the order of their first records
  std::uint64_t records = 0;
  std::vector<Rejection> rejected;
  bool whole = false;  // the file holds no more
};

// Reads no more than the first `bytes` of `text`; a record that they cut is none of the sample.
Result<Sample> sample_file(ByteSource& text, const Detected& detected, const Routing& routing, std::size_t bytes);

}  // namespace huntbook::ingest
