#include "ingest/auditd/auditd_format.hpp"

#include <algorithm>

#include "ingest/auditd/audit_events.hpp"
#include "ingest/auditd/audit_head.hpp"
#include "ingest/auditd/audit_parser.hpp"

namespace huntbook::ingest {

namespace {

Detected audit_log() {
  return {"auditd", "LinuxAudit", audit_events, audit_parser};
}

// Whether one of the first lines is an audit record: logs may begin in the middle of a line, and with ausearch's marks.
bool is_audit_log(std::string_view head) {
  constexpr int lines_looked_at = 5;
  for (int i = 0; i < lines_looked_at && !head.empty(); ++i) {
    std::string_view line = head.substr(0, head.find('\n'));
    head.remove_prefix(std::min(head.size(), line.size() + 1));
    while (line.starts_with('\0') || line.starts_with(' ')) line.remove_prefix(1);
    if (read_audit_head(line)) return true;
  }
  return false;
}

}  // namespace

Format auditd_format() {
  return {"auditd", "a log of Linux' auditd",
          [](const FileHead& head) { return is_audit_log(head.bytes) ? std::optional(audit_log()) : std::nullopt; },
          nullptr, [](const FileHead&) -> Result<Detected> { return audit_log(); }};
}

}  // namespace huntbook::ingest
