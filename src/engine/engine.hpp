// The interface to an engine: runs SQL, streams batches, takes batches in, registers temporary relations, cancels.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/column.hpp"
#include "base/result.hpp"

namespace huntbook::engine {

struct OpenOptions {
  bool read_only = false;
  std::uint64_t memory_limit = 0;              // bytes; 0: half of the machine's memory
  unsigned threads = 0;                        // 0: as many as the machine has
  std::filesystem::path spill_directory = {};  // made 0700, removed at the end; empty: no spilling
};

// A streamed result. Must not outlive its connection.
class ResultStream {
 public:
  virtual ~ResultStream() = default;
  virtual const Schema& schema() const = 0;
  // The next rows, or nothing at the end. Batches hold at most a few thousand rows.
  virtual Result<std::optional<Batch>> next() = 0;
};

class Connection {
 public:
  virtual ~Connection() = default;

  // Runs one statement for its effect; the number of rows changed.
  virtual Result<std::uint64_t> execute(std::string_view sql) = 0;
  // Runs a query. `schema` names the result's columns and their KQL types (the engine knows ticks only as BIGINT);
  // `functions` are the functions that the text calls: those of ours are registered first (an open transaction may not
  // see those that nobody named before it began).
  virtual Result<std::unique_ptr<ResultStream>> query(std::string_view sql, const Schema& schema,
                                                      const std::set<std::string>& functions) = 0;

  // Transactions: everything between begin and commit is kept or lost as one.
  virtual Result<void> begin() = 0;
  virtual Result<void> commit() = 0;
  virtual Result<void> rollback() = 0;

  // Appends batches to `columns` of a table (other columns take their defaults), on all threads. Row order is not kept.
  virtual Result<void> insert(std::string_view table, const std::vector<std::string>& columns,
                              std::vector<Batch> batches) = 0;
  // Makes batches readable under `name` with columns c0, c1, ... until dropped or the connection ends.
  virtual Result<void> register_relation(std::string_view name, const Schema& schema, std::vector<Batch> batches) = 0;
  virtual Result<void> drop_relation(std::string_view name) = 0;

  // Stops what the connection runs, from any thread.
  virtual void interrupt() = 0;
  // Share of the running statement that is done, 0..1, or nothing where unknown; from any thread.
  virtual std::optional<double> progress() const = 0;
};

class Engine {
 public:
  virtual ~Engine() = default;
  virtual Result<std::unique_ptr<Connection>> connect() = 0;
};

// Opens a database file (created unless read_only), or an in-memory one for an empty path. At most one Engine per file
// and process.
Result<std::unique_ptr<Engine>> open_duckdb(const std::filesystem::path& path, const OpenOptions& options);

}  // namespace huntbook::engine
