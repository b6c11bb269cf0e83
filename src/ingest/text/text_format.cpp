#include "ingest/text/text_format.hpp"

#include <utility>

#include "ingest/record/line_scanner.hpp"
#include "ingest/text/text_parser.hpp"

namespace huntbook::ingest {

namespace {

Detected lines(std::string format, std::string table) {
  return {std::move(format), std::move(table), scanned_blocks(line_scanner), text_parser};
}

Detected audit_lines() {
  return lines("auditd", "AuditLog_CL");
}

}  // namespace

Format auditd_format() {
  return {"auditd", "a log of Linux' auditd",
          [](const FileHead& head) { return is_auditd(head.bytes) ? std::optional(audit_lines()) : std::nullopt; },
          nullptr, [](const FileHead&) -> Result<Detected> { return audit_lines(); }};
}

Format text_format() {
  return {"text", "any text, line by line", [](const FileHead&) { return std::optional<Detected>(); }, nullptr,
          [](const FileHead&) -> Result<Detected> { return lines("text", {}); }};
}

}  // namespace huntbook::ingest
