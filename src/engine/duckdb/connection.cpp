#include "engine/duckdb/connection.hpp"

#include <fmt/format.h>

#include "engine/duckdb/engine_error.hpp"
#include "engine/duckdb/quote.hpp"
#include "engine/duckdb/result_stream.hpp"
#include "engine/duckdb/row_function.hpp"
#include "engine/duckdb/row_spool.hpp"

namespace huntbook::engine::duckdb {

DuckdbConnection::~DuckdbConnection() {
  shared_.reset();
  for (const auto& [name, id] : relations_) database_->sources().remove(id);
}

Result<duckdb_connection> DuckdbConnection::connection() {
  if (!shared_->left) return shared_->connection;
  HUNTBOOK_TRY(duckdb_connection raw, database_->connect_raw());
  {
    const std::lock_guard lock(mutex_);
    shared_ = std::make_shared<SharedConnection>(database_, raw);
  }
  // Views over batches are the connection's own; their owners made them for the query that was left.
  for (const auto& [name, id] : relations_) database_->sources().remove(id);
  relations_.clear();
  if (watched_) HUNTBOOK_CHECK(watch_progress());
  return raw;
}

Result<std::uint64_t> DuckdbConnection::execute(std::string_view sql) {
  HUNTBOOK_TRY(duckdb_connection raw, connection());
  duckdb_result result{};
  if (api().query(raw, std::string(sql).c_str(), &result) != DuckDBSuccess) {
    const char* message = api().result_error(&result);
    Error error = engine_error(message == nullptr ? "unknown error" : message);
    api().destroy_result(&result);
    return std::unexpected(std::move(error));
  }
  std::uint64_t changed = api().rows_changed(&result);
  api().destroy_result(&result);
  return changed;
}

Result<std::unique_ptr<ResultStream>> DuckdbConnection::query(std::string_view sql, const Schema& schema,
                                                              const std::set<std::string>& functions) {
  HUNTBOOK_CHECK(database_->require_functions(functions));
  HUNTBOOK_CHECK(connection());
  return open_on_thread(shared_, std::string(sql), schema, limits_);
}

Result<void> DuckdbConnection::begin() {
  HUNTBOOK_CHECK(execute("BEGIN TRANSACTION"));
  return {};
}

Result<void> DuckdbConnection::commit() {
  HUNTBOOK_CHECK(execute("COMMIT"));
  return {};
}

Result<void> DuckdbConnection::rollback() {
  HUNTBOOK_CHECK(execute("ROLLBACK"));
  return {};
}

Result<void> DuckdbConnection::insert(std::string_view table, const std::vector<std::string>& columns,
                                      std::vector<Batch> batches) {
  if (columns.empty()) return fail(ErrorKind::Internal, "an insert needs columns");
  std::erase_if(batches, [](const Batch& batch) { return batch.rows() == 0; });
  if (batches.empty()) return {};
  Schema schema;
  for (const Column& column : batches.front().columns) schema.push_back({{}, column.type()});
  for (const Batch& batch : batches)
    if (batch.columns.size() != columns.size())
      return fail(ErrorKind::Internal,
                  fmt::format("an insert into {} columns got {}", columns.size(), batch.columns.size()));
  std::string names;
  for (const std::string& column : columns)
    names += fmt::format("{}{}", names.empty() ? "" : ", ", quoted_name(column));
  std::int64_t id = database_->sources().add(std::make_shared<BatchSource>(schema, std::move(batches), row_group_rows));
  auto inserted =
      execute(fmt::format("INSERT INTO {} ({}) {}", quoted_name(table), names, select_from_source(id, schema)));
  database_->sources().remove(id);
  if (!inserted) return std::unexpected(std::move(inserted).error());
  return {};
}

Result<void> DuckdbConnection::register_relation(std::string_view name, const Schema& schema,
                                                 std::vector<Batch> batches) {
  if (schema.empty()) return fail(ErrorKind::Internal, "a relation needs columns");
  std::erase_if(batches, [](const Batch& batch) { return batch.rows() == 0; });
  return register_source(name, schema, std::make_shared<BatchSource>(schema, std::move(batches), 0));
}

Result<void> DuckdbConnection::register_source(std::string_view name, const Schema& schema,
                                               std::shared_ptr<const BatchSource> source) {
  std::int64_t id = database_->sources().add(std::move(source));
  auto made = execute(
      fmt::format("CREATE OR REPLACE TEMPORARY VIEW {} AS {}", quoted_name(name), select_from_source(id, schema)));
  if (!made) {
    database_->sources().remove(id);
    return std::unexpected(std::move(made).error());
  }
  auto [entry, added] = relations_.try_emplace(std::string(name), id);
  if (!added) database_->sources().remove(std::exchange(entry->second, id));
  return {};
}

Result<std::unique_ptr<RelationWriter>> DuckdbConnection::write_relation(const Schema& schema) {
  if (schema.empty()) return fail(ErrorKind::Internal, "a relation needs columns");
  return std::make_unique<SpooledRelation>(schema, database_->spill_directory());
}

Result<void> DuckdbConnection::register_relation(std::string_view name, std::unique_ptr<RelationWriter> rows) {
  auto* spooled = dynamic_cast<SpooledRelation*>(rows.get());
  if (spooled == nullptr) return fail(ErrorKind::Internal, "rows of another engine");
  const Schema schema = spooled->schema();
  HUNTBOOK_TRY(std::shared_ptr<const RowSpool> spool, spooled->finish());
  return register_source(name, schema, std::make_shared<BatchSource>(schema, std::move(spool)));
}

Result<std::unique_ptr<RowFunction>> DuckdbConnection::row_function(std::string_view sql, const Schema& parameters,
                                                                    ScalarType result,
                                                                    const std::set<std::string>& functions) {
  HUNTBOOK_CHECK(database_->require_functions(functions));
  return make_row_function(database_, sql, parameters, result);
}

Result<void> DuckdbConnection::drop_relation(std::string_view name) {
  HUNTBOOK_CHECK(connection());
  auto entry = relations_.find(name);
  if (entry == relations_.end()) return fail(ErrorKind::Internal, fmt::format("there is no relation '{}'", name));
  HUNTBOOK_CHECK(execute(fmt::format("DROP VIEW IF EXISTS temp.{}", quoted_name(name))));
  database_->sources().remove(entry->second);
  relations_.erase(entry);
  return {};
}

void DuckdbConnection::interrupt() {
  const std::lock_guard lock(mutex_);
  shared_->interrupted = true;
  api().interrupt(shared_->connection);
}

Result<void> DuckdbConnection::watch_progress() {
  for (const char* setting :
       {"SET enable_progress_bar = true", "SET enable_progress_bar_print = false", "SET progress_bar_time = 0"})
    HUNTBOOK_CHECK(execute(setting));
  watched_ = true;
  return {};
}

std::optional<double> DuckdbConnection::progress() const {
  const std::lock_guard lock(mutex_);
  double percentage = api().query_progress(shared_->connection).percentage;
  if (percentage < 0) return std::nullopt;
  return percentage > 100 ? 1.0 : percentage / 100;
}

}  // namespace huntbook::engine::duckdb
