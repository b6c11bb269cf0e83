#include "ingest/alerts/security_alerts.hpp"

#include <array>

#include "base/ascii.hpp"
#include "ingest/alerts/entities.hpp"
#include "ingest/record/field_values.hpp"

namespace huntbook::ingest {

namespace {

// Graph's alert (version 2), then what its first version and Defender's own interface call the same.
constexpr std::array graph_renames = {
    Rename{"alertId", "SystemAlertId"},
    Rename{"alertWebUrl", "AlertLink"},
    Rename{"category", ""},
    Rename{"description", "Description"},
    Rename{"eventDateTime", "StartTime"},
    Rename{"firstActivity", "StartTime"},
    Rename{"firstActivityDateTime", "StartTime"},
    Rename{"firstEventTime", "StartTime"},
    Rename{"id", "SystemAlertId"},
    Rename{"lastActivity", "EndTime"},
    Rename{"lastActivityDateTime", "EndTime"},
    Rename{"lastEventDateTime", "EndTime"},
    Rename{"lastEventTime", "EndTime"},
    Rename{"mitreTechniques", "Techniques"},
    Rename{"productName", "ProductName"},
    Rename{"providerAlertId", "VendorOriginalId"},
    Rename{"recommendedAction", "RemediationSteps"},
    Rename{"recommendedActions", "RemediationSteps"},
    Rename{"tenantId", ""},
    Rename{"threatFamilyName", ""},
    Rename{"title", "DisplayName"},
    Rename{"status", ""},
};

constexpr std::array export_renames = {
    Rename{"AlertDisplayName", "DisplayName"},     Rename{"EndTimeUtc", "EndTime"},
    Rename{"ProviderAlertId", "VendorOriginalId"}, Rename{"Severity", "AlertSeverity"},
    Rename{"StartTimeUtc", "StartTime"},
};

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

bool is_export(Record record) {
  return has_field(record, "SystemAlertId") && has_field(record, "ProviderName") && has_field(record, "TimeGenerated");
}

bool is_graph(Record record) {
  return has_field(record, "title") && has_field(record, "severity") &&
         (has_field(record, "evidence") || has_field(record, "providerAlertId") ||
          has_field(record, "vendorInformation") || has_field(record, "alertCreationTime") ||
          (has_field(record, "alertId") && has_field(record, "entities")));
}

}  // namespace

bool SecurityAlerts::knows(Record record) const {
  return is_export(record) || is_graph(record);
}

bool SecurityAlerts::put(const ParsedRecord& record, BlockTables& tables) {
  DocumentedRows* const rows = tables.documented("SecurityAlert");
  if (rows == nullptr) return false;
  if (!graph_) {
    graph_.emplace(rows->table(), graph_renames);
    export_.emplace(rows->table(), export_renames);
  }
  members_.forget();
  if (is_export(record.fields)) {
    put_export(record.fields, *rows);
  } else {
    put_graph(record.fields, *rows);
  }
  rows->fill("AlertName", rows->text_of("DisplayName"));
  rows->fill("DisplayName", rows->text_of("AlertName"));
  rows->fill("Type", "SecurityAlert");
  rows->end_row(record.number);
  return true;
}

void SecurityAlerts::put_export(Record record, DocumentedRows& rows) {
  for (const Field& field : record) export_->put_rest(field, rows);
}

void SecurityAlerts::put_graph(Record record, DocumentedRows& rows) {
  // As Sentinel has it: when the alert came to be.
  for (const std::string_view name : {"createdDateTime", "alertCreationTime", "creationTime"}) {
    if (const auto time = time_in(record, name)) rows.fill_time(time_column, *time);
  }
  for (const Field& field : record) {
    if (field.is_blank()) continue;
    if (field.name == "severity") {
      rows.fill("AlertSeverity", capitalised(text_of(field)));
    } else if (field.name == "status") {
      const std::string status = text_of(field);
      rows.fill("Status", status == "new" ? "New" : status == "inProgress" ? "InProgress" : capitalised(status));
    } else if (field.name == "evidence" || field.name == "entities") {
      rows.fill("Entities", entities_of(field, members_));
      rows.extra(field.name, field);
    } else if (field.name == "vendorInformation" && field.kind == FieldKind::Nested) {
      const Record vendor = members_.of(field);
      rows.fill("ProviderName", text_in(vendor, "provider"));
      rows.fill("VendorName", text_in(vendor, "vendor"));
      rows.extra(field.name, field);
    } else if (field.name == "serviceSource") {
      rows.fill("ProviderName", text_of(field));
      rows.extra(field.name, field);
    } else if (field.name == "category") {
      rows.fill("Tactics", text_of(field));
      rows.extra(field.name, field);
    } else if (field.name == "createdDateTime" || field.name == "alertCreationTime" || field.name == "creationTime") {
      if (!time_of(field)) rows.extra(field.name, field);
    } else {
      graph_->put_rest(field, rows);
    }
  }
  rows.fill("VendorName", "Microsoft");
  rows.fill("IsIncident", "false");
}

Source alerts_source() {
  return {"security_alerts", "security alerts",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<SecurityAlerts>(); }};
}

}  // namespace huntbook::ingest
