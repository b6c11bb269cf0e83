// Promise: ten million synthetic process events cluster in the default mode in at most 60 s within 2 GiB.
#include "analysis/cluster/cluster.hpp"
#include "bench/measure.hpp"
#include "bench/synthetic_events.hpp"

int main() {
  using namespace huntbook;
  constexpr std::size_t events = 10'000'000;
  constexpr std::size_t rows_per_batch = 2048;
  bench::SyntheticEvents source(7, true);
  auto clusterer = cluster::EventClusterer::create(bench::SyntheticEvents::schema(), {});
  if (!clusterer) return 1;
  bench::reset_peak_memory();
  double pushing = 0;
  for (std::size_t done = 0; done < events;) {
    const std::size_t count = std::min(rows_per_batch, events - done);
    Batch batch = make_batch(bench::SyntheticEvents::schema());
    source.append(batch, count);
    const bench::Stopwatch watch;  // making the events is not what is measured
    if (!clusterer->push(batch)) return 1;
    pushing += watch.seconds();
    done += count;
  }
  const bench::Stopwatch watch;
  std::size_t rows = 0;
  for (const Batch& batch : clusterer->finish()) rows += batch.rows();
  const double finishing = watch.seconds();
  bench::promise("10,000,000 events, mode pattern", pushing + finishing, 60, "s");
  bench::figure("of that after the last event", finishing, "s");
  bench::figure("rows out", static_cast<double>(rows), "");
  bench::promise("peak memory", bench::peak_memory_mib(), 2048, "MiB");
  return bench::verdict();
}
