// Makes our functions known to an engine, each one the first time that a query calls it.
#pragma once

#include <mutex>
#include <set>
#include <string>

#include "base/result.hpp"
#include "engine/duckdb/api.hpp"
#include "engine/duckdb/scalar_function.hpp"

namespace huntbook::engine::duckdb {

// The functions of one engine. Safe to use from several threads.
class FunctionRegistry {
 public:
  // `table` must outlive the engine.
  explicit FunctionRegistry(const ScalarFunctions& table) : table_(table) {}

  // Registers those of `names` that are ours (hb_...) and not registered yet, through `connection`, which must not be
  // in a transaction; they are then visible to all connections. An unknown name of ours is an error of kind Internal.
  Result<void> require(duckdb_connection connection, const std::set<std::string>& names);

 private:
  const ScalarFunctions& table_;
  std::mutex mutex_;
  std::set<std::string, std::less<>> registered_;
};

}  // namespace huntbook::engine::duckdb
