// Batches as a relation of the engine: one table function, hb_batches(id), gives out the batches that stand under an id
// in the engine's list, on all threads and with only the columns that a query reads.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/column.hpp"
#include "base/result.hpp"
#include "engine/duckdb/api.hpp"
#include "engine/duckdb/row_spool.hpp"

namespace huntbook::engine::duckdb {

// Batches that queries may read. Texts are handed out in place, so a source must outlive every result over it; queries
// share its ownership.
struct BatchSource {
  // Rows that a scan hands out at once.
  struct Slice {
    std::size_t batch;
    std::size_t first_row;
    std::size_t rows;
  };
  // A scan's thread takes the slices of `run_rows` rows one after another (0: of one slice). An insert whose threads
  // have row_group_rows (engine.hpp) each writes them as row groups; fewer would be copied once more, on one thread.
  BatchSource(Schema schema_of_batches, std::vector<Batch> kept_batches, std::size_t run_rows);
  // Other batches, of the same columns; while no query reads.
  void exchange(std::vector<Batch> others, std::size_t run_rows);
  // Rows that may lie in a file.
  BatchSource(Schema schema_of_rows, std::shared_ptr<const RowSpool> spooled);
  ~BatchSource();
  BatchSource(const BatchSource&) = delete;
  BatchSource& operator=(const BatchSource&) = delete;

  Schema schema;
  std::vector<Batch> batches;
  std::shared_ptr<const RowSpool> spool;  // or the rows are here, a slice for each of its blocks
  std::vector<Slice> slices;
  std::vector<std::size_t> runs;  // the first slice of each
  std::size_t rows = 0;
  duckdb_value empty_text;
};

// The sources of one engine by id. Safe to use from several threads.
class BatchSources {
 public:
  // Makes hb_batches known. `connection` must not be in a transaction.
  Result<void> register_function(duckdb_connection connection);

  std::int64_t add(std::shared_ptr<const BatchSource> source);
  void remove(std::int64_t id);
  std::shared_ptr<const BatchSource> find(std::int64_t id) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::int64_t, std::shared_ptr<const BatchSource>> sources_;
  std::int64_t next_id_ = 1;
};

// "SELECT c0, ... FROM hb_batches(id)" with the columns under their KQL types' engine types; they are named c0, c1, ...
std::string select_from_source(std::int64_t id, const Schema& schema);

}  // namespace huntbook::engine::duckdb
