// has and contains, which ignore case, against the engine's own contains(), which does not: 10,000,000 texts of about
// 90 bytes.
#include <cstdio>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/measure.hpp"
#include "engine/engine.hpp"

namespace huntbook::bench {
namespace {

Result<void> run(std::string_view sql, engine::Connection& connection, const std::set<std::string>& functions,
                 std::int64_t& count) {
  HUNTBOOK_TRY(auto stream, connection.query(sql, {{"n", ScalarType::Long}}, functions));
  HUNTBOOK_TRY(auto batch, stream->next());
  count = batch && batch->rows() == 1 ? batch->columns[0].long_at(0) : -1;
  return {};
}

Result<double> seconds_of(engine::Connection& connection, const std::string& condition,
                          const std::set<std::string>& functions, std::int64_t& count) {
  std::vector<double> times;
  for (int i = 0; i < 5; ++i) {
    Stopwatch watch;
    HUNTBOOK_CHECK(run("SELECT count(*) FROM texts WHERE " + condition, connection, functions, count));
    times.push_back(watch.seconds());
  }
  return median(times);
}

Result<void> measure() {
  HUNTBOOK_TRY(auto engine, engine::open_duckdb({}, {}));
  HUNTBOOK_TRY(auto connection, engine->connect());
  HUNTBOOK_CHECK(connection->execute(
      "CREATE TABLE texts AS SELECT 'C:\\Windows\\System32\\svchost.exe -k netsvcs -p -s Schedule /id:' || hash(i) || "
      "CASE WHEN i % 1000 = 0 THEN ' Mimikatz ' ELSE ' ordinary ' END || 'x' || i AS s FROM range(10000000) t(i)"));
  std::int64_t expected = 0;
  HUNTBOOK_TRY(double plain, seconds_of(*connection, "contains(s, 'Mimikatz')", {}, expected));
  figure("contains(s, 'Mimikatz') of the engine", plain, "s");
  struct Candidate {
    std::string name, function;
  };
  for (const auto& [name, function] : {Candidate{"has", "hb_has"},
                                       {"contains", "hb_contains"},
                                       {"has_cs", "hb_has_cs"},
                                       {"contains_cs", "hb_contains_cs"}}) {
    std::int64_t count = 0;
    HUNTBOOK_TRY(double seconds, seconds_of(*connection, function + "(s, 'Mimikatz')", {function}, count));
    if (count != expected)
      return fail(ErrorKind::Internal, fmt::format("{} found {} texts, not {}", name, count, expected));
    figure(name, seconds, "s");
    figure(name + " / contains() of the engine", seconds / plain, "times");
  }
  return {};
}

}  // namespace
}  // namespace huntbook::bench

int main() {
  auto done = huntbook::bench::measure();
  if (!done) fmt::print(stderr, "{}\n", done.error().message);
  return done ? huntbook::bench::verdict() : 1;
}
