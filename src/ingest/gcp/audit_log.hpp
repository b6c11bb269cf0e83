// Google Cloud's audit logs: LogEntry objects with an AuditLog as their protoPayload. To GCPAuditLogs.
#pragma once

#include <optional>

#include "ingest/json/json_members.hpp"
#include "ingest/tables/column_mapping.hpp"
#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class GcpAuditLog final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  void put_payload(const Field& payload, DocumentedRows& rows);
  void put_resource(const Field& resource, DocumentedRows& rows);

  JsonMembers members_;
  std::optional<ColumnMapping> mapping_;
};

Source gcp_audit_source();

}  // namespace huntbook::ingest
