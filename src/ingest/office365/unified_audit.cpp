#include "ingest/office365/unified_audit.hpp"

#include <array>
#include <charconv>
#include <string>

#include "ingest/office365/record_types.hpp"
#include "ingest/record/field_values.hpp"
#include "ingest/record/value_reader.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::array renames = {
    Rename{"AzureActiveDirectoryEventType", "AzureActiveDirectory_EventType"},
    Rename{"ClientIPAddress", "Client_IPAddress"},
    Rename{"EventData", "Event_Data"},
    Rename{"GroupId", "AADGroupId"},
    Rename{"Id", "OfficeId"},
    Rename{"LogonType", "Logon_Type"},
    Rename{"ObjectId", "OfficeObjectId"},
    Rename{"SendOnBehalfOfUserMailboxGuid", "SendonBehalfOfUserMailboxGuid"},
    Rename{"Site", "Site_"},
    Rename{"SiteUrl", "Site_Url"},
    Rename{"SourceName", "Source_Name"},
    Rename{"StartTime", "Start_Time"},
    Rename{"Target", "AADTarget"},
    Rename{"Workload", "OfficeWorkload"},
    // Names of columns that mean something else in an audit record.
    Rename{"Type", ""},
    Rename{"TenantId", ""},
};

// What exports call the members of an audit record, around AuditData.
struct EnvelopeField {
  std::string_view name;
  std::string_view member;  // of AuditData
  std::string_view column;
};
constexpr std::array envelope_fields = {
    EnvelopeField{"RecordId", "Id", "OfficeId"},
    EnvelopeField{"Identity", "Id", "OfficeId"},
    EnvelopeField{"id", "Id", "OfficeId"},
    EnvelopeField{"RecordType", "RecordType", "RecordType"},
    EnvelopeField{"auditLogRecordType", "RecordType", "RecordType"},
    EnvelopeField{"Operation", "Operation", "Operation"},
    EnvelopeField{"Operations", "Operation", "Operation"},
    EnvelopeField{"operation", "Operation", "Operation"},
    EnvelopeField{"UserId", "UserId", "UserId"},
    EnvelopeField{"UserIds", "UserId", "UserId"},
    EnvelopeField{"userPrincipalName", "UserId", "UserId"},
    EnvelopeField{"service", "Workload", "OfficeWorkload"},
    EnvelopeField{"clientIp", "ClientIP", "ClientIP"},
    EnvelopeField{"objectId", "ObjectId", "OfficeObjectId"},
    EnvelopeField{"organizationId", "OrganizationId", "OrganizationId"},
    EnvelopeField{"userType", "UserType", "UserType"},
    EnvelopeField{"userId", "UserKey", "UserKey"},
};

const Field* audit_data(Record record) {
  const Field* data = find_field(record, "AuditData");
  return data != nullptr ? data : find_field(record, "auditData");
}

std::optional<std::int64_t> number_of(const Field& field) {
  return field.escaped ? std::nullopt : read_long(field.text);
}

// The value with its documented name in place of a number; the value as it is where it has none.
void put_named(std::string_view column, const Field& field, std::string_view (*name_of)(std::int64_t),
               DocumentedRows& rows) {
  const auto number = number_of(field);
  const std::string_view name = number ? name_of(*number) : std::string_view();
  if (name.empty()) {
    rows.set(column, field, field.name);
  } else {
    rows.fill(column, name);
  }
}

void put_address(std::string_view column, const Field& field, DocumentedRows& rows) {
  const std::string whole = text_of(field);
  const std::string_view address = without_port(whole);
  if (address.size() == whole.size()) {
    rows.set(column, field, field.name);
    return;
  }
  rows.fill(column, address);
  rows.extra(field.name, field);
}

}  // namespace

std::string_view without_port(std::string_view address) {
  if (address.starts_with('[')) {
    const std::size_t close = address.find(']');
    if (close == std::string_view::npos || close == 1) return address;
    const bool whole = close + 1 == address.size() || address[close + 1] == ':' || address[close + 1] == '-';
    return whole ? address.substr(1, close - 1) : address;
  }
  const std::size_t colon = address.find(':');
  if (colon == std::string_view::npos || address.find(':', colon + 1) != std::string_view::npos) return address;
  if (address.find('.') > colon) return address;
  int port = -1;
  const char* const end = address.data() + address.size();
  const auto [stop, error] = std::from_chars(address.data() + colon + 1, end, port);
  return error == std::errc{} && stop == end && port >= 0 && port <= 65'535 ? address.substr(0, colon) : address;
}

bool UnifiedAudit::knows(Record record) const {
  if (has_field(record, "TimeGenerated")) return false;
  if (has_field(record, "AuditData")) return true;
  if (has_field(record, "auditData")) return has_field(record, "auditLogRecordType") || has_field(record, "operation");
  return has_field(record, "CreationTime") && has_field(record, "RecordType") && has_field(record, "Operation") &&
         (has_field(record, "Workload") || has_field(record, "OrganizationId") || has_field(record, "UserKey"));
}

bool UnifiedAudit::put(const ParsedRecord& record, BlockTables& tables) {
  DocumentedRows* const rows = tables.documented("OfficeActivity");
  if (rows == nullptr) return false;
  if (!mapping_) mapping_.emplace(rows->table(), renames);
  members_.forget();
  if (const Field* data = audit_data(record.fields)) {
    const Record event = members_.of(*data);
    put_event(event, *rows);
    put_envelope(record.fields, event, *rows);
  } else {
    put_event(record.fields, *rows);
  }
  rows->fill("OfficeTenantId", rows->text_of("OrganizationId"));
  rows->fill("ClientIP", rows->text_of("Client_IPAddress"));
  rows->fill("ClientIP", rows->text_of("ActorIpAddress"));
  rows->fill("Type", "OfficeActivity");
  rows->end_row(record.number);
  return true;
}

void UnifiedAudit::put_event(Record event, DocumentedRows& rows) {
  // Times are UTC, whatever zone the other evidence is in (schema: CreationTime).
  const auto time = time_in(event, "CreationTime");
  if (time) rows.fill_time(time_column, *time);
  for (const Field& field : event) {
    if (field.is_blank()) continue;
    const std::string_view name = field.name;
    if (name == "CreationTime") {
      if (!time) rows.extra(name, field);
    } else if (name == "RecordType") {
      put_named("RecordType", field, office_record_type, rows);
    } else if (name == "UserType") {
      put_named("UserType", field, office_user_type, rows);
    } else if (name == "LogonType") {
      put_named("Logon_Type", field, office_logon_type, rows);
    } else if (name == "ClientIP") {
      put_address("ClientIP", field, rows);
    } else if (name == "ClientIPAddress") {
      put_address("Client_IPAddress", field, rows);
    } else if (name == "ActorIpAddress") {
      put_address("ActorIpAddress", field, rows);
    } else {
      Field utc = field;
      utc.utc = true;
      mapping_->put(utc, rows);
    }
  }
}

void UnifiedAudit::put_envelope(Record envelope, Record event, DocumentedRows& rows) {
  for (const std::string_view name : {"CreationDate", "createdDateTime"}) {
    const Field* field = find_field(envelope, name);
    if (field == nullptr || field->is_blank()) continue;
    const auto time = time_in(envelope, name);
    if (time) rows.fill_time(time_column, *time);
    if (!time || time != time_in(event, "CreationTime")) rows.extra(name, *field);
  }
  for (const Field& field : envelope) {
    if (field.is_blank() || field.name == "CreationDate" || field.name == "createdDateTime") continue;
    if (&field == audit_data(envelope)) {
      // Cut off, as spreadsheets do at 32,767 characters: it stays as it is.
      if (event.empty()) rows.extra(field.name, field);
      continue;
    }
    const EnvelopeField* known = nullptr;
    for (const EnvelopeField& candidate : envelope_fields) {
      if (candidate.name == field.name) known = &candidate;
    }
    if (known == nullptr) {
      rows.extra(field.name, field);
      continue;
    }
    const Field* member = find_field(event, known->member);
    if (member == nullptr) {
      rows.set(known->column, field, field.name);
    } else if (const std::string text = text_of(field);
               text != text_of(*member) && text != rows.text_of(known->column)) {
      rows.extra(field.name, field);
    }
  }
}

Source unified_audit_source() {
  return {"office365_audit", "the unified audit log of Office 365",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<UnifiedAudit>(); }};
}

}  // namespace huntbook::ingest
