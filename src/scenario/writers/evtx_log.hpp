// One channel of one host as a Windows event log file.
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "scenario/evtx/evtx_writer.hpp"
#include "scenario/world/windows_event.hpp"
#include "scenario/writers/evidence_file.hpp"

namespace huntbook::scenario {

class EvtxLog {
 public:
  static Result<EvtxLog> create(const std::filesystem::path& path);
  // Values get the types that the manifests of Windows and Sysmon give them.
  void add(const WindowsEvent& event);
  bool failed() const { return file_.failed() || !outcome_; }
  Result<void> close();

 private:
  explicit EvtxLog(EvidenceFile file) : file_(std::move(file)) {}

  EvidenceFile file_;
  EvtxWriter writer_;
  EvtxEvent event_;  // its buffers are used again
  Result<void> outcome_;
};

}  // namespace huntbook::scenario
