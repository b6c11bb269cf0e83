// An open database file and the connections to it.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "engine/duckdb/api.hpp"
#include "engine/duckdb/batch_source.hpp"
#include "engine/duckdb/function_registry.hpp"
#include "engine/duckdb/functions/register.hpp"
#include "engine/engine.hpp"

namespace huntbook::engine::duckdb {

// One database with what belongs to it as a whole: our functions and the batches that queries read. Closed when the
// last connection goes.
class Database : public std::enable_shared_from_this<Database> {
 public:
  static Result<std::shared_ptr<Database>> open(const std::filesystem::path& path, const OpenOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  Result<std::unique_ptr<Connection>> connect();
  // The engine's own handle of a connection, for the caller to disconnect.
  Result<duckdb_connection> connect_raw();
  // Makes functions of ours known to all connections.
  Result<void> require_functions(const std::set<std::string>& names);
  BatchSources& sources() { return sources_; }
  // Where files may be written; empty: nowhere.
  const std::filesystem::path& spill_directory() const { return spill_directory_; }

 private:
  Database() = default;

  std::mutex mutex_;  // guards service_ while functions are registered
  duckdb_database database_ = nullptr;
  duckdb_connection service_ = nullptr;  // never in a transaction
  FunctionRegistry functions_{builtin_scalar_functions()};
  BatchSources sources_;
  std::filesystem::path spill_directory_;  // made by this database, removed at the end
};

}  // namespace huntbook::engine::duckdb
