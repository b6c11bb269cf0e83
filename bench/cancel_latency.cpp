// Promise: of queries that are cancelled at any time, 95 % end within 250 ms of it, the worst within a second, and the
// case answers the next query.
//
// cancel_latency [CANCELS]: heavy queries of every kind in turns on a case in memory, each cancelled at a random time
// in its first second (default 64 cancels).
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "base/run_limits.hpp"
#include "bench/measure.hpp"
#include "case/case_file.hpp"
#include "query/run.hpp"

namespace {

using namespace huntbook;

constexpr double slowest_of_95_percent = 0.25;
constexpr double slowest_of_all = 1;

struct Heavy {
  std::string name;
  std::string kql;
};

// The engine's planner takes twice the time for each of these steps.
std::string chain_of_groups(int steps) {
  std::string text = "range x from 1 to 5 step 1";
  for (int i = 0; i < steps; ++i) text += fmt::format(" | summarize x=max(x) by y=x % {} | where x >= 0", i + 7);
  return text;
}

std::vector<Heavy> heavy_queries() {
  const std::string rows = "range x from 1 to 300000000 step 1 ";
  return {
      {"join", rows + "| join kind=inner (" + rows + ") on x | count"},
      {"aggregate", rows + "| summarize dcount(x), max(x * 3) by x % 5000000 | count"},
      {"sort", rows + "| extend h = hash(x) | sort by h asc | extend n = row_number() | where n == 5"},
      {"cross join", rows + "| extend k = 1 | join kind=inner (range y from 1 to 100000 step 1 | extend k = 1) on k "
                            "| where x % 7 == y % 5 | count"},
      {"regex", rows + "| extend s = strcat('C:\\\\a', x, '\\\\', x * 7) | where s matches regex "
                       "@'(\\d+[a-z]*)+\\\\9.*7$' | count"},
      {"rows", rows + "| extend s = tostring(x)"},
      {"window", rows + "| sort by x desc | extend c = row_cumsum(x) | where c == 3 | count"},
      {"bags", rows + "| extend b = bag_pack('a', x, 'b', strcat('v', x)) | where tostring(b.b) == 'v3' | count"},
      {"make-series", rows + "| make-series n = count() on x from 0 to 300000000 step 300 | project array_length(n)"},
      {"series",
       "range x from 1 to 4000 step 1 | extend s = range(0, 20000, 1) "
       "| extend d = series_decompose(s) | summarize count() by array_length(d)"},
      {"one long text", "print s = strrep('a,', 3000000) | extend n = array_length(split(s, ',')) | project n"},
      {"planning", chain_of_groups(45)},
      {"cluster_events",
       "range x from 1 to 3000000 step 1 | extend TimeGenerated = datetime(2024-01-01) + x * 1s, "
       "Process = strcat('p', hash(x) % 100000), CommandLine = strcat(hash(x), ' ', hash(x + 1)) "
       "| evaluate cluster_events('CommandLine')"},
      {"autocluster",
       "range x from 1 to 3000000 step 1 | extend a = strcat('a', hash(x) % 50), "
       "b = strcat('b', hash(x + 1) % 70), c = strcat('c', hash(x + 2) % 90) | evaluate autocluster()"},
      {"pivot", rows + "| extend k = strcat('k', x % 20), g = x % 1000 | evaluate pivot(k, count(), g)"},
      {"mv-expand", rows + "| extend a = range(1, 20, 1) | mv-expand a to typeof(long) | summarize sum(a)"},
  };
}

class Nowhere final : public query::ResultSink {
 public:
  Result<void> begin(const query::ResultInfo& /*info*/) override { return {}; }
  Result<void> batch(const Batch& /*batch*/) override { return {}; }
  Result<void> end() override { return {}; }
};

// Seconds from the cancel to the return; nothing where the query ended before it.
Result<std::optional<double>> cancel(casefile::CaseFile& target, engine::Connection& connection, const Heavy& heavy,
                                     std::chrono::milliseconds after) {
  std::atomic<bool> stop = false;
  bench::Stopwatch since_cancel;
  std::jthread canceller([&](const std::stop_token& over) {
    const auto until = std::chrono::steady_clock::now() + after;
    while (!over.stop_requested() && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    since_cancel = {};
    stop = true;
    connection.interrupt();
  });
  query::RunOptions options;
  options.stop = &stop;
  Nowhere sink;
  const query::RunOutcome outcome = query::run(target, connection, heavy.kql, options, sink);
  const double seconds = stop ? since_cancel.seconds() : 0;
  canceller.request_stop();
  canceller.join();
  if (!outcome.diagnostics.empty())
    return fail(ErrorKind::Internal, heavy.name + ": " + outcome.diagnostics[0].message);
  if (!outcome.error) return std::nullopt;
  if (outcome.error->kind != ErrorKind::Cancelled) return std::unexpected(*outcome.error);
  return seconds;
}

Result<void> measure(int cancels) {
  HUNTBOOK_TRY(const auto target, casefile::CaseFile::in_memory({}));
  HUNTBOOK_TRY(const auto connection, target->connect());
  const std::vector<Heavy> queries = heavy_queries();
  std::minstd_rand random(7);
  std::vector<double> all;
  std::vector<double> worst(queries.size());
  for (int i = 0; i < cancels; ++i) {
    const std::size_t which = static_cast<std::size_t>(i) % queries.size();
    const std::chrono::milliseconds after(random() % 1000);
    HUNTBOOK_TRY(const auto seconds, cancel(*target, *connection, queries[which], after));
    if (seconds) all.push_back(*seconds);
    worst[which] = std::max(worst[which], seconds.value_or(0));
    Nowhere sink;
    if (const auto next = query::run(*target, *connection, "print 1", {}, sink); !next.ok())
      return fail(ErrorKind::Internal, "the case does not answer after " + queries[which].name);
  }
  for (std::size_t i = 0; i < queries.size(); ++i) bench::figure(queries[i].name + ", worst", worst[i] * 1000, "ms");
  if (all.empty()) return fail(ErrorKind::Internal, "no query ran long enough to be cancelled");
  std::ranges::sort(all);
  bench::figure("cancelled while they ran", static_cast<double>(all.size()), "queries");
  bench::figure("median", bench::median(all) * 1000, "ms");
  bench::promise("95 % of cancels", all[(all.size() - 1) * 95 / 100] * 1000, slowest_of_95_percent * 1000, "ms");
  bench::promise("every cancel", all.back() * 1000, slowest_of_all * 1000, "ms");
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  const int cancels = argc > 1 ? std::atoi(argv[1]) : 64;
  if (const auto measured = measure(cancels); !measured) {
    fmt::print(stderr, "{}\n{}\n", measured.error().message, measured.error().hint);
    return 1;
  }
  const int code = bench::verdict();
  if (!wait_for_left_behind(std::chrono::seconds(1))) {
    std::fflush(nullptr);
    _exit(code);
  }
  return code;
}
