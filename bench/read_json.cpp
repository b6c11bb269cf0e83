// The peer of json_ingest.py, none of the benchmarks itself: what the engine needs on its own to read JSON lines into a
// table of a new database.
//
// read_json FILE DATABASE: CREATE TABLE ... AS SELECT * FROM read_json_auto(FILE), with every line looked at for the
// columns (sample_size = -1): with less, a column that comes late is an error.
#include <cstdio>
#include <string>
#include <string_view>

#include "engine/duckdb/api.hpp"
#include "engine/duckdb/quote.hpp"

namespace {

using huntbook::engine::duckdb::api;

bool run(duckdb_connection connection, const std::string& sql) {
  duckdb_result result{};
  const bool done = api().query(connection, sql.c_str(), &result) == DuckDBSuccess;
  if (!done) {
    const char* const reason = api().result_error(&result);
    std::fprintf(stderr, "%s: %s\n", sql.c_str(), reason == nullptr ? "failed" : reason);
  }
  api().destroy_result(&result);
  return done;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: read_json FILE DATABASE\n");
    return 2;
  }
  if (const auto loaded = huntbook::engine::duckdb::load_api(); !loaded) {
    std::fprintf(stderr, "%s\n", loaded.error().message.c_str());
    return 3;
  }
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  char* message = nullptr;
  if (api().open_ext(arguments[2], &database, nullptr, &message) != DuckDBSuccess ||
      api().connect(database, &connection) != DuckDBSuccess) {
    std::fprintf(stderr, "%s\n", message == nullptr ? "no connection" : message);
    return 3;
  }
  const bool done = run(connection, "CREATE TABLE t AS SELECT * FROM read_json_auto(" +
                                        huntbook::engine::duckdb::quoted_text(arguments[1]) + ", sample_size = -1)");
  api().disconnect(&connection);
  api().close(&database);
  return done ? 0 : 1;
}
