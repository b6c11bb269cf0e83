// Promise: a typical hunting query over ten million SecurityEvent rows takes at most 1.15 times the same query written
// by hand in SQL, and compiling one takes under 5 ms.
//
// query_ratio [CASE]: runs bench/queries/*.kql and the .sql beside each in turns on a case that make_rows wrote
// (default build/bench/case). Hand-written SQL sees a view with KQL's column names; its first line, "-- compare: A, B",
// names the columns whose values must come out alike, order aside (ties make the other columns of a top free to
// differ).
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/time.hpp"
#include "bench/measure.hpp"
#include "case/case_file.hpp"
#include "kql/compile.hpp"
#include "query/run.hpp"

namespace {

using namespace huntbook;

constexpr int runs = 5;
constexpr int compilations = 21;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string text_of(const Column& column, std::size_t row) {
  if (column.is_null(row)) return "null";
  switch (column.type()) {
    case ScalarType::Bool:
      return column.bool_at(row) ? "true" : "false";
    case ScalarType::Int:
      return fmt::format("{}", column.int_at(row));
    case ScalarType::Long:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      return fmt::format("{}", column.long_at(row));
    case ScalarType::Real:
      return fmt::format("{:.12g}", column.real_at(row));
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Guid:
    case ScalarType::Decimal:
      return std::string(column.text_at(row));
  }
  return {};
}

// The values of the columns to compare, a line per row, sorted at the end.
struct Outcome {
  Schema schema;
  std::vector<std::string> rows;

  void add(const Batch& batch, const std::vector<std::string>& compared) {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      std::string line;
      for (std::size_t i = 0; i < schema.size(); ++i) {
        if (std::ranges::find(compared, schema[i].name) != compared.end())
          line += text_of(batch.columns[i], row) + '\x1f';
      }
      rows.push_back(std::move(line));
    }
  }
};

class Collect final : public query::ResultSink {
 public:
  explicit Collect(const std::vector<std::string>& compared) : compared_(compared) {}
  Result<void> begin(const query::ResultInfo& info) override {
    outcome.schema = info.schema;
    return {};
  }
  Result<void> batch(const Batch& batch) override {
    outcome.add(batch, compared_);
    return {};
  }
  Result<void> end() override { return {}; }

  Outcome outcome;

 private:
  const std::vector<std::string>& compared_;
};

std::vector<std::string> compared_columns(std::string_view sql) {
  constexpr std::string_view mark = "-- compare: ";
  std::vector<std::string> names;
  if (!sql.starts_with(mark)) return names;
  std::string_view line = sql.substr(mark.size(), sql.find('\n') - mark.size());
  while (!line.empty()) {
    const std::size_t comma = std::min(line.find(", "), line.size());
    names.emplace_back(line.substr(0, comma));
    line.remove_prefix(std::min(comma + 2, line.size()));
  }
  return names;
}

Result<Outcome> run_sql(engine::Connection& connection, const std::string& sql, const Schema& schema,
                        const std::vector<std::string>& compared) {
  Outcome outcome{schema, {}};
  HUNTBOOK_TRY(const auto stream, connection.query(sql, schema, {}));
  while (true) {
    HUNTBOOK_TRY(const auto batch, stream->next());
    if (!batch) return outcome;
    outcome.add(*batch, compared);
  }
}

Result<Outcome> run_kql(casefile::CaseFile& target, engine::Connection& connection, const std::string& kql,
                        const std::vector<std::string>& compared) {
  Collect sink(compared);
  const query::RunOutcome outcome = query::run(target, connection, kql, {}, sink);
  if (outcome.error) return std::unexpected(*outcome.error);
  if (!outcome.ok()) return fail(ErrorKind::User, outcome.diagnostics.front().message);
  return std::move(sink.outcome);
}

// Lets hand-written SQL name SecurityEvent and its columns as KQL does.
Result<void> make_view(const casefile::CaseFile& target, engine::Connection& connection) {
  for (const casefile::StoredTable& table : target.tables()) {
    if (table.name != "SecurityEvent" || table.relation.empty()) continue;
    std::string columns;
    for (const casefile::StoredColumn& column : table.columns) {
      if (column.hidden || column.source.empty()) continue;
      columns += fmt::format("{}\"{}\" AS \"{}\"", columns.empty() ? "" : ", ", column.source, column.name);
    }
    HUNTBOOK_CHECK(connection.execute(
        fmt::format("CREATE TEMP VIEW SecurityEvent AS SELECT {} FROM {}", columns, table.relation)));
    return {};
  }
  return fail(ErrorKind::User, "the case has no SecurityEvent rows", "write them with make_rows");
}

Result<void> measure_query(casefile::CaseFile& target, engine::Connection& connection,
                           const std::filesystem::path& path, std::vector<double>& compile_times) {
  const std::string kql = read_file(path);
  const std::string sql = read_file(std::filesystem::path(path).replace_extension(".sql"));
  const std::vector<std::string> compared = compared_columns(sql);
  const query::CaseCatalogue catalogue(target);
  std::vector<double> compiling;
  for (int i = 0; i < compilations; ++i) {
    kql::CompileOptions options;
    options.catalogue = &catalogue;
    options.now = now_ticks();
    const bench::Stopwatch watch;
    const auto compilation = kql::compile(kql, options);
    compiling.push_back(watch.seconds() * 1000);
  }
  compile_times.push_back(bench::median(compiling));

  std::vector<double> ours;
  std::vector<double> by_hand;
  for (int i = 0; i < runs; ++i) {  // in turns, so that other work on the machine hits both
    bench::Stopwatch watch;
    HUNTBOOK_TRY(Outcome from_kql, run_kql(target, connection, kql, compared));
    ours.push_back(watch.seconds());
    watch = {};
    HUNTBOOK_TRY(Outcome from_sql, run_sql(connection, sql, from_kql.schema, compared));
    by_hand.push_back(watch.seconds());
    std::ranges::sort(from_kql.rows);
    std::ranges::sort(from_sql.rows);
    if (from_kql.rows != from_sql.rows)
      return fail(ErrorKind::Internal, fmt::format("KQL gives {} rows, SQL {}, and they differ", from_kql.rows.size(),
                                                   from_sql.rows.size()));
  }
  const double kql_seconds = bench::median(ours);
  const double sql_seconds = bench::median(by_hand);
  bench::promise(path.stem().string(), kql_seconds / sql_seconds, 1.15,
                 fmt::format("times of {:.0f} ms by hand", sql_seconds * 1000));
  return {};
}

Result<void> measure_all(const std::filesystem::path& folder) {
  HUNTBOOK_TRY(const auto target, casefile::CaseFile::open(folder, {}));
  HUNTBOOK_TRY(const auto connection, target->connect());
  HUNTBOOK_CHECK(make_view(*target, *connection));
  std::vector<std::filesystem::path> queries;
  for (const auto& entry : std::filesystem::directory_iterator("bench/queries")) {
    if (entry.path().extension() == ".kql") queries.push_back(entry.path());
  }
  std::ranges::sort(queries);
  std::vector<double> compile_times;
  bool whole = true;
  for (const auto& path : queries) {
    if (const auto measured = measure_query(*target, *connection, path, compile_times); !measured) {
      fmt::print("BROKEN {}: {}\n", path.stem().string(), measured.error().message);
      whole = false;
    }
  }
  if (!compile_times.empty()) bench::promise("slowest to compile", std::ranges::max(compile_times), 5, "ms");
  if (!whole) return fail(ErrorKind::User, "some queries did not run");
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path folder = argc > 1 ? argv[1] : "build/bench/case";
  if (const auto measured = measure_all(folder); !measured) {
    fmt::print(stderr, "{}\n{}\n", measured.error().message, measured.error().hint);
    return 1;
  }
  return bench::verdict();
}
