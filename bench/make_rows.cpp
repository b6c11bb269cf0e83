// make_rows CASE [ROWS]: writes a case whose SecurityEvent holds synthetic events (default ten million), straight
// through the case's own door, without the detour over files. What query_ratio reads.
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "bench/measure.hpp"
#include "bench/synthetic_events.hpp"
#include "case/case_file.hpp"

namespace {

using namespace huntbook;

constexpr std::size_t rows_per_batch = 100'000;
constexpr std::size_t batches_per_append = 5;

Schema stored_schema() {
  Schema schema = bench::SyntheticEvents::schema();
  schema.push_back({std::string(casefile::file_column), ScalarType::Long});
  schema.push_back({std::string(casefile::record_column), ScalarType::Long});
  return schema;
}

Batch next_batch(bench::SyntheticEvents& source, std::int64_t file, std::size_t first, std::size_t count) {
  Batch batch = make_batch(bench::SyntheticEvents::schema());
  source.append(batch, count);
  Column& files = batch.columns.emplace_back(ScalarType::Long);
  Column& records = batch.columns.emplace_back(ScalarType::Long);
  for (std::size_t i = 0; i < count; ++i) {
    files.push_long(file);
    records.push_long(static_cast<std::int64_t>(first + i));
  }
  return batch;
}

Result<void> write(const std::filesystem::path& folder, std::size_t rows) {
  casefile::CaseOptions options;
  options.access = casefile::Access::Write;
  options.command = "make_rows";
  HUNTBOOK_TRY(const auto target, casefile::CaseFile::create(folder, options));
  HUNTBOOK_TRY(const auto file, target->begin_file());
  bench::SyntheticEvents source(11);
  for (std::size_t done = 0; done < rows;) {
    std::vector<Batch> batches;
    while (batches.size() < batches_per_append && done < rows) {
      const std::size_t count = std::min(rows_per_batch, rows - done);
      batches.push_back(next_batch(source, file->evidence_id(), done, count));
      done += count;
    }
    HUNTBOOK_CHECK(file->append("SecurityEvent", stored_schema(), std::move(batches)));
  }
  casefile::EvidenceRecord record;
  record.path = "synthetic";
  record.sha256 = std::string(64, '0');
  record.format = "synthetic";
  record.records_read = rows;
  record.records_stored = rows;
  HUNTBOOK_CHECK(file->commit(std::move(record)));
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: make_rows CASE [ROWS]\n");
    return 2;
  }
  const std::size_t rows = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 10'000'000;
  const bench::Stopwatch watch;
  if (const auto written = write(argv[1], rows); !written) {
    fmt::print(stderr, "{}\n{}\n", written.error().message, written.error().hint);
    return 1;
  }
  bench::figure("rows a second into the case, their making included", static_cast<double>(rows) / watch.seconds(), "");
  return 0;
}
