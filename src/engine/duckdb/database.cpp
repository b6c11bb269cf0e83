#include "engine/duckdb/database.hpp"

#include <algorithm>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/duckdb/connection.hpp"
#include "engine/duckdb/engine_error.hpp"
#include "engine/duckdb/parquet_file.hpp"
#include "engine/duckdb/parquet_rows.hpp"
#include "engine/duckdb/quote.hpp"

namespace huntbook::engine::duckdb {

namespace {

std::uint64_t half_of_memory() {
  long pages = sysconf(_SC_PHYS_PAGES);
  long page = sysconf(_SC_PAGESIZE);
  if (pages <= 0 || page <= 0) return std::uint64_t{1} << 30;
  return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page) / 2;
}

// Locked down: nothing is loaded or fetched, no statement reaches files other than the database and its spill folder.
// Row order is not kept, which lets inserts of batches run on all threads; KQL gives unordered results no order.
std::vector<std::pair<std::string, std::string>> settings_of(const OpenOptions& options) {
  unsigned threads = options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  std::string spill = options.spill_directory.string();
  std::uint64_t memory = options.memory_limit != 0 ? options.memory_limit : half_of_memory();
  return {
      {"access_mode", options.read_only ? "READ_ONLY" : "AUTOMATIC"},
      {"threads", fmt::format("{}", threads)},
      {"memory_limit", fmt::format("{}B", memory)},
      {"temp_directory", spill},
      {"preserve_insertion_order", "false"},
      {"write_buffer_row_group_count", "1"},
      {"storage_compatibility_version", "latest"},
      {"autoinstall_known_extensions", "false"},
      {"autoload_known_extensions", "false"},
  };
}

// What the engine takes only once it is open.
std::vector<std::string> lockdown_of(const OpenOptions& options) {
  std::vector<std::string> statements;
  if (!options.spill_directory.empty())
    statements.push_back(fmt::format("SET allowed_directories = [{}]", quoted_text(options.spill_directory.string())));
  statements.push_back("SET enable_external_access = false");
  // The progress of statements is a setting of each connection.
  statements.push_back(
      "SET allowed_configs = ['enable_progress_bar', 'enable_progress_bar_print', 'progress_bar_time']");
  statements.push_back("SET lock_configuration = true");
  return statements;
}

class DuckdbEngine : public Engine {
 public:
  explicit DuckdbEngine(std::shared_ptr<Database> database) : database_(std::move(database)) {}
  Result<std::unique_ptr<Connection>> connect() override { return database_->connect(); }
  Result<std::unique_ptr<ParquetFile>> make_parquet(const Schema& schema, bool ordered) override {
    HUNTBOOK_TRY(auto connection, database_->connect());
    return make_parquet_file(std::move(connection), database_->spill_directory(), schema, ordered);
  }
  Result<std::unique_ptr<ParquetRows>> open_parquet(const std::filesystem::path& path) override {
    HUNTBOOK_TRY(auto connection, database_->connect());
    return open_parquet_rows(std::move(connection), database_->spill_directory(), path);
  }

 private:
  std::shared_ptr<Database> database_;
};

}  // namespace

Result<std::shared_ptr<Database>> Database::open(const std::filesystem::path& path, const OpenOptions& given) {
  HUNTBOOK_CHECK(load_api());
  std::shared_ptr<Database> database(new Database);
  OpenOptions options = given;
  // Made here since the engine would let others read it. A folder that cannot be made (a case on a read-only medium)
  // matters only to a query that must spill; one that somebody else made is not to be trusted with evidence.
  if (!options.spill_directory.empty() && mkdir(options.spill_directory.c_str(), S_IRWXU) == 0) {
    database->spill_directory_ = options.spill_directory;
  } else {
    options.spill_directory.clear();
  }
  duckdb_config config = nullptr;
  if (api().create_config(&config) != DuckDBSuccess)
    return fail(ErrorKind::Internal, "the engine has no configuration");
  for (const auto& [name, value] : settings_of(options)) {
    if (api().set_config(config, name.c_str(), value.c_str()) != DuckDBSuccess) {
      api().destroy_config(&config);
      return fail(ErrorKind::Environment, fmt::format("the engine refused the setting {} = '{}'", name, value),
                  "the version of libduckdb.so may be another than the program was made for");
    }
  }
  char* message = nullptr;
  duckdb_state state = api().open_ext(path.empty() ? nullptr : path.c_str(), &database->database_, config, &message);
  api().destroy_config(&config);
  if (state != DuckDBSuccess) {
    std::string text = message == nullptr ? "unknown error" : message;
    api().free(message);
    return std::unexpected(open_error(text, path.string()));
  }
  if (api().connect(database->database_, &database->service_) != DuckDBSuccess)
    return fail(ErrorKind::Environment, "the engine gives no connection");
  for (const std::string& statement : lockdown_of(options)) {
    duckdb_result result{};
    duckdb_state set = api().query(database->service_, statement.c_str(), &result);
    const char* reason = set == DuckDBSuccess ? "" : api().result_error(&result);
    std::string refused = set == DuckDBSuccess ? "" : fmt::format("the engine refused '{}': {}", statement, reason);
    api().destroy_result(&result);
    if (!refused.empty()) return fail(ErrorKind::Environment, refused);
  }
  // Now, since a transaction does not see what is registered after its start.
  HUNTBOOK_CHECK(database->sources_.register_function(database->service_));
  return database;
}

Database::~Database() {
  if (service_ != nullptr) api().disconnect(&service_);
  if (database_ != nullptr) api().close(&database_);
  if (!spill_directory_.empty()) rmdir(spill_directory_.c_str());
}

Result<duckdb_connection> Database::connect_raw() {
  duckdb_connection connection = nullptr;
  if (api().connect(database_, &connection) != DuckDBSuccess)
    return fail(ErrorKind::Environment, "the engine gives no connection");
  return connection;
}

Result<std::unique_ptr<Connection>> Database::connect() {
  HUNTBOOK_TRY(duckdb_connection connection, connect_raw());
  return std::make_unique<DuckdbConnection>(shared_from_this(), connection);
}

Result<void> Database::require_functions(const std::set<std::string>& names) {
  std::lock_guard lock(mutex_);
  return functions_.require(service_, names);
}

}  // namespace huntbook::engine::duckdb

namespace huntbook::engine {

Result<std::unique_ptr<Engine>> open_duckdb(const std::filesystem::path& path, const OpenOptions& options) {
  HUNTBOOK_TRY(auto database, duckdb::Database::open(path, options));
  return std::make_unique<duckdb::DuckdbEngine>(std::move(database));
}

}  // namespace huntbook::engine
