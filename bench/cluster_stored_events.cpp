// Promise: over the stored table of 22,979 real process events, a whole query with cluster_events takes at most 0.2 s
// and 200 MB: the text compiled, the table scanned, clustered, the rows out. Reads ../shared/data or
// $HUNTBOOK_SHARED/data, which it takes into a case of its own; without it there is nothing to measure, and the output
// says so.
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "bench/measure.hpp"
#include "ingest/pipeline/case_ledger.hpp"
#include "query/run.hpp"

namespace {

using namespace huntbook;

class CountRows final : public query::ResultSink {
 public:
  Result<void> begin(const query::ResultInfo&) override { return {}; }
  Result<void> batch(const Batch& batch) override {
    rows += batch.rows();
    return {};
  }
  Result<void> end() override { return {}; }

  std::size_t rows = 0;
};

Result<std::unique_ptr<casefile::CaseFile>> make_case(const std::filesystem::path& folder,
                                                      const std::string& evidence) {
  HUNTBOOK_TRY(auto case_file,
               casefile::CaseFile::create(folder, {.access = casefile::Access::Write, .command = "bench"}));
  ingest::Options options;
  options.as = "Processes";
  HUNTBOOK_TRY(const ingest::Summary summary, ingest::ingest(*case_file, {evidence}, options));
  if (summary.failed()) return fail(ErrorKind::User, "the evidence was rejected: " + evidence);
  return case_file;
}

Result<void> measure(const std::filesystem::path& folder, const std::string& evidence) {
  // The case is opened anew, so that memory holds what a query needs and not what the ingest left.
  HUNTBOOK_TRY(auto made, make_case(folder, evidence));
  made.reset();
  HUNTBOOK_TRY(auto case_file, casefile::CaseFile::open(folder, {.command = "bench"}));
  HUNTBOOK_TRY(auto connection, case_file->connect());
  for (const std::string_view mode : {"msticpy", "pattern"}) {
    const std::string text = fmt::format("Processes | evaluate cluster_events(mode='{}')", mode);
    constexpr int runs = 7;
    std::vector<double> seconds;
    seconds.reserve(runs);
    std::size_t rows = 0;
    bench::reset_peak_memory();
    for (int run = 0; run < runs; ++run) {
      CountRows sink;
      const bench::Stopwatch watch;
      const query::RunOutcome outcome = query::run(*case_file, *connection, text, {}, sink);
      seconds.push_back(watch.seconds());
      if (outcome.error) return std::unexpected(*outcome.error);
      if (!outcome.ok()) return fail(ErrorKind::Internal, "the query does not compile: " + text);
      rows = sink.rows;
    }
    bench::promise(fmt::format("22,979 stored events, mode {}, whole query", mode), bench::median(seconds), 0.2, "s");
    bench::figure("rows out", static_cast<double>(rows), "");
    bench::promise("peak memory of the whole process", bench::peak_memory_mib(), 190.7, "MiB");
  }
  return {};
}

}  // namespace

int main() {
  const char* shared = std::getenv("HUNTBOOK_SHARED");
  const std::string evidence =
      std::string(shared != nullptr ? shared : "../shared") + "/data/msticpy/processes_on_host_22979.csv.gz";
  if (access(evidence.c_str(), R_OK) != 0) {
    fmt::print("       no shared data: not measured\n");
    return 0;
  }
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("huntbook-bench-{}", getpid());
  const auto measured = measure(folder, evidence);
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  if (!measured) {
    fmt::print(stderr, "{}\n", measured.error().message);
    return 1;
  }
  return bench::verdict();
}
