#include "ingest/entra/portal_audits.hpp"

#include <array>

#include "ingest/record/field_values.hpp"
#include "ingest/record/json_text.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::array renames = {
    Rename{"Activity", "ActivityDisplayName"},
    Rename{"Service", "LoggedByService"},
};

// Members of objects that Graph has where the CSV has columns.
struct Part {
  std::string_view member;
  std::string_view column;
};
constexpr std::array user_parts = {
    Part{"id", "ActorObjectId"},
    Part{"displayName", "ActorDisplayName"},
    Part{"userPrincipalName", "ActorUserPrincipalName"},
    Part{"ipAddress", "IPAddress"},
    Part{"homeTenantId", "ActorHomeTenantId"},
    Part{"homeTenantName", "ActorHomeTenantName"},
};
constexpr std::array app_parts = {
    Part{"displayName", "ActorDisplayName"},
    Part{"servicePrincipalId", "ActorServicePrincipalId"},
    Part{"servicePrincipalName", "ActorServicePrincipalName"},
};
// Behind Target1, Target2, ...
constexpr std::array target_parts = {
    Part{"type", "Type"},
    Part{"displayName", "DisplayName"},
    Part{"id", "ObjectId"},
    Part{"userPrincipalName", "UserPrincipalName"},
};
// Behind Target1ModifiedProperty1, ...
constexpr std::array change_parts = {
    Part{"displayName", "Name"},
    Part{"oldValue", "OldValue"},
    Part{"newValue", "NewValue"},
};
constexpr std::array detail_parts = {
    Part{"key", "Key"},
    Part{"value", "Value"},
};
// The admin centre writes three of each, and five changes.
constexpr int most_parts = 20;

// An object of the columns that have a value; empty where none has.
template <std::size_t size>
std::string object_of(Record record, const std::string& before, const std::array<Part, size>& parts) {
  std::string json = "{";
  for (const Part& part : parts) {
    const Field* field = find_field(record, before + std::string(part.column));
    if (field != nullptr && !field->is_blank()) append_member(json, part.member, *field);
  }
  return json.size() > 1 ? json + "}" : std::string();
}

void add_element(std::string& list, const std::string& object) {
  if (object.empty()) return;
  list += list.size() > 1 ? "," : "";
  list += object;
}

std::string changes_of(Record record, const std::string& target) {
  std::string list = "[";
  for (int i = 1; i <= most_parts; ++i) {
    add_element(list, object_of(record, target + "ModifiedProperty" + std::to_string(i), change_parts));
  }
  return list + "]";
}

std::string targets_of(Record record) {
  std::string list = "[";
  for (int i = 1; i <= most_parts; ++i) {
    const std::string before = "Target" + std::to_string(i);
    std::string target = object_of(record, before, target_parts);
    if (target.empty()) continue;
    target.pop_back();
    add_element(list, target + ",\"modifiedProperties\":" + changes_of(record, before) + "}");
  }
  return list.size() > 1 ? list + "]" : std::string();
}

std::string details_of(Record record) {
  std::string list = "[";
  for (int i = 1; i <= most_parts; ++i) {
    add_element(list, object_of(record, "AdditionalDetail" + std::to_string(i), detail_parts));
  }
  return list.size() > 1 ? list + "]" : std::string();
}

bool is_put_together(std::string_view column) {
  return column.starts_with("Actor") || column.starts_with("Target") || column.starts_with("AdditionalDetail") ||
         column == "IPAddress";
}

}  // namespace

bool PortalAudits::knows(Record record) const {
  return has_field(record, "Date (UTC)") && has_field(record, "Activity") && has_field(record, "Service") &&
         has_field(record, "ActorType");
}

bool PortalAudits::put(const ParsedRecord& record, BlockTables& tables) {
  DocumentedRows* const rows = tables.documented("AuditLogs");
  if (rows == nullptr) return false;
  if (!mapping_) mapping_.emplace(rows->table(), renames);
  const Record fields = record.fields;
  const auto time = time_in(fields, "Date (UTC)");
  if (time) {
    rows->fill_time(time_column, *time);
    rows->fill_time("ActivityDateTime", *time);
  }
  for (const Field& field : fields) {
    if (is_put_together(field.name) ? field.name != "ActorType" : (field.name == "Date (UTC)" && time)) continue;
    mapping_->put(field, *rows);
  }
  const bool by_app = text_in(fields, "ActorType") == "Application";
  const std::string who = by_app ? object_of(fields, {}, app_parts) : object_of(fields, {}, user_parts);
  if (!who.empty()) rows->fill_dynamic("InitiatedBy", (by_app ? "{\"app\":" : "{\"user\":") + who + "}");
  rows->fill_dynamic("TargetResources", targets_of(fields));
  rows->fill_dynamic("AdditionalDetails", details_of(fields));
  rows->fill("OperationName", rows->text_of("ActivityDisplayName"));
  rows->fill("Identity", text_in(fields, "ActorDisplayName"));
  rows->fill("Identity", text_in(fields, "ActorUserPrincipalName"));
  rows->fill("Type", "AuditLogs");
  rows->end_row(record.number);
  return true;
}

Source portal_audits_source() {
  return {"entra_portal_audits", "directory audits exported from the Entra admin centre",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<PortalAudits>(); }};
}

}  // namespace huntbook::ingest
