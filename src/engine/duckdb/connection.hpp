// One connection to a database: statements, transactions, inserts, temporary relations.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "engine/duckdb/database.hpp"

namespace huntbook::engine::duckdb {

class DuckdbConnection : public Connection {
 public:
  // Takes `connection` over.
  DuckdbConnection(std::shared_ptr<Database> database, duckdb_connection connection)
      : database_(std::move(database)), connection_(connection) {}
  ~DuckdbConnection() override;
  DuckdbConnection(const DuckdbConnection&) = delete;
  DuckdbConnection& operator=(const DuckdbConnection&) = delete;

  Result<std::uint64_t> execute(std::string_view sql) override;
  Result<std::unique_ptr<ResultStream>> query(std::string_view sql, const Schema& schema,
                                              const std::set<std::string>& functions) override;
  Result<void> begin() override;
  Result<void> commit() override;
  Result<void> rollback() override;
  Result<void> insert(std::string_view table, const std::vector<std::string>& columns,
                      std::vector<Batch> batches) override;
  Result<void> register_relation(std::string_view name, const Schema& schema, std::vector<Batch> batches) override;
  Result<void> drop_relation(std::string_view name) override;
  void interrupt() override;
  Result<void> watch_progress() override;
  std::optional<double> progress() const override;

 private:
  std::shared_ptr<Database> database_;
  duckdb_connection connection_;
  std::map<std::string, std::int64_t, std::less<>> relations_;  // ids of their sources
};

}  // namespace huntbook::engine::duckdb
