// A file of syslog in the form of RFC 3164, as rsyslog writes it by default: no year, no zone, seconds.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.hpp"
#include "scenario/world/linux_event.hpp"
#include "scenario/writers/evidence_file.hpp"

namespace huntbook::scenario {

class SyslogFile {
 public:
  static Result<SyslogFile> create(const std::filesystem::path& path);
  void add(const SyslogLine& line);
  std::uint64_t lines() const { return lines_; }
  bool failed() const { return file_.failed(); }
  Result<void> close() { return file_.close(); }

 private:
  explicit SyslogFile(EvidenceFile file) : file_(std::move(file)) {}
  EvidenceFile file_;
  std::uint64_t lines_ = 0;
};

}  // namespace huntbook::scenario
