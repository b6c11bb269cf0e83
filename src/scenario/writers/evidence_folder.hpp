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
#include "scenario/writers/evtx_log.hpp"
#include "scenario/writers/truth.hpp"

namespace huntbook::scenario {

// In which form the events of Windows hosts are written.
enum class WindowsForm : std::uint8_t { Evtx, Nxlog };

class EvidenceFolder : public Recorder {
 public:
  // Files are made in `logs` as they are needed, one folder a host or service.
  EvidenceFolder(std::filesystem::path logs, WindowsForm windows) : logs_(std::move(logs)), windows_(windows) {}

  using Recorder::record;
  void record(const WindowsEvent& event) override;

  // Something could not be written: close() says what.
  bool failed() const { return !outcome_; }
  // Events written so far: of a file's records, those that a reader of its format counts.
  std::uint64_t events() const { return events_; }
  Truth& truth() { return truth_; }
  Result<void> close();

 private:
  struct WindowsHostLogs {
    std::array<std::optional<EvtxLog>, windows_channels> channels;
  };
  template <class Log>
  Log* keep(std::optional<Log>& place, Result<Log> made);

  std::filesystem::path logs_;
  WindowsForm windows_;
  std::vector<WindowsHostLogs> windows_hosts_;
  std::optional<EvidenceFile> nxlog_;
  Truth truth_;
  std::uint64_t events_ = 0;
  Result<void> outcome_;
};

}  // namespace huntbook::scenario
