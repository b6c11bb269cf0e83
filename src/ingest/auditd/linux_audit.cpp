#include "ingest/auditd/linux_audit.hpp"

#include "ingest/auditd/audit_parser.hpp"

namespace huntbook::ingest {

namespace {

class LinuxAudit final : public Normaliser {
 public:
  // Only this program's reader makes such records.
  bool knows(Record) const override { return false; }

  bool put(const ParsedRecord& record, BlockTables& tables) override {
    DocumentedRows* const rows = record.of_reader ? tables.documented("LinuxAudit") : nullptr;
    if (rows == nullptr) return false;
    for (const Field& field : record.fields) rows->set(field);
    rows->fill("Type", "LinuxAudit");
    rows->end_row(record.number);
    return true;
  }
};

}  // namespace

Source linux_audit_source() {
  return {linux_audit_source_name, "Linux audit events",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<LinuxAudit>(); }};
}

}  // namespace huntbook::ingest
