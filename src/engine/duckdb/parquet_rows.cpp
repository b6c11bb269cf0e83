#include "engine/duckdb/parquet_rows.hpp"

#include <system_error>

#include <fmt/format.h>

#include "engine/duckdb/quote.hpp"
#include "engine/each_batch.hpp"

namespace huntbook::engine::duckdb {

namespace {

class LinkedParquet final : public ParquetRows {
 public:
  LinkedParquet(std::unique_ptr<Connection> connection, std::filesystem::path link)
      : connection_(std::move(connection)), link_(std::move(link)) {}
  LinkedParquet(const LinkedParquet&) = delete;
  LinkedParquet& operator=(const LinkedParquet&) = delete;
  ~LinkedParquet() override {
    std::error_code ignored;
    std::filesystem::remove(link_, ignored);
  }

  Result<void> look(const std::filesystem::path& file) {
    std::error_code error;
    // The engine follows symbolic links before it judges a place. A hard link does not reach another disk.
    std::filesystem::create_hard_link(file, link_, error);
    if (error) std::filesystem::copy_file(file, link_, error);
    if (error)
      return fail(ErrorKind::Environment,
                  fmt::format("cannot link or copy {} to {}: {}", file.string(), link_.string(), error.message()));
    auto described = describe();
    if (described) return {};
    // The engine names the link, which says nothing to whoever asked for the file.
    std::string message = std::move(described.error().message);
    for (std::size_t at = message.find(link_.string()); at != std::string::npos; at = message.find(link_.string()))
      message.replace(at, link_.string().size(), "the file");
    return fail(ErrorKind::User, fmt::format("{} is no Parquet file that can be read: {}", file.string(), message));
  }

  const std::vector<std::string>& columns() const override { return names_; }

  Result<std::unique_ptr<ResultStream>> read(const std::vector<std::size_t>& columns) override {
    std::string values;
    Schema schema;
    for (std::size_t column : columns) {
      const std::string name = quoted_name(names_[column]);
      // Bytes are text where they are UTF-8, else base64.
      values += types_[column] == "BLOB"
                    ? fmt::format("coalesce(try(to_json(decode({0}))), to_json(base64({0})))::VARCHAR, ", name)
                    : fmt::format("to_json({})::VARCHAR, ", name);
      schema.push_back({names_[column], ScalarType::String});
    }
    schema.push_back({"number", ScalarType::Long});
    return connection_->query(
        fmt::format("SELECT {}file_row_number FROM read_parquet({}, file_row_number = true)", values, quoted_link()),
        schema, {});
  }

 private:
  std::string quoted_link() const { return quoted_text(link_.string()); }

  Result<void> describe() {
    HUNTBOOK_TRY(const auto stream,
                 connection_->query(fmt::format("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM "
                                                "read_parquet({}))",
                                                quoted_link()),
                                    {{"name", ScalarType::String}, {"type", ScalarType::String}}, {}));
    return each_batch(*stream, [this](const Batch& batch) -> Result<void> {
      for (std::size_t row = 0; row < batch.rows(); ++row) {
        names_.emplace_back(batch.columns[0].text_at(row));
        types_.emplace_back(batch.columns[1].text_at(row));
      }
      return {};
    });
  }

  std::unique_ptr<Connection> connection_;
  std::filesystem::path link_;
  std::vector<std::string> names_;
  std::vector<std::string> types_;
};

}  // namespace

Result<std::unique_ptr<ParquetRows>> open_parquet_rows(std::unique_ptr<Connection> connection,
                                                       const std::filesystem::path& folder,
                                                       const std::filesystem::path& file) {
  if (folder.empty())
    return fail(ErrorKind::Environment, "reading Parquet needs a folder for a link to the file, and none can be made",
                "make the case's folder, or the one for temporary files (TMPDIR), writable");
  const void* mark = connection.get();  // unlike that of any other file that is being read
  auto rows = std::make_unique<LinkedParquet>(std::move(connection), folder / fmt::format("{}.in.parquet", mark));
  HUNTBOOK_CHECK(rows->look(file));
  return rows;
}

}  // namespace huntbook::engine::duckdb
