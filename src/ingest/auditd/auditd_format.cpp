#include "ingest/auditd/auditd_format.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "ingest/auditd/audit_events.hpp"
#include "ingest/auditd/audit_head.hpp"
#include "ingest/auditd/audit_lines.hpp"
#include "ingest/auditd/audit_parser.hpp"
#include "ingest/csv/csv_format.hpp"
#include "ingest/json/json_format.hpp"

namespace huntbook::ingest {

namespace {

Detected audit_log() {
  return {"auditd", "LinuxAudit",
          [](ByteSource& source, const BlockSizes& sizes) { return audit_events(lines_of_log(source), true, sizes); },
          audit_parser};
}

// Rows of Log Analytics' AuditLog_CL, each of which has a line in RawData, in the file format `rows`.
Detected exported_log(Detected rows) {
  const std::string format = "auditd in " + rows.format;
  return {format, "LinuxAudit",
          [rows = std::move(rows)](ByteSource& source, const BlockSizes& sizes) {
            return audit_events(lines_of_export(rows.blocks(source, sizes), rows.parser()), false, sizes);
          },
          audit_parser};
}

// The first record's RawData, as far as the head goes.
bool begins_with_audit_record(const FileHead& head, const Detected& rows) {
  class Bytes final : public ByteSource {
   public:
    explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
    Result<std::size_t> read(char* to, std::size_t size) override {
      const std::size_t count = bytes_.copy(to, size);
      bytes_.remove_prefix(count);
      return count;
    }

   private:
    std::string_view bytes_;
  };
  Bytes bytes(head.bytes);
  const auto lines = lines_of_export(rows.blocks(bytes, {}), rows.parser());
  const auto line = lines->next();
  return line && *line && (*line)->fault.empty() && read_audit_head((*line)->text).has_value();
}

std::optional<Detected> export_by_content(const FileHead& head) {
  if (head.bytes.find("RawData") == std::string_view::npos || head.bytes.find("audit(") == std::string_view::npos) {
    return std::nullopt;
  }
  for (const Format& rows : {json_format(), csv_format(), tsv_format()}) {
    auto found = rows.by_content(head);
    if (!found && rows.by_name != nullptr) found = rows.by_name(head);
    if (found && begins_with_audit_record(head, *found)) return exported_log(std::move(*found));
  }
  return std::nullopt;
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

Format exported_auditd_format() {
  return {"auditd-export", "rows with a line of an audit log in each (AuditLog_CL)", export_by_content, nullptr,
          [](const FileHead& head) -> Result<Detected> {
            if (auto found = export_by_content(head)) return std::move(*found);
            return fail(ErrorKind::User, "the first row has no audit record in a column RawData");
          }};
}

}  // namespace huntbook::ingest
