#include "scenario/writers/evidence_folder.hpp"

#include <utility>

#include <fmt/format.h>

#include "scenario/windows/event_kinds.hpp"
#include "scenario/writers/nxlog_writer.hpp"

namespace huntbook::scenario {

namespace {

std::string_view short_name(std::string_view computer) {
  return computer.substr(0, computer.find('.'));
}

constexpr std::string_view nxlog_file = "windows-events.json";
constexpr std::string_view connections_file = "zeek/conn.log";
constexpr std::string_view lookups_file = "zeek/dns.log";
constexpr std::string_view sensor = "zeek";
constexpr std::string_view operations_file = "office365/AuditLog.csv";
constexpr std::string_view sign_ins_file = "entra/SignInLogs.json";
constexpr std::string_view alerts_file = "sentinel/SecurityAlert.json";
constexpr std::string_view cloud = "cloud";
// The day that logrotate put into the name (dateext): the lines themselves say no year.
constexpr std::string_view rotated = "-20240401";

}  // namespace

// The log that was made, in its place; null where it could not be made.
template <class Log>
Log* EvidenceFolder::keep(std::optional<Log>& place, Result<Log> made) {
  if (made) {
    place.emplace(std::move(*made));
    return &*place;
  }
  outcome_ = std::unexpected(std::move(made).error());
  return nullptr;
}

// A disk that is full ends the run at once, not after the last event.
template <class Log>
void EvidenceFolder::check(Log& log) {
  if (log.failed()) outcome_ = log.close();
}

void EvidenceFolder::record(const WindowsEvent& event) {
  if (!outcome_) return;
  ++events_;
  if (windows_ == WindowsForm::Nxlog) {
    if (!nxlog_ && keep(nxlog_, EvidenceFile::create(logs_ / nxlog_file)) == nullptr) return;
    append_nxlog_line(event, nxlog_->text());
    nxlog_->flush();
    check(*nxlog_);
    truth_.add(event.label, nxlog_file, fmt::format("{}", event.record), event.time, event.computer,
               fmt::format("{}", event.id));
    return;
  }
  if (event.host >= windows_hosts_.size()) windows_hosts_.resize(event.host + 1);
  auto& log = windows_hosts_[event.host].channels[static_cast<std::size_t>(event.channel)];
  const auto file = [&] { return fmt::format("{}/{}.evtx", short_name(event.computer), file_name_of(event.channel)); };
  if (!log && keep(log, EvtxLog::create(logs_ / file())) == nullptr) return;
  log->add(event);
  check(*log);
  if (event.label != nullptr) {
    truth_.add(event.label, file(), fmt::format("{}", event.record), event.time, event.computer,
               fmt::format("{}", event.id));
  }
}

EvidenceFolder::LinuxHostLogs& EvidenceFolder::linux_host(std::size_t number) {
  if (number >= linux_hosts_.size()) linux_hosts_.resize(number + 1);
  return linux_hosts_[number];
}

void EvidenceFolder::record(const AuditEvent& event) {
  if (!outcome_) return;
  ++events_;
  auto& log = linux_host(event.host).audit;
  const auto file = [&] { return fmt::format("{}/audit.log", event.computer); };
  if (!log && keep(log, AuditLog::create(logs_ / file())) == nullptr) return;
  log->add(event);
  check(*log);
  if (event.label != nullptr) {
    // The log's stamps have milliseconds.
    truth_.add(event.label, file(), fmt::format("{}", event.serial), event.time - event.time % ticks_per_millisecond,
               event.computer, audit_kind(event));
  }
}

void EvidenceFolder::record(const SyslogLine& line) {
  if (!outcome_) return;
  ++events_;
  LinuxHostLogs& host = linux_host(line.host);
  auto& log = line.authentication ? host.authentication : host.system;
  const auto file = [&] {
    return fmt::format("{}/{}{}", line.computer, line.authentication ? "auth.log" : "syslog", rotated);
  };
  if (!log && keep(log, SyslogFile::create(logs_ / file())) == nullptr) return;
  log->add(line);
  check(*log);
  if (line.label != nullptr) {
    truth_.add(line.label, file(), fmt::format("{}", log->lines()), line.time - line.time % ticks_per_second,
               line.computer, line.program);
  }
}

void EvidenceFolder::record(const Connection& connection) {
  if (!outcome_) return;
  ++events_;
  if (!connections_ &&
      keep(connections_, ZeekLog::create_connections(logs_ / connections_file, connection.time)) == nullptr) {
    return;
  }
  connections_->add(connection);
  check(*connections_);
  truth_.add(connection.label, connections_file, zeek_id(connection.id),
             connection.time - connection.time % ticks_per_microsecond, sensor, "conn");
  flows_.add(connection);
}

void EvidenceFolder::record(const Lookup& lookup) {
  if (!outcome_) return;
  ++events_;
  if (!lookups_ && keep(lookups_, ZeekLog::create_lookups(logs_ / lookups_file, lookup.time)) == nullptr) return;
  lookups_->add(lookup);
  check(*lookups_);
  truth_.add(lookup.label, lookups_file, zeek_id(lookup.connection), lookup.time - lookup.time % ticks_per_microsecond,
             sensor, "dns");
}

void EvidenceFolder::record(const OfficeOperation& operation) {
  if (!outcome_) return;
  ++events_;
  if (!operations_ && keep(operations_, OfficeCsv::create(logs_ / operations_file)) == nullptr) return;
  operations_->add(operation);
  check(*operations_);
  truth_.add(operation.label, operations_file, operation.id, operation.time - operation.time % ticks_per_second, cloud,
             operation.name);
}

void EvidenceFolder::record(const SignIn& sign_in) {
  if (!outcome_) return;
  ++events_;
  if (!sign_ins_ && keep(sign_ins_, SignInLog::create(logs_ / sign_ins_file)) == nullptr) return;
  sign_ins_->add(sign_in);
  check(*sign_ins_);
  truth_.add(sign_in.label, sign_ins_file, sign_in.id, sign_in.time, cloud, fmt::format("{}", sign_in.error));
}

void EvidenceFolder::record(const Alert& alert) {
  if (!outcome_) return;
  ++events_;
  if (!alerts_ && keep(alerts_, AlertLog::create(logs_ / alerts_file)) == nullptr) return;
  alerts_->add(alert);
  check(*alerts_);
  truth_.add(alert.label, alerts_file, alert.id, alert.time, cloud, alert.type);
}

Result<void> EvidenceFolder::close() {
  HUNTBOOK_CHECK(outcome_);
  for (WindowsHostLogs& host : windows_hosts_) {
    for (std::optional<EvtxLog>& log : host.channels) {
      if (log) HUNTBOOK_CHECK(log->close());
    }
  }
  for (LinuxHostLogs& host : linux_hosts_) {
    if (host.audit) HUNTBOOK_CHECK(host.audit->close());
    if (host.authentication) HUNTBOOK_CHECK(host.authentication->close());
    if (host.system) HUNTBOOK_CHECK(host.system->close());
  }
  if (nxlog_) HUNTBOOK_CHECK(nxlog_->close());
  if (connections_) HUNTBOOK_CHECK(connections_->close());
  if (lookups_) HUNTBOOK_CHECK(lookups_->close());
  if (operations_) HUNTBOOK_CHECK(operations_->close());
  if (sign_ins_) HUNTBOOK_CHECK(sign_ins_->close());
  if (alerts_) HUNTBOOK_CHECK(alerts_->close());
  HUNTBOOK_CHECK(flows_.close());
  return {};
}

}  // namespace huntbook::scenario
