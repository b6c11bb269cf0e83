// The unified audit log of Office 365 in all the forms it is handed out: records of the Management Activity API, the
// compliance portal's CSV and Search-UnifiedAuditLog with their AuditData, Graph's auditLogQuery. To OfficeActivity.
#pragma once

#include <optional>

#include "ingest/json/json_members.hpp"
#include "ingest/tables/column_mapping.hpp"
#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class UnifiedAudit final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  // What AuditData holds, or the record itself.
  void put_event(Record event, DocumentedRows& rows);
  // What the export says around AuditData.
  void put_envelope(Record envelope, Record event, DocumentedRows& rows);

  JsonMembers members_;
  std::optional<ColumnMapping> mapping_;
};

Source unified_audit_source();

// An address without the port behind it: 192.0.2.1:443, [2001:db8::1]:443, [2001:db8::1].
std::string_view without_port(std::string_view address);

}  // namespace huntbook::ingest
