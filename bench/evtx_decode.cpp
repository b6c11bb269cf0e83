// Promise: a Windows event log is decoded into the columns of SecurityEvent and WindowsEvent, on one thread, at 250
// MB/s of records or more; two threads do 1.7 times of what one does.
//
// evtx_decode [FILE ...]     by default a log of 200,000 events that the scenario's writer makes
// evtx_decode --make FILE    writes that log
//
// What counts are the bytes of records: logs are copied with chunks that are mostly empty. docs/performance.md says how
// to set the figures against evtx_dump on the same files.
#include <cstdio>
#include <exception>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>

#include "bench/measure.hpp"
#include "case/documented_tables.hpp"
#include "fuzz/bytes.hpp"
#include "ingest/evtx/evtx_blocks.hpp"
#include "ingest/evtx/evtx_parser.hpp"
#include "ingest/pipeline/router.hpp"
#include "scenario/evtx/evtx_writer.hpp"

namespace {

using namespace huntbook;

constexpr int runs = 5;

const ingest::DocumentedTables& tables() {
  static const ingest::DocumentedTables known({"SecurityEvent", "WindowsEvent"}, [](std::string_view name) {
    return casefile::find_documented(name)->columns;
  });
  return known;
}

struct Counts {
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
  std::uint64_t rows = 0;
};

// Cuts and parses, and makes the columns where they are wanted, all on the calling thread.
Counts decode(std::string_view log, bool columns = true) {
  fuzz::Bytes source(log);
  const auto blocks = ingest::evtx_blocks(source, std::size_t{4} << 20);
  const auto parser = ingest::evtx_parser();
  const ingest::Routing routing{tables(), "Log", false, {}, {}};
  ingest::Router router(routing);
  Counts counts;
  while (true) {
    auto block = blocks->next();
    if (!block || !*block) return counts;
    for (const ingest::RawRecord& record : (*block)->records) counts.bytes += record.size;
    counts.records += (*block)->records.size();
    ingest::ParsedBlock parsed;
    parser->parse(**block, parsed);
    if (!columns) continue;
    for (const ingest::TableRows& made : router.route(**block, parsed).tables)
      counts.rows += made.record_numbers.size();
  }
}

double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::string made_log() {
  using scenario::EvtxValue;
  scenario::EvtxWriter writer;
  for (std::uint32_t i = 0; i < 200'000; ++i) {
    scenario::EvtxEvent event;
    event.provider = "Microsoft-Windows-Security-Auditing";
    event.provider_guid = "{54849625-5478-4994-A5BA-3E3B0328C30D}";
    event.id = 4688;
    event.version = 2;
    event.task = 13'312;
    event.keywords = 0x8020000000000000;
    event.time = unix_epoch + ticks_per_day * 19'850 + i * ticks_per_second;
    event.record = i + 1;
    event.process = 4;
    event.thread = 96 + i % 64;
    event.channel = "Security";
    event.computer = "ws-7.harbourline.example";
    event.data = {{"SubjectUserSid", EvtxValue::sid("S-1-5-18")},
                  {"SubjectUserName", EvtxValue::text("WS-7$")},
                  {"SubjectDomainName", EvtxValue::text("HARBOURLINE")},
                  {"SubjectLogonId", EvtxValue::hex64(0x3E7)},
                  {"NewProcessId", EvtxValue::hex64(0x1000 + i % 4096)},
                  {"NewProcessName", EvtxValue::text("C:\\Windows\\System32\\svchost.exe")},
                  {"TokenElevationType", EvtxValue::text("%%1936")},
                  {"ProcessId", EvtxValue::hex64(0x2E4)},
                  {"CommandLine", EvtxValue::text(fmt::format("svchost.exe -k netsvcs -p -s Schedule /{}", i))},
                  {"TargetUserSid", EvtxValue::sid("S-1-0-0")},
                  {"TargetUserName", EvtxValue::text("-")},
                  {"TargetDomainName", EvtxValue::text("-")},
                  {"TargetLogonId", EvtxValue::hex64(0)},
                  {"ParentProcessName", EvtxValue::text("C:\\Windows\\System32\\services.exe")},
                  {"MandatoryLabel", EvtxValue::sid("S-1-16-16384")}};
    if (!writer.add(event)) throw std::runtime_error("the writer refuses an event");
  }
  writer.finish();
  const std::string chunks = writer.take_chunks();
  return writer.header() + chunks;
}

std::string content_of(const char* path) {
  std::string bytes;
  const auto file = ingest::open_file(path);
  if (!file) throw std::runtime_error(std::string(path) + ": " + file.error().message);
  std::string buffer(std::size_t{1} << 20, '\0');
  while (true) {
    const auto count = (*file)->read(buffer.data(), buffer.size());
    if (!count || *count == 0) return bytes;
    bytes.append(buffer, 0, *count);
  }
}

void measure(std::string_view name, std::string_view log, bool promised) {
  std::vector<double> one;
  std::vector<double> parsing;
  std::vector<double> wall;
  std::vector<double> both;
  Counts counts;
  for (int run = 0; run < runs; ++run) {
    const double before = processor_seconds();
    const bench::Stopwatch single;
    counts = decode(log);
    wall.push_back(single.seconds());
    one.push_back(processor_seconds() - before);
    const double between = processor_seconds();
    decode(log, false);
    parsing.push_back(processor_seconds() - between);
    const bench::Stopwatch watch;
    {
      std::jthread other([log] { decode(log); });
      decode(log);
    }
    both.push_back(watch.seconds());
  }
  const double seconds = bench::median(one);
  const double rate = static_cast<double>(counts.bytes) / 1e6 / seconds;
  fmt::print("       {}: {} records, {:.0f} MB of them in {:.0f} MB, {} rows\n", name, counts.records,
             static_cast<double>(counts.bytes) / 1e6, static_cast<double>(log.size()) / 1e6, counts.rows);
  bench::figure("processor time on one thread", seconds, "s");
  bench::figure("of it reading and parsing", bench::median(parsing), "s");
  bench::figure("events", static_cast<double>(counts.records) / seconds, "/s");
  bench::figure("file", static_cast<double>(log.size()) / 1e6 / seconds, "MB/s");
  if (promised) {
    bench::promise("time for 250 MB of records", 250 / rate, 1, "s");
  } else {
    bench::figure("records", rate, "MB/s");
  }
  bench::figure("two threads, each the whole log, to one", 2 * bench::median(wall) / bench::median(both), "times");
}

}  // namespace

int main(int count, char** arguments) {
  try {
    if (count == 3 && std::string_view(arguments[1]) == "--make") {
      std::ofstream(arguments[2], std::ios::binary) << made_log();
      return 0;
    }
    if (count < 2) measure("made log", made_log(), true);
    for (int i = 1; i < count; ++i) measure(arguments[i], content_of(arguments[i]), false);
  } catch (const std::exception& exception) {
    std::fprintf(stderr, "%s\n", exception.what());
    return 3;
  }
  return bench::verdict();
}
