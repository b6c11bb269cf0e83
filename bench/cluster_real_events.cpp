// Promise: 22,979 real process events cluster in mode msticpy (eps 0.01) in at most 0.2 s and 200 MB.
// Reads ../shared/data or $HUNTBOOK_SHARED/data; without it, as many synthetic events stand in, and the output says so.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

#include "analysis/cluster/cluster.hpp"
#include "bench/measure.hpp"
#include "bench/synthetic_events.hpp"

namespace {

using namespace huntbook;

constexpr std::size_t rows_per_batch = 2048;

struct Table {
  Schema schema;
  std::vector<Batch> batches;
};

Table synthetic() {
  fmt::print("       no shared data: 22,979 synthetic events stand in\n");
  Table table{bench::SyntheticEvents::schema(), {}};
  bench::SyntheticEvents events(1, true);
  for (std::size_t left = 22'979; left > 0;) {
    const std::size_t count = std::min(left, rows_per_batch);
    events.append(table.batches.emplace_back(make_batch(table.schema)), count);
    left -= count;
  }
  return table;
}

// Cells of the CSV file, through gzip's own program; the reader of the product has a benchmark of its own.
Table real(const std::string& path) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(fmt::format("gzip -dc '{}'", path).c_str(), "r"), pclose);
  std::string text;
  char buffer[65536];
  for (std::size_t got = 0; pipe && (got = std::fread(buffer, 1, sizeof buffer, pipe.get())) > 0;)
    text.append(buffer, got);
  Table table;
  std::vector<std::string> cells(1);
  bool quoted = false;
  const auto end_row = [&] {
    if (table.schema.empty()) {
      table.schema.reserve(cells.size());
      for (const std::string& name : cells) table.schema.push_back({name, ScalarType::String});
    } else if (cells.size() == table.schema.size()) {
      if (table.batches.empty() || table.batches.back().rows() == rows_per_batch)
        table.batches.push_back(make_batch(table.schema));
      for (std::size_t i = 0; i < cells.size(); ++i) table.batches.back().columns[i].push_text(cells[i]);
    }
    cells.assign(1, {});
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char byte = text[i];
    if (byte == '"') {
      if (quoted && i + 1 < text.size() && text[i + 1] == '"') {
        cells.back().push_back('"');
        ++i;
      } else {
        quoted = !quoted;
      }
    } else if (!quoted && byte == ',') {
      cells.emplace_back();
    } else if (!quoted && byte == '\n') {
      end_row();
    } else if (byte != '\r') {
      cells.back().push_back(byte);
    }
  }
  return table;
}

double cluster_once(const Table& table, cluster::Mode mode, std::size_t& rows) {
  const bench::Stopwatch watch;
  cluster::Options options;
  options.mode = mode;
  auto clusterer = cluster::EventClusterer::create(table.schema, options);
  if (!clusterer) return 1e9;
  for (const Batch& batch : table.batches) {
    if (!clusterer->push(batch)) return 1e9;
  }
  rows = 0;
  for (const Batch& batch : clusterer->finish()) rows += batch.rows();
  return watch.seconds();
}

}  // namespace

int main() {
  const char* shared = std::getenv("HUNTBOOK_SHARED");
  const std::string path =
      std::string(shared != nullptr ? shared : "../shared") + "/data/msticpy/processes_on_host_22979.csv.gz";
  const Table table = access(path.c_str(), R_OK) == 0 ? real(path) : synthetic();
  bench::reset_peak_memory();
  for (const auto& [name, mode] : {std::pair("msticpy", cluster::Mode::Msticpy), {"pattern", cluster::Mode::Pattern}}) {
    constexpr int runs = 7;
    std::vector<double> seconds;
    seconds.reserve(runs);
    std::size_t rows = 0;
    for (int i = 0; i < runs; ++i) seconds.push_back(cluster_once(table, mode, rows));
    bench::promise(fmt::format("22,979 events, mode {}", name), bench::median(seconds), 0.2, "s");
    bench::figure("rows out", static_cast<double>(rows), "");
  }
  bench::promise("peak memory, the events included", bench::peak_memory_mib(), 190.7, "MiB");
  return bench::verdict();
}
