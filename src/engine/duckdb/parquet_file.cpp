#include "engine/duckdb/parquet_file.hpp"

#include <algorithm>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/time.hpp"
#include "engine/duckdb/column_type.hpp"
#include "engine/duckdb/quote.hpp"

namespace huntbook::engine::duckdb {

namespace {

constexpr const char* relation = "hb_parquet";
constexpr const char* ordinal = "n";

std::string source_name(std::size_t column) {
  return fmt::format("c{}", column);
}

Result<void> check_names(const Schema& schema) {
  if (schema.empty()) return fail(ErrorKind::User, "a Parquet file needs a column");
  std::set<std::string> seen;
  for (const ColumnInfo& column : schema)
    if (!seen.insert(ascii_lower(column.name)).second)
      return fail(ErrorKind::User,
                  fmt::format("a Parquet file cannot hold columns whose names differ in case alone: {}", column.name),
                  "give one another name with project-rename");
  return {};
}

class TableToParquet final : public ParquetFile {
 public:
  TableToParquet(std::unique_ptr<Connection> connection, std::filesystem::path path, const Schema& schema, bool ordered)
      : connection_(std::move(connection)), path_(std::move(path)), schema_(schema), ordered_(ordered) {}
  TableToParquet(const TableToParquet&) = delete;
  TableToParquet& operator=(const TableToParquet&) = delete;
  ~TableToParquet() override {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }

  Result<void> make_table() {
    std::string columns = fmt::format("{} BIGINT", ordinal);
    for (std::size_t i = 0; i < schema_.size(); ++i)
      columns += fmt::format(", {} {}", source_name(i), engine_type_of(schema_[i].type));
    HUNTBOOK_CHECK(connection_->execute(fmt::format("CREATE TEMPORARY TABLE {} ({})", relation, columns)));
    return {};
  }

  Result<void> append(std::vector<Batch> batches) override {
    std::vector<std::string> names;
    names.reserve(schema_.size() + 1);
    for (std::size_t i = 0; i < schema_.size(); ++i) names.push_back(source_name(i));
    names.emplace_back(ordinal);
    for (Batch& batch : batches) {
      Column numbers(ScalarType::Long);
      for (std::size_t row = batch.rows(); row > 0; --row) numbers.push_long(rows_++);
      batch.columns.push_back(std::move(numbers));
    }
    return connection_->insert(relation, names, std::move(batches));
  }

  Result<std::filesystem::path> finish() override {
    std::string columns;
    for (std::size_t i = 0; i < schema_.size(); ++i) {
      HUNTBOOK_TRY(const std::string value, exported(i));
      columns += fmt::format("{}{} AS {}", columns.empty() ? "" : ", ", value, quoted_name(schema_[i].name));
    }
    HUNTBOOK_CHECK(connection_->execute(
        fmt::format("COPY (SELECT {} FROM {}{}) TO {} (FORMAT parquet, COMPRESSION zstd)", columns, relation,
                    ordered_ ? fmt::format(" ORDER BY {}.{}", relation, ordinal) : "", quoted_text(path_.string()))));
    return path_;
  }

 private:
  // The column as the file holds it.
  Result<std::string> exported(std::size_t column) {
    std::string source = source_name(column);
    if (schema_[column].type == ScalarType::Guid) return fmt::format("CAST({} AS VARCHAR)", source);
    if (schema_[column].type != ScalarType::DateTime) return source;
    HUNTBOOK_TRY(const bool finer, any(fmt::format("{} % 10 <> 0", source)));
    if (!finer) return fmt::format("timezone('UTC', make_timestamp(({} - {}) // 10))", source, unix_epoch);
    // Nanoseconds of 64 bits around 1970; one of ours is 100 of them.
    constexpr Ticks reach = 92'233'720'368'547'758;
    HUNTBOOK_TRY(const bool beyond, any(fmt::format("abs({} - {}) >= {}", source, unix_epoch, reach)));
    if (beyond)
      return fail(ErrorKind::User,
                  fmt::format("a Parquet file cannot hold the times of column {}: some have digits below the "
                              "microsecond, and some lie before 1677 or after 2262",
                              schema_[column].name),
                  "round them with bin(), or export csv or json");
    return fmt::format("make_timestamp_ns(({} - {}) * 100)", source, unix_epoch);
  }

  Result<bool> any(const std::string& condition) {
    HUNTBOOK_TRY(auto stream, connection_->query(fmt::format("SELECT count(*) FROM {} WHERE {}", relation, condition),
                                                 {{"count", ScalarType::Long}}, {}));
    HUNTBOOK_TRY(const auto batch, stream->next());
    return batch && batch->rows() > 0 && batch->columns[0].long_at(0) > 0;
  }

  std::unique_ptr<Connection> connection_;  // its temporary table goes with it
  std::filesystem::path path_;
  Schema schema_;
  bool ordered_;
  std::int64_t rows_ = 0;
};

}  // namespace

Result<std::unique_ptr<ParquetFile>> make_parquet_file(std::unique_ptr<Connection> connection,
                                                       const std::filesystem::path& folder, const Schema& schema,
                                                       bool ordered) {
  HUNTBOOK_CHECK(check_names(schema));
  if (folder.empty())
    return fail(ErrorKind::Environment, "a Parquet file needs a folder to be prepared in, and none can be made",
                "make the case's folder, or the one for temporary files (TMPDIR), writable");
  const void* mark = connection.get();  // unlike that of any other file that is being written
  auto file = std::make_unique<TableToParquet>(std::move(connection), folder / fmt::format("{}.parquet", mark), schema,
                                               ordered);
  HUNTBOOK_CHECK(file->make_table());
  return file;
}

}  // namespace huntbook::engine::duckdb
