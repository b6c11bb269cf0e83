#include "engine/duckdb/row_function.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/duckdb/engine_error.hpp"
#include "engine/duckdb/result_stream.hpp"
#include "engine/each_batch.hpp"

namespace huntbook::engine::duckdb {

namespace {

class PreparedRowFunction final : public RowFunction {
 public:
  PreparedRowFunction(std::shared_ptr<Database> database, const Schema& parameters, ScalarType result)
      : database_(std::move(database)),
        result_{{"value", result}},
        source_(std::make_shared<BatchSource>(parameters, std::vector<Batch>{}, 0)),
        id_(database_->sources().add(source_)) {}
  PreparedRowFunction(const PreparedRowFunction&) = delete;
  PreparedRowFunction& operator=(const PreparedRowFunction&) = delete;
  ~PreparedRowFunction() override {
    if (statement_ != nullptr) api().destroy_prepare(&statement_);
    if (connection_ != nullptr) api().disconnect(&connection_);
    database_->sources().remove(id_);
  }

  Result<void> prepare(std::string_view sql) {
    HUNTBOOK_TRY(connection_, database_->connect_raw());
    duckdb_result made{};
    const std::string view = "CREATE TEMPORARY VIEW hb_row AS " + select_from_source(id_, source_->schema);
    const bool done = api().query(connection_, view.c_str(), &made) == DuckDBSuccess;
    const char* reason = done ? nullptr : api().result_error(&made);
    Error error = engine_error(reason == nullptr ? "unknown error" : reason);
    api().destroy_result(&made);
    if (!done) return std::unexpected(std::move(error));
    if (api().prepare(connection_, std::string(sql).c_str(), &statement_) == DuckDBSuccess) return {};
    const char* message = api().prepare_error(statement_);
    return std::unexpected(engine_error(message == nullptr ? "unknown error" : message));
  }

  Result<Column> evaluate(Batch parameters) override {
    const std::size_t rows = parameters.rows();
    std::vector<Batch> batches;
    batches.push_back(std::move(parameters));
    source_->exchange(std::move(batches), 0);
    HUNTBOOK_TRY(std::unique_ptr<ResultStream> stream, open_stream(statement_, result_));
    Column column(result_.front().type);
    HUNTBOOK_CHECK(each_batch(*stream, [&column](const Batch& batch) -> Result<void> {
      for (std::size_t row = 0; row < batch.rows(); ++row) column.push_from(batch.columns.front(), row);
      return {};
    }));
    if (column.size() != rows)
      return fail(ErrorKind::Internal, fmt::format("an expression gave {} values for {} rows", column.size(), rows));
    return column;
  }

 private:
  std::shared_ptr<Database> database_;
  Schema result_;
  std::shared_ptr<BatchSource> source_;
  std::int64_t id_;
  duckdb_connection connection_ = nullptr;
  duckdb_prepared_statement statement_ = nullptr;
};

}  // namespace

Result<std::unique_ptr<RowFunction>> make_row_function(const std::shared_ptr<Database>& database, std::string_view sql,
                                                       const Schema& parameters, ScalarType result) {
  auto function = std::make_unique<PreparedRowFunction>(database, parameters, result);
  HUNTBOOK_CHECK(function->prepare(sql));
  return function;
}

}  // namespace huntbook::engine::duckdb
