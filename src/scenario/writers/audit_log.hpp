// The audit log of a Linux host as auditd writes it raw, with the host's name (name_format = hostname): several records
// an event, those of two events that happen at about the same time mixed with one another, texts that are no plain
// words in hexadecimal (Linux kernel, kernel/audit.c, audit_log_untrustedstring; audit project, "Audit event fields").
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "scenario/world/linux_event.hpp"
#include "scenario/world/random.hpp"
#include "scenario/writers/evidence_file.hpp"

namespace huntbook::scenario {

// The records of one event, each a line with its line feed. An audit event of one program's start has six.
void append_audit_records(const AuditEvent& event, std::vector<std::string>& lines);
// The type that tells what the event is: EXECVE, SOCKADDR, PATH (of a file written), or that of its only record.
std::string_view audit_kind(const AuditEvent& event);

class AuditLog {
 public:
  static Result<AuditLog> create(const std::filesystem::path& path);
  void add(const AuditEvent& event);
  bool failed() const { return file_.failed(); }
  Result<void> close();

 private:
  explicit AuditLog(EvidenceFile file) : file_(std::move(file)), random_(0, "mixing") {}
  void write(std::size_t begin, std::size_t end);

  EvidenceFile file_;
  Random random_;
  std::vector<std::string> waiting_;  // records of the last event that are not yet written
  std::vector<std::string> lines_;
  Ticks last_ = 0;
};

}  // namespace huntbook::scenario
