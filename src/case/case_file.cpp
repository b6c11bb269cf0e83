#include "case/case_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include "case/migration.hpp"
#include "case/own_table_access.hpp"
#include "case/shipped_functions.hpp"
#include "case/store.hpp"
#include "case/stored_functions.hpp"

namespace huntbook::casefile {

namespace {

constexpr std::string_view spill_prefix = ".spill-";

std::filesystem::path database_of(const std::filesystem::path& folder) {
  return folder / "case.duckdb";
}

// Folders of processes that were killed while they spilled.
void remove_dead_spills(const std::filesystem::path& folder) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    std::string name = entry.path().filename().string();
    if (!name.starts_with(spill_prefix)) continue;
    pid_t process = 0;
    std::from_chars(name.data() + spill_prefix.size(), name.data() + name.size(), process);
    if (process > 0 && kill(process, 0) != 0 && errno == ESRCH) std::filesystem::remove_all(entry.path(), ignored);
  }
}

// Whether a folder holds nothing but what the making of a case leaves.
Result<bool> is_free(const std::filesystem::path& folder) {
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (!is_own_entry(entry->path().filename().string())) return false;
  }
  if (error)
    return fail(ErrorKind::Environment, fmt::format("cannot read the folder {}: {}", folder.string(), error.message()));
  return true;
}

Result<void> connect_state(CaseFile::State& state, const std::filesystem::path& database, const CaseOptions& options) {
  engine::OpenOptions engine_options{.read_only = state.access == Access::Read && !database.empty(),
                                     .memory_limit = options.memory_limit,
                                     .threads = options.threads,
                                     .spill_directory = {}};
  std::error_code ignored;
  // A case on a read-only medium is queried all the same.
  const bool in_case = !database.empty() && access(state.folder.c_str(), W_OK) == 0;
  std::filesystem::path spill_home =
      in_case ? std::filesystem::absolute(state.folder, ignored) : std::filesystem::temp_directory_path(ignored);
  if (!spill_home.empty())
    engine_options.spill_directory =
        spill_home / fmt::format("{}{}{}", in_case ? "" : "huntbook", spill_prefix, getpid());
  HUNTBOOK_TRY(state.engine, engine::open_duckdb(database, engine_options));
  HUNTBOOK_TRY(state.connection, state.engine->connect());
  return {};
}

// Makes or migrates what the file holds, as far as the access allows.
Result<void> bring_to_layout(CaseFile::State& state, std::string_view place, std::int64_t layout, bool may_create) {
  if (layout == layout_version()) return {};
  if (layout != 0) return migrate(*state.connection, layout);
  if (!may_create) return fail(ErrorKind::User, fmt::format("{} is no case", place));
  return create_layout(*state.connection);
}

Result<void> finish_opening(CaseFile::State& state) {
  HUNTBOOK_TRY(state.catalogue, read_catalogue(*state.connection));
  state.tables = list_tables(state.catalogue);
  HUNTBOOK_TRY(state.functions, read_functions(*state.connection));
  state.all_functions = with_shipped(state.functions);
  return {};
}

Result<std::unique_ptr<CaseFile::State>> open_state(const std::filesystem::path& folder, const CaseOptions& options,
                                                    bool may_create);

// What a making that failed (the disk was full) left behind would be taken for a broken case the next time.
void remove_database(const std::filesystem::path& folder) {
  std::error_code ignored;
  std::filesystem::remove(database_of(folder), ignored);
  std::filesystem::remove(folder / "case.duckdb.wal", ignored);
}

// Readers leave an older layout to a writer that opens the case for as long as the migration takes.
Result<void> migrate_for_reading(const std::filesystem::path& folder, CaseOptions options, std::int64_t layout) {
  options.access = Access::Write;
  auto migrated = open_state(folder, options, false);
  if (migrated) return {};
  return fail(migrated.error().kind,
              fmt::format("the case {} has layout {} and must be brought to layout {} first: {}", folder.string(),
                          layout, layout_version(), migrated.error().message),
              migrated.error().hint);
}

Result<std::unique_ptr<CaseFile::State>> open_state(const std::filesystem::path& folder, const CaseOptions& options,
                                                    bool may_create) {
  auto state = std::make_unique<CaseFile::State>();
  state->folder = folder;
  state->access = options.access;
  if (options.access == Access::Write) {
    HUNTBOOK_TRY(state->lock, CaseLock::for_writing(folder, options.command));
    remove_dead_spills(folder);
    if (may_create && !CaseFile::is_case(folder)) remove_database(folder);
  } else {
    HUNTBOOK_TRY(state->lock, CaseLock::for_reading(folder));
  }
  HUNTBOOK_CHECK(connect_state(*state, database_of(folder), options));
  HUNTBOOK_TRY(const std::int64_t layout, check_layout(*state->connection, folder.string()));
  if (options.access == Access::Read && layout != 0 && layout < layout_version()) {
    state.reset();
    HUNTBOOK_CHECK(migrate_for_reading(folder, options, layout));
    return open_state(folder, options, may_create);
  }
  HUNTBOOK_CHECK(bring_to_layout(*state, folder.string(), layout, may_create));
  HUNTBOOK_CHECK(finish_opening(*state));
  return state;
}

}  // namespace

bool is_own_entry(std::string_view name) {
  constexpr auto names =
      std::to_array<std::string_view>({"case.duckdb", "case.duckdb.wal", "case.lock", "notebooks", "exports"});
  return name.starts_with(spill_prefix) || std::ranges::find(names, name) != names.end();
}

CaseFile::CaseFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
CaseFile::~CaseFile() = default;

bool CaseFile::is_case(const std::filesystem::path& folder) {
  std::error_code error;
  return std::filesystem::is_regular_file(database_of(folder), error) &&
         std::filesystem::file_size(database_of(folder), error) > 0 && !error;
}

Result<std::unique_ptr<CaseFile>> CaseFile::create(const std::filesystem::path& folder, const CaseOptions& options) {
  HUNTBOOK_CHECK(require_writing(options.access));
  if (!is_case(folder)) {
    std::error_code error;
    bool made = std::filesystem::create_directories(folder, error);
    if (error)
      return fail(ErrorKind::Environment,
                  fmt::format("cannot make the folder {}: {}", folder.string(), error.message()));
    // Evidence is nobody else's business.
    if (made) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    HUNTBOOK_TRY(bool free, is_free(folder));
    if (!free)
      return fail(ErrorKind::User, fmt::format("the folder {} is neither empty nor a case", folder.string()),
                  "name a new folder");
    std::filesystem::create_directory(folder / "notebooks", error);
  }
  HUNTBOOK_TRY(auto state, open_state(folder, options, true));
  return std::unique_ptr<CaseFile>(new CaseFile(std::move(state)));
}

Result<std::unique_ptr<CaseFile>> CaseFile::open(const std::filesystem::path& folder, const CaseOptions& options) {
  std::error_code error;
  const auto status = std::filesystem::status(database_of(folder), error);
  if (error && status.type() != std::filesystem::file_type::not_found)
    return fail(ErrorKind::Environment, fmt::format("cannot read the case {}: {}", folder.string(), error.message()));
  if (!is_case(folder))
    return fail(ErrorKind::User, fmt::format("{} is no case", folder.string()), "'huntbook ingest' makes one");
  HUNTBOOK_TRY(auto state, open_state(folder, options, false));
  return std::unique_ptr<CaseFile>(new CaseFile(std::move(state)));
}

Result<std::unique_ptr<CaseFile>> CaseFile::in_memory(const CaseOptions& options) {
  auto state = std::make_unique<State>();
  state->access = Access::Write;
  HUNTBOOK_CHECK(connect_state(*state, {}, options));
  HUNTBOOK_CHECK(create_layout(*state->connection));
  HUNTBOOK_CHECK(finish_opening(*state));
  return std::unique_ptr<CaseFile>(new CaseFile(std::move(state)));
}

const std::filesystem::path& CaseFile::folder() const {
  return state_->folder;
}

const std::vector<StoredTable>& CaseFile::tables() const {
  return state_->tables;
}

Result<std::unique_ptr<engine::Connection>> CaseFile::connect() {
  return state_->engine->connect();
}

Result<std::unique_ptr<engine::ParquetFile>> CaseFile::make_parquet(const Schema& schema, bool ordered) {
  return state_->engine->make_parquet(schema, ordered);
}

Result<std::unique_ptr<engine::ParquetRows>> CaseFile::open_parquet(const std::filesystem::path& path) {
  return state_->engine->open_parquet(path);
}

Result<std::optional<std::string>> CaseFile::setting(std::string_view key) {
  std::optional<std::string> value;
  HUNTBOOK_CHECK(each_row(*state_->connection, "SELECT key, value FROM setting",
                          {{"key", ScalarType::String}, {"value", ScalarType::String}},
                          [&](const Batch& batch, std::size_t row) {
                            if (batch.columns[0].text_at(row) == key) value = batch.columns[1].text_at(row);
                          }));
  return value;
}

Result<void> CaseFile::set_setting(std::string_view key, std::string_view value) {
  HUNTBOOK_CHECK(require_writing(state_->access));
  engine::Connection& connection = *state_->connection;
  const Schema schema{{"key", ScalarType::String}, {"value", ScalarType::String}};
  Batch kept = make_batch(schema);
  HUNTBOOK_CHECK(
      each_row(connection, "SELECT key, value FROM setting", schema, [&](const Batch& batch, std::size_t row) {
        if (batch.columns[0].text_at(row) == key) return;
        for (std::size_t column = 0; column < 2; ++column) kept.columns[column].push_from(batch.columns[column], row);
      }));
  kept.columns[0].push_text(key);
  kept.columns[1].push_text(value);
  return in_transaction(connection, [&]() -> Result<void> {
    HUNTBOOK_CHECK(connection.execute("DELETE FROM setting"));
    return insert_rows(connection, "setting", {"key", "value"}, std::move(kept));
  });
}

}  // namespace huntbook::casefile
