#include "scenario/write_evidence.hpp"

#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "scenario/story/attack.hpp"
#include "scenario/writers/evidence_file.hpp"

namespace huntbook::scenario {

namespace {

std::string readme(const Written& written) {
  return fmt::format(
      R"(SYNTHETIC EVIDENCE

Harbourline, a small chandler, runs its accounts on a terminal server, FIN-TS01. Everything here is made up by
"huntbook demo": the company, its people, and the attack in their logs.

The tip
  A partner's report says: a group that hits small companies guesses passwords over remote desktop from {0}, comes
  back days later from {1}, and brings its tools by scripted ftp. Was Harbourline hit? If so: when, with which
  account, what did they do, and how can they come back?

What is here
  logs/      {2} events, a folder for each host and service, in the formats that they are kept in
  truth.csv  the {3} events that belong to the attack, by stage; for checking, not for peeking, and no evidence:
             take in logs/ alone

How to begin
  huntbook -C case ingest logs
  huntbook -C case query 'SecurityEvent | where EventID in (4624, 4625) | summarize count() by EventID, IpAddress'
)",
      botnet_address, control_address, written.events, written.attack_events);
}

Result<void> write_text(const std::filesystem::path& path, std::string_view text) {
  HUNTBOOK_TRY(EvidenceFile file, EvidenceFile::create(path));
  file.text() = text;
  return file.close();
}

constexpr std::string_view marker = ".huntbook-demo";

// Logs of an earlier run go, since they would double the evidence or mix it with another seed's; logs of anybody else
// stay.
Result<void> make_room(const std::filesystem::path& folder, const std::filesystem::path& logs) {
  std::error_code error;
  if (std::filesystem::is_directory(logs, error) && !std::filesystem::is_empty(logs, error)) {
    if (!std::filesystem::exists(folder / marker, error)) {
      return fail(ErrorKind::Usage, fmt::format("{} is there and was not made by \"huntbook demo\".", logs.string()),
                  "Name another folder.");
    }
    std::filesystem::remove_all(logs, error);
    if (error) {
      return fail(ErrorKind::Environment, fmt::format("Cannot remove {}: {}.", logs.string(), error.message()));
    }
  }
  HUNTBOOK_CHECK(write_text(folder / marker, ""));
  std::filesystem::create_directories(logs, error);
  if (error) return fail(ErrorKind::Environment, fmt::format("Cannot make {}: {}.", logs.string(), error.message()));
  return {};
}

}  // namespace

Result<Written> write_evidence(const std::filesystem::path& folder, const Options& options, WindowsForm windows,
                               const std::function<bool()>& stop) {
  if (options.events < fewest_events || options.events > most_events) {
    return fail(ErrorKind::Usage,
                fmt::format("The scenario has {} to {} events, not {}.", fewest_events, most_events, options.events));
  }
  Written written{folder / "logs", folder / "truth.csv", folder / "README.txt", folder / "report.txt"};
  HUNTBOOK_CHECK(make_room(folder, written.logs));
  EvidenceFolder evidence(written.logs, windows);
  const bool finished = generate(options, evidence, [&] { return evidence.failed() || stop(); });
  if (!finished && !evidence.failed()) return fail(ErrorKind::Cancelled, "stopped");
  HUNTBOOK_CHECK(evidence.close());
  written.events = evidence.events();
  written.attack_events = evidence.truth().events();
  HUNTBOOK_CHECK(evidence.truth().write(written.truth));
  HUNTBOOK_CHECK(write_text(written.readme, readme(written)));
  return written;
}

}  // namespace huntbook::scenario
