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
#include "base/run_limits.hpp"

namespace huntbook::engine {

struct OpenOptions {
  bool read_only = false;
  std::uint64_t memory_limit = 0;              // bytes; 0: half of the machine's memory
  unsigned threads = 0;                        // 0: as many as the machine has
  std::filesystem::path spill_directory = {};  // made 0700, removed at the end; empty or not ours: no spilling
};

// Rows of a row group of a stored table. An insert's threads write as many at once where they are; fewer are copied
// once more.
inline constexpr std::size_t row_group_rows = 122'880;

// A streamed result. Must not outlive its connection.
class ResultStream {
 public:
  virtual ~ResultStream() = default;
  virtual const Schema& schema() const = 0;
  // The next rows, or nothing at the end. Batches hold at most a few thousand rows.
  virtual Result<std::optional<Batch>> next() = 0;
};

// Rows that become a relation: kept in memory at first, in the spill folder beyond 64 MiB. Rows come back in no order.
class RelationWriter {
 public:
  virtual ~RelationWriter() = default;
  // Errors of kind Environment: the spill folder is full; there is none and the rows take more than 1 GiB.
  virtual Result<void> append(const Batch& batch) = 0;
};

// An expression for rows in hand, compiled once.
class RowFunction {
 public:
  virtual ~RowFunction() = default;
  // One value for each row of the parameters.
  virtual Result<Column> evaluate(Batch parameters) = 0;
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
  // Takes rows while results are being read, which no statement may do; register_relation makes them readable.
  virtual Result<std::unique_ptr<RelationWriter>> write_relation(const Schema& schema) = 0;
  virtual Result<void> register_relation(std::string_view name, std::unique_ptr<RelationWriter> rows) = 0;
  // `sql` selects one column of type `result` from the relation hb_row, whose columns c0, c1, ... are `parameters`.
  virtual Result<std::unique_ptr<RowFunction>> row_function(std::string_view sql, const Schema& parameters,
                                                            ScalarType result,
                                                            const std::set<std::string>& functions) = 0;

  // What ends the queries from now on, at the latest a fifth of a second after a limit is reached: where the engine
  // does not stop by then, the caller gets the limit's error and the connection is another one underneath (its
  // relations are gone, a transaction is rolled back).
  virtual void set_limits(const RunLimits& limits) = 0;
  // Stops what the connection runs, from any thread.
  virtual void interrupt() = 0;
  // From now on progress() knows. Off at first: the engine spends a twentieth of an insert's time on counting it.
  virtual Result<void> watch_progress() = 0;
  // Share of the running statement that is done, 0..1, or nothing where unknown or not watched; from any thread.
  virtual std::optional<double> progress() const = 0;
};

// Rows on their way into a Parquet file, which lies in the spill folder and goes with this object. Types are those that
// Kusto's .export writes (docs, "Parquet data types mapping"): datetime as a UTC timestamp of microseconds, timespan as
// a count of 100 ns ticks, dynamic and guid as text.
class ParquetFile {
 public:
  virtual ~ParquetFile() = default;
  virtual Result<void> append(std::vector<Batch> batches) = 0;
  // Writes the file; its path. A datetime column with ticks below the microsecond becomes one of nanoseconds; an error
  // of kind User where these do not reach (before 1677, after 2262).
  virtual Result<std::filesystem::path> finish() = 0;
};

// A Parquet file opened for reading.
class ParquetRows {
 public:
  virtual ~ParquetRows() = default;
  virtual const std::vector<std::string>& columns() const = 0;
  // The values of some columns, by their place, as JSON texts (null: no value), and last the row's number in the file
  // from 0. Rows come in any order.
  virtual Result<std::unique_ptr<ResultStream>> read(const std::vector<std::size_t>& columns) = 0;
};

class Engine {
 public:
  virtual ~Engine() = default;
  virtual Result<std::unique_ptr<Connection>> connect() = 0;
  // Rows keep their order where `ordered`. Errors of kind User: no columns, or names that differ in case alone, which
  // readers of Parquet take for the same; Environment: there is no spill folder.
  virtual Result<std::unique_ptr<ParquetFile>> make_parquet(const Schema& schema, bool ordered) = 0;
  // Errors of kind User: it is none. `path` is absolute.
  virtual Result<std::unique_ptr<ParquetRows>> open_parquet(const std::filesystem::path& path) = 0;
};

// Opens a database file (created unless read_only), or an in-memory one for an empty path. At most one Engine per file
// and process.
Result<std::unique_ptr<Engine>> open_duckdb(const std::filesystem::path& path, const OpenOptions& options);

}  // namespace huntbook::engine
