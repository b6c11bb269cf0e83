// The peer of json_ingest.py and csv_ingest.py, none of the benchmarks itself: what the engine needs on its own to read
// a file into a table of a new database.
//
// read_file FUNCTION FILE DATABASE: CREATE TABLE ... AS SELECT * FROM FUNCTION(FILE), where FUNCTION is read_json_auto
// or read_csv, with every line looked at for the columns (sample_size = -1): with less, a column that comes late or a
// value that is none of the guessed type is an error.
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
  const std::string_view function = count == 4 ? arguments[1] : "";
  if (function != "read_json_auto" && function != "read_csv") {
    std::fprintf(stderr, "usage: read_file read_json_auto|read_csv FILE DATABASE\n");
    return 2;
  }
  if (const auto loaded = huntbook::engine::duckdb::load_api(); !loaded) {
    std::fprintf(stderr, "%s\n", loaded.error().message.c_str());
    return 3;
  }
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  char* message = nullptr;
  if (api().open_ext(arguments[3], &database, nullptr, &message) != DuckDBSuccess ||
      api().connect(database, &connection) != DuckDBSuccess) {
    std::fprintf(stderr, "%s\n", message == nullptr ? "no connection" : message);
    return 3;
  }
  const bool done = run(connection, "CREATE TABLE t AS SELECT * FROM " + std::string(function) + "(" +
                                        huntbook::engine::duckdb::quoted_text(arguments[2]) + ", sample_size = -1)");
  api().disconnect(&connection);
  api().close(&database);
  return done ? 0 : 1;
}
