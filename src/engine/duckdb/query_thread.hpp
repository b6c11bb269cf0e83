// A query on a thread of its own. The engine looks at interrupt() only between its steps, not while it plans or works
// on one long expression; whoever waits for a query here is free at once all the same: what still runs keeps all that
// it needs, and ends alone.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "base/run_limits.hpp"
#include "engine/duckdb/database.hpp"

namespace huntbook::engine::duckdb {

// A connection of the engine, which its owner and the thread of its query share.
struct SharedConnection {
  SharedConnection(std::shared_ptr<Database> its_database, duckdb_connection raw)
      : database(std::move(its_database)), connection(raw) {}
  ~SharedConnection() { api().disconnect(&connection); }
  SharedConnection(const SharedConnection&) = delete;
  SharedConnection& operator=(const SharedConnection&) = delete;

  std::shared_ptr<Database> database;
  duckdb_connection connection;
  std::atomic<bool> interrupted{false};  // interrupt() was called since the query began
  std::atomic<bool> left{false};         // a query that nobody waits for still runs on it
};

// Runs one SELECT as open_stream does, a few batches ahead of the reader. A limit that is reached ends it with the
// limit's error.
Result<std::unique_ptr<ResultStream>> open_on_thread(std::shared_ptr<SharedConnection> connection, std::string sql,
                                                     const Schema& schema, const RunLimits& limits);

}  // namespace huntbook::engine::duckdb
