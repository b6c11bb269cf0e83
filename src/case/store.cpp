#include "case/store.hpp"

#include <fmt/format.h>

#include "case/documented_tables.hpp"
#include "case/migration.hpp"
#include "case/own_table_access.hpp"
#include "case/stored_functions.hpp"
#include "engine/duckdb/column_type.hpp"

namespace huntbook::casefile {

namespace {

std::string create_own_table(std::string_view name) {
  std::string columns = name == "Observations" ? "ordinal BIGINT" : "";
  std::vector<std::string> sources = own_sources(name);
  const Schema& documented = find_documented(name)->columns;
  for (std::size_t index = 0; index < sources.size(); ++index)
    columns += fmt::format("{}{} {}", columns.empty() ? "" : ", ", sources[index],
                           engine::duckdb::engine_type_of(documented[index].type));
  return fmt::format("CREATE TABLE {} ({})", own_relation(name), columns);
}

}  // namespace

Result<void> create_layout(engine::Connection& connection) {
  HUNTBOOK_CHECK(connection.begin());
  const std::vector<std::string> statements = {
      "CREATE TABLE meta (format VARCHAR, version BIGINT)",
      fmt::format("INSERT INTO meta VALUES ('huntbook case', {})", layout_version()),
      "CREATE TABLE setting (key VARCHAR, value VARCHAR)",
      "CREATE TABLE stored_table (id BIGINT, name VARCHAR)",
      "CREATE TABLE stored_column (table_id BIGINT, position BIGINT, name VARCHAR, type VARCHAR, source VARCHAR)",
      "CREATE TABLE kept_table (table_id BIGINT, query VARCHAR, kept_at BIGINT)",
      std::string(create_function_table),
      create_own_table("Evidence"),
      create_own_table("EvidenceErrors"),
      create_own_table("Observations"),
  };
  for (const std::string& statement : statements) HUNTBOOK_CHECK(connection.execute(statement));
  return connection.commit();
}

Result<std::int64_t> check_layout(engine::Connection& connection, std::string_view place) {
  HUNTBOOK_TRY(std::int64_t tables, read_number(connection, "SELECT count(*) FROM duckdb_tables()"));
  if (tables == 0) return 0;
  HUNTBOOK_TRY(std::int64_t marks, read_number(connection,
                                               "SELECT count(*) FROM duckdb_columns() WHERE table_name = 'meta' AND "
                                               "column_name IN ('format', 'version')"));
  auto no_case = [&] { return fail(ErrorKind::User, fmt::format("{} is a database, but no case", place)); };
  if (marks != 2) return no_case();
  HUNTBOOK_TRY(std::int64_t version,
               read_number(connection, "SELECT max(version)::BIGINT FROM meta WHERE format = 'huntbook case'"));
  if (version <= 0) return no_case();
  if (version > layout_version())
    return fail(
        ErrorKind::User,
        fmt::format("the case {} has layout {}; this program knows layouts up to {}", place, version, layout_version()),
        "a newer version of Huntbook wrote it; use that one");
  return version;
}

Result<void> require_writing(Access access) {
  if (access == Access::Write) return {};
  return fail(ErrorKind::Internal, "the case is open for reading only");
}

}  // namespace huntbook::casefile
