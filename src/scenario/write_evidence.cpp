#include "scenario/write_evidence.hpp"

#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "scenario/story/attack.hpp"
#include "scenario/windows/windows_host.hpp"
#include "scenario/writers/evidence_file.hpp"
#include "scenario/writers/threat_report.hpp"

namespace huntbook::scenario {

namespace {

// What the report and the feed tell of the attack.
std::vector<KnownIndicator> indicators() {
  using enum KnownIndicator::Kind;
  return {{Address, std::string(botnet_address), "Guesses passwords, serves tools"},
          {Address, std::string(control_address), "Called by the implant; receives documents"},
          {Domain, std::string(control_name), "Name of the same"},
          {Url, std::string(script_url), "Script that installs the implant"},
          {Sha256, program_hash("C:\\Windows\\Temp\\tsx.exe"), "tsx.exe, keeps remote desktop open"}};
}
constexpr int other_indicators = 180;
constexpr Ticks report_published = 7 * ticks_per_day + 10 * ticks_per_hour;  // Monday before the attack

std::string readme(const Written& written) {
  return fmt::format(
      R"(SYNTHETIC EVIDENCE

Harbourline, a small chandler with branches in Halifax and Singapore, has terminal servers, a web server and Office
365. Everything here is made up by "huntbook demo": the company, its people, and the attack in their logs.

The tip
  report.txt is a threat report that came on 11 March 2024. It names {0} and {1}. On Saturday the 16th
  alerts were raised, and nobody looked before Thursday, when an administrator found a strange program on the web
  server and removed it. Was that all? Who came in, where and how; what did they do, what did they take, and how can
  they come back?

What is here
  report.txt   the report, with indicators as such reports write them
  logs/        {2} events of 4 to 31 March 2024:
    FIN-TS01 and its like   Windows event logs, as a collector keeps them: clearing a log on the host removes nothing here
    hl-web01 and its like   audit log (auditd), auth.log and syslog of Linux hosts; their clocks have UTC
    zeek                    connections and look-ups of names that the sensor at the border saw
    nsg                     flow logs of the security group of the servers' subnet, one file a day
    office365, entra        unified audit log as the portal exports it; sign-ins as diagnostic settings send them
    sentinel                alerts, right and wrong ones
    threat-intelligence     a feed of indicators, STIX 2.1
  truth.csv    the {3} events that belong to the attack, by stage; for checking, not for peeking, and no evidence:
               take in logs/ alone

Notes
  The office comes out of {4}. rourke, the administrator, works at night now and then, from 192.0.2.44.
  The books are copied at the end of the month. One of the people travelled in the third week.

How to begin
  huntbook -C case ingest logs --timezone UTC
  huntbook -C case query 'SecurityEvent | where EventID in (4624, 4625) | summarize count() by EventID, IpAddress'
)",
      botnet_address, control_address, written.events, written.attack_events, company_office_address);
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
  const Ticks published = *ticks_from_civil(first_day) + report_published;
  HUNTBOOK_CHECK(write_text(written.logs / "threat-intelligence" / "feed.stix.json",
                            stix_bundle(options.seed, indicators(), other_indicators, published)));
  HUNTBOOK_CHECK(write_text(written.report, report_text(indicators(), published)));
  HUNTBOOK_CHECK(write_text(written.readme, readme(written)));
  return written;
}

}  // namespace huntbook::scenario
