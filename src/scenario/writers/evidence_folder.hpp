// Writes all that is logged into a folder, each source in its own format, with the truth kept apart.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "scenario/world/recorder.hpp"
#include "scenario/writers/alert_log.hpp"
#include "scenario/writers/audit_log.hpp"
#include "scenario/writers/evtx_log.hpp"
#include "scenario/writers/nsg_log.hpp"
#include "scenario/writers/office_csv.hpp"
#include "scenario/writers/sign_in_log.hpp"
#include "scenario/writers/syslog_file.hpp"
#include "scenario/writers/truth.hpp"
#include "scenario/writers/zeek_log.hpp"

namespace huntbook::scenario {

// In which form the events of Windows hosts are written.
enum class WindowsForm : std::uint8_t { Evtx, Nxlog };

class EvidenceFolder : public Recorder {
 public:
  // Files are made in `logs` as they are needed, one folder a host or service.
  EvidenceFolder(std::filesystem::path logs, WindowsForm windows)
      : logs_(std::move(logs)), windows_(windows), flows_(logs_, "nsg", truth_) {}
  // The flow log knows where the truth is.
  EvidenceFolder(const EvidenceFolder&) = delete;
  EvidenceFolder& operator=(const EvidenceFolder&) = delete;

  void record(const WindowsEvent& event) override;
  void record(const AuditEvent& event) override;
  void record(const SyslogLine& line) override;
  void record(const Connection& connection) override;
  void record(const Lookup& lookup) override;
  void record(const OfficeOperation& operation) override;
  void record(const SignIn& sign_in) override;
  void record(const Alert& alert) override;

  // Something could not be written: close() says what.
  bool failed() const { return !outcome_ || flows_.failed(); }
  // Events written so far: of a file's records, those that a reader of its format counts.
  std::uint64_t events() const { return events_ + flows_.tuples(); }
  Truth& truth() { return truth_; }
  Result<void> close();

 private:
  struct WindowsHostLogs {
    std::array<std::optional<EvtxLog>, windows_channels> channels;
  };
  struct LinuxHostLogs {
    std::optional<AuditLog> audit;
    std::optional<SyslogFile> authentication;
    std::optional<SyslogFile> system;
  };
  LinuxHostLogs& linux_host(std::size_t number);
  template <class Log>
  Log* keep(std::optional<Log>& place, Result<Log> made);
  template <class Log>
  void check(Log& log);

  std::filesystem::path logs_;
  WindowsForm windows_;
  std::vector<WindowsHostLogs> windows_hosts_;
  std::vector<LinuxHostLogs> linux_hosts_;
  std::optional<EvidenceFile> nxlog_;
  std::optional<ZeekLog> connections_;
  std::optional<ZeekLog> lookups_;
  std::optional<OfficeCsv> operations_;
  std::optional<SignInLog> sign_ins_;
  std::optional<AlertLog> alerts_;
  Truth truth_;
  NsgLog flows_;
  std::uint64_t events_ = 0;
  Result<void> outcome_;
};

}  // namespace huntbook::scenario
