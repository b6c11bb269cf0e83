#include <iterator>
#include <optional>
#include <system_error>

#include <fmt/format.h>

#include "scenario/attack.hpp"
#include "scenario/evidence_file.hpp"
#include "scenario/scenario.hpp"

namespace huntbook::scenario {

namespace {

constexpr std::uint64_t gzip_from = 200'000;
constexpr std::size_t buffer_size = std::size_t{1} << 18U;

std::string readme(const Written& written, std::string_view log_name) {
  return fmt::format(
      R"(SYNTHETIC EVIDENCE

Harbourline, a small chandler, runs its accounts on a terminal server, FIN-TS01. Everything here is made up by
"huntbook demo": the company, its people, and the attack in their logs.

The tip
  A partner's report says: a group that hits small companies guesses passwords over remote desktop from {0}, comes
  back days later from {1}, and brings its tools by scripted ftp. Was Harbourline hit? If so: when, with which
  account, what did they do, and how can they come back?

What is here
  logs/{2}
             {3} events of the Windows security log, as NXLog forwards them (JSON, one event a line)
  truth.csv  the {4} events that belong to the attack, by stage; for checking, not for peeking

How to begin
  huntbook -C case ingest logs
  huntbook -C case query 'SecurityEvent | where EventID in (4624, 4625) | summarize count() by EventID, IpAddress'
)",
      guessing_address, returning_address, log_name, written.events, written.attack_events);
}

void append_truth(const LoggedEvent& logged, std::string& out) {
  fmt::format_to(std::back_inserter(out), "{},{},{},{},{},{}\n", logged.host, logged.record,
                 format_datetime(logged.time - logged.time % ticks_per_microsecond), logged.event.id,
                 logged.label->stage, logged.label->what);
}

Result<void> write_file(const std::filesystem::path& path, std::string_view text) {
  HUNTBOOK_TRY(EvidenceFile file, EvidenceFile::create(path, false));
  HUNTBOOK_CHECK(file.write(text));
  return file.close();
}

}  // namespace

Result<Written> write_evidence(const std::filesystem::path& folder, const Options& options,
                               const std::function<bool()>& stop) {
  if (options.events < fewest_events) {
    return fail(ErrorKind::Usage, fmt::format("The scenario needs at least {} events.", fewest_events));
  }
  Written written{folder / "logs", folder / "truth.csv", folder / "README.txt"};
  std::error_code error;
  std::filesystem::create_directories(written.logs, error);
  if (error) {
    return fail(ErrorKind::Environment, fmt::format("Cannot make {}: {}.", written.logs.string(), error.message()));
  }
  const bool gzip = options.events >= gzip_from;
  const std::string_view log_name = gzip ? "windows-events.json.gz" : "windows-events.json";
  // The other form of an earlier run would double the evidence.
  std::filesystem::remove(written.logs / (gzip ? "windows-events.json" : "windows-events.json.gz"), error);
  HUNTBOOK_TRY(EvidenceFile log, EvidenceFile::create(written.logs / log_name, gzip));

  std::string buffer;
  std::string truth = "Hostname,RecordNumber,TimeGenerated,EventID,Stage,What\n";
  Result<void> outcome;
  const bool finished = generate(
      options,
      [&](const LoggedEvent& logged) {
        append_nxlog_line(logged.event, logged.time, logged.host, logged.record, buffer);
        ++written.events;
        if (logged.label != nullptr) {
          ++written.attack_events;
          append_truth(logged, truth);
        }
        if (buffer.size() >= buffer_size && outcome) {
          outcome = log.write(buffer);
          buffer.clear();
        }
      },
      [&] { return !outcome || stop(); });
  HUNTBOOK_CHECK(outcome);
  if (!finished) return fail(ErrorKind::Cancelled, "stopped");
  HUNTBOOK_CHECK(log.write(buffer));
  HUNTBOOK_CHECK(log.close());
  HUNTBOOK_CHECK(write_file(written.truth, truth));
  HUNTBOOK_CHECK(write_file(written.readme, readme(written, log_name)));
  return written;
}

}  // namespace huntbook::scenario
