#include "ingest/gcp/audit_log.hpp"

#include <array>

#include "ingest/record/field_values.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::array renames = {
    Rename{"@type", ""},
    Rename{"resourceName", "GCPResourceName"},
    Rename{"resource", ""},
    Rename{"protoPayload", ""},
};

}  // namespace

bool GcpAuditLog::knows(Record record) const {
  return has_field(record, "protoPayload") && has_field(record, "logName");
}

bool GcpAuditLog::put(const ParsedRecord& record, BlockTables& tables) {
  members_.forget();
  const Record payload = members_.of(*find_field(record.fields, "protoPayload"));
  if (!has_field(payload, "serviceName") && !has_field(payload, "methodName")) return false;
  DocumentedRows* const rows = tables.documented("GCPAuditLogs");
  if (rows == nullptr) return false;
  if (!mapping_) mapping_.emplace(rows->table(), renames);
  for (const Field& field : record.fields) {
    if (field.is_blank()) continue;
    if (field.name == "protoPayload") {
      put_payload(field, *rows);
    } else if (field.name == "resource" && field.kind == FieldKind::Nested) {
      put_resource(field, *rows);
    } else {
      mapping_->put(field, *rows);
    }
  }
  for (const std::string_view name : {"timestamp", "receiveTimestamp"}) {
    if (const auto time = time_in(record.fields, name)) rows->fill_time(time_column, *time);
  }
  // projects/NAME/logs/...
  const std::string log = text_in(record.fields, "logName");
  if (log.starts_with("projects/")) rows->fill("ProjectId", log.substr(9, log.find('/', 9) - 9));
  rows->fill("Type", "GCPAuditLogs");
  rows->end_row(record.number);
  return true;
}

void GcpAuditLog::put_payload(const Field& payload, DocumentedRows& rows) {
  for (const Field& member : members_.of(payload)) {
    if (member.name == "@type") continue;
    mapping_->put(member, rows);
    if (member.kind != FieldKind::Nested) continue;
    if (member.name == "authenticationInfo")
      rows.fill("PrincipalEmail", text_in(members_.of(member), "principalEmail"));
    if (member.name == "status") rows.fill("StatusMessage", text_in(members_.of(member), "message"));
  }
}

void GcpAuditLog::put_resource(const Field& resource, DocumentedRows& rows) {
  for (const Field& member : members_.of(resource)) {
    if (member.name == "type") {
      rows.set("GCPResourceType", member, "resource.type");
    } else if (member.name == "labels" && member.kind == FieldKind::Nested) {
      rows.fill("ProjectId", text_in(members_.of(member), "project_id"));
      rows.extra("labels", member);
    } else if (!member.is_blank()) {
      rows.extra(member.name, member);
    }
  }
}

Source gcp_audit_source() {
  return {"gcp_audit", "audit logs of Google Cloud",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<GcpAuditLog>(); }};
}

}  // namespace huntbook::ingest
