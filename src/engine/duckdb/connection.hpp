// One connection to a database: statements, transactions, inserts, temporary relations.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "engine/duckdb/query_thread.hpp"

namespace huntbook::engine::duckdb {

class DuckdbConnection : public Connection {
 public:
  // Takes `connection` over.
  DuckdbConnection(const std::shared_ptr<Database>& database, duckdb_connection connection)
      : database_(database), shared_(std::make_shared<SharedConnection>(database, connection)) {}
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
  Result<std::unique_ptr<RelationWriter>> write_relation(const Schema& schema) override;
  Result<void> register_relation(std::string_view name, std::unique_ptr<RelationWriter> rows) override;
  Result<std::unique_ptr<RowFunction>> row_function(std::string_view sql, const Schema& parameters, ScalarType result,
                                                    const std::set<std::string>& functions) override;
  void set_limits(const RunLimits& limits) override { limits_ = limits; }
  void interrupt() override;
  Result<void> watch_progress() override;
  std::optional<double> progress() const override;

 private:
  Result<void> register_source(std::string_view name, const Schema& schema, std::shared_ptr<const BatchSource> source);
  // The connection to use: a new one where a query that nobody waits for still runs on the old one.
  Result<duckdb_connection> connection();

  std::shared_ptr<Database> database_;
  mutable std::mutex mutex_;  // guards which connection is shared_ against interrupt() and progress()
  std::shared_ptr<SharedConnection> shared_;
  RunLimits limits_;
  bool watched_ = false;
  std::map<std::string, std::int64_t, std::less<>> relations_;  // ids of their sources
};

}  // namespace huntbook::engine::duckdb
