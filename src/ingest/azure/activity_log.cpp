#include "ingest/azure/activity_log.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "ingest/azure/resource_id.hpp"
#include "ingest/record/field_values.hpp"

namespace huntbook::ingest {

namespace {

// Those of the activity log; Write, Delete and Action are what event hubs were sent before 2020.
constexpr std::array categories =
    std::to_array<std::string_view>({"Administrative", "Policy", "Security", "ServiceHealth", "Alert", "Recommendation",
                                     "Autoscale", "ResourceHealth", "Write", "Delete", "Action"});

constexpr std::array diagnostics_renames = {
    Rename{"category", "CategoryValue"},
    Rename{"operationName", "OperationNameValue"},
    Rename{"resultSignature", "ActivitySubstatusValue"},
    Rename{"resultType", "ActivityStatusValue"},
    Rename{"tenantId", ""},
};

constexpr std::array rest_renames = {
    Rename{"id", ""},
    Rename{"submissionTimestamp", "EventSubmissionTimestamp"},
    Rename{"resourceGroupName", "ResourceGroup"},
    Rename{"tenantId", ""},
};

// Pairs of a value and its text for people, and the columns of both.
struct Localised {
  std::string_view field;
  std::string_view value_column;
  std::string_view text_column;
};
constexpr std::array localised = {
    Localised{"operationName", "OperationNameValue", "OperationName"},
    Localised{"status", "ActivityStatusValue", "ActivityStatus"},
    Localised{"subStatus", "ActivitySubstatusValue", "ActivitySubstatus"},
    Localised{"category", "CategoryValue", "Category"},
    Localised{"resourceProviderName", "ResourceProviderValue", "ResourceProvider"},
};

constexpr std::string_view upn_claim = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn";
constexpr std::string_view name_claim = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name";

}  // namespace

bool ActivityLog::knows(Record record) const {
  return is_of_diagnostics(record) ||
         (has_field(record, "eventTimestamp") && has_field(record, "operationName") &&
          has_field(record, "correlationId") && (has_field(record, "eventDataId") || has_field(record, "caller")));
}

bool ActivityLog::is_of_diagnostics(Record record) const {
  return has_field(record, "time") && has_field(record, "operationName") && has_field(record, "category") &&
         has_field(record, "resourceId");
}

bool ActivityLog::put(const ParsedRecord& record, BlockTables& tables) {
  const Record fields = record.fields;
  const bool diagnostics = is_of_diagnostics(fields);
  if (diagnostics) {
    const std::string category = text_in(fields, "category");
    const bool known = std::ranges::any_of(categories, [&](auto name) { return equal_ignoring_case(name, category); });
    if (!known || !(has_field(fields, "identity") || has_field(fields, "resultType"))) return false;
  }
  DocumentedRows* const rows = tables.documented("AzureActivity");
  if (rows == nullptr) return false;
  if (!rest_) {
    diagnostics_.emplace(rows->table(), diagnostics_renames);
    rest_.emplace(rows->table(), rest_renames);
  }
  members_.forget();
  const std::string_view time_name = diagnostics ? "time" : "eventTimestamp";
  if (const auto time = time_in(fields, time_name)) {
    rows->fill_time(time_column, *time);
  } else {
    rows->extra(time_name, *find_field(fields, time_name));
  }
  for (const Field& field : fields) {
    if (field.name != time_name && !field.is_blank()) put_field(field, diagnostics, *rows);
  }
  const std::string id = text_in(fields, "resourceId");
  const ResourceId parts = parse_resource_id(id);
  rows->fill("SubscriptionId", parts.subscription);
  rows->fill("ResourceGroup", parts.group);
  rows->fill("ResourceProviderValue", parts.provider);
  rows->fill("Resource", parts.name);
  rows->fill("_ResourceId", ascii_lower(id));
  rows->fill("Type", "AzureActivity");
  rows->end_row(record.number);
  return true;
}

void ActivityLog::put_field(const Field& field, bool of_diagnostics, DocumentedRows& rows) {
  if (field.name == "properties") return put_both("Properties", field, rows);
  if (of_diagnostics) {
    if (field.name == "identity") return put_identity(field, rows);
    return diagnostics_->put(field, rows);
  }
  if (field.name == "authorization") return put_both("Authorization", field, rows);
  if (field.name == "claims") return put_both("Claims", field, rows);
  if (field.name == "httpRequest") {
    for (const Field& member : members_.of(field)) {
      if (member.name == "clientIpAddress") rows.fill("CallerIpAddress", text_of(member));
    }
    return rows.set("HTTPRequest", field, field.name);
  }
  for (const Localised& pair : localised) {
    if (field.name != pair.field || field.kind != FieldKind::Nested) continue;
    const Record names = members_.of(field);
    rows.fill(pair.value_column, text_in(names, "value"));
    rows.fill(pair.text_column, text_in(names, "localizedValue"));
    return;
  }
  rest_->put(field, rows);
}

void ActivityLog::put_identity(const Field& identity, DocumentedRows& rows) {
  const Record members = members_.of(identity);
  if (members.empty()) return rows.extra(identity.name, identity);
  for (const Field& member : members) {
    if (member.is_blank()) continue;
    if (member.name == "authorization") {
      put_both("Authorization", member, rows);
    } else if (member.name == "claims") {
      put_both("Claims", member, rows);
      const Record claims = members_.of(member);
      for (const std::string_view name : {upn_claim, name_claim, std::string_view("appid")}) {
        rows.fill("Caller", text_in(claims, name));
      }
    } else {
      rows.extra(member.name, member);
    }
  }
}

// AzureActivity has these as text, and as a bag under the name with _d.
void ActivityLog::put_both(std::string_view column, const Field& field, DocumentedRows& rows) {
  rows.set(column, field, field.name);
  if (field.kind == FieldKind::Nested) rows.fill_dynamic(std::string(column) + "_d", field.text);
}

Source activity_log_source() {
  return {"azure_activity", "Azure's activity log",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<ActivityLog>(); }};
}

}  // namespace huntbook::ingest
