// Promise: has on 10,000,000 texts of about 90 bytes takes at most 1.5 times the engine's own contains(). has and
// contains ignore case, the latter does not.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/measure.hpp"
#include "engine/engine.hpp"

namespace huntbook::bench {
namespace {

struct Contender {
  std::string name;
  std::string condition;
  std::set<std::string> functions;
  double seconds = std::numeric_limits<double>::max();  // of processor time, the least of all rounds
};

Result<std::int64_t> count(engine::Connection& connection, const Contender& contender) {
  HUNTBOOK_TRY(auto stream, connection.query("SELECT count(*) FROM texts WHERE " + contender.condition,
                                             {{"n", ScalarType::Long}}, contender.functions));
  HUNTBOOK_TRY(auto batch, stream->next());
  return batch && batch->rows() == 1 ? batch->columns[0].long_at(0) : -1;
}

Result<void> measure() {
  HUNTBOOK_TRY(auto engine, engine::open_duckdb({}, {}));
  HUNTBOOK_TRY(auto connection, engine->connect());
  HUNTBOOK_CHECK(connection->execute(
      "CREATE TABLE texts AS SELECT 'C:\\Windows\\System32\\svchost.exe -k netsvcs -p -s Schedule /id:' || hash(i) || "
      "CASE WHEN i % 1000 = 0 THEN ' Mimikatz ' ELSE ' ordinary ' END || 'x' || i AS s FROM range(10000000) t(i)"));
  std::vector<Contender> contenders = {{"contains() of the engine", "contains(s, 'Mimikatz')", {}}};
  for (std::string name : {"has", "has_cs", "contains", "contains_cs"})
    contenders.push_back({name, "hb_" + name + "(s, 'Mimikatz')", {"hb_" + name}});
  // In turns and in processor time, so that other work on the machine weighs on all of them alike.
  for (int round = 0; round < 7; ++round) {
    for (Contender& contender : contenders) {
      std::clock_t start = std::clock();
      HUNTBOOK_TRY(std::int64_t found, count(*connection, contender));
      double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
      contender.seconds = std::min(contender.seconds, seconds);
      if (found != 10'000)
        return fail(ErrorKind::Internal, fmt::format("{} found {} texts, not 10,000", contender.name, found));
    }
  }
  for (const Contender& contender : contenders) {
    figure(contender.name, contender.seconds, "s of processor time");
    if (&contender == &contenders.front()) continue;
    const double times = contender.seconds / contenders.front().seconds;
    if (contender.name == "has") {
      promise("has against the engine's contains()", times, 1.5, "times");
    } else {
      figure(contender.name + " against the engine's", times, "times");
    }
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
