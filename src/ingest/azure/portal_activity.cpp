#include "ingest/azure/portal_activity.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.hpp"
#include "ingest/azure/resource_id.hpp"
#include "ingest/record/field_values.hpp"

namespace huntbook::ingest {

namespace {

// By names in small letters, since the portal has changed their capitals.
constexpr std::array renames = {
    Rename{"correlation id", "CorrelationId"}, Rename{"event category", "CategoryValue"},
    Rename{"event initiated by", "Caller"},    Rename{"level", "Level"},
    Rename{"operation name", "OperationName"}, Rename{"resource", "_ResourceId"},
    Rename{"resource group", "ResourceGroup"}, Rename{"resource type", ""},
    Rename{"status", "ActivityStatusValue"},   Rename{"subscription", "SubscriptionId"},
};

bool has_name(Record record, std::string_view name) {
  return std::ranges::any_of(record, [name](const Field& field) { return equal_ignoring_case(field.name, name); });
}

}  // namespace

bool PortalActivity::knows(Record record) const {
  return has_name(record, "correlation id") && has_name(record, "operation name") && has_name(record, "time") &&
         has_name(record, "event initiated by");
}

bool PortalActivity::put(const ParsedRecord& record, BlockTables& tables) {
  DocumentedRows* const rows = tables.documented("AzureActivity");
  if (rows == nullptr) return false;
  if (!mapping_) mapping_.emplace(rows->table(), renames);
  for (const Field& field : record.fields) {
    if (field.is_blank()) continue;
    const std::string name = ascii_lower(field.name);
    if (name == "time") {
      rows->set(time_column, field, field.name);
      continue;
    }
    const std::string_view column = mapping_->renamed(name);
    if (column.empty()) {
      rows->extra(field.name, field);
    } else if (column == "_ResourceId") {
      const std::string id = text_of(field);
      const ResourceId parts = parse_resource_id(id);
      rows->fill("Resource", parts.name.empty() ? std::string_view(id) : parts.name);
      rows->fill("ResourceProviderValue", parts.provider);
      if (!parts.name.empty()) rows->fill("_ResourceId", ascii_lower(id));
    } else {
      rows->set(column, field, field.name);
    }
  }
  rows->fill("Type", "AzureActivity");
  rows->end_row(record.number);
  return true;
}

Source portal_activity_source() {
  return {"azure_portal_activity", "Azure's activity log exported from the portal",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<PortalActivity>(); }};
}

}  // namespace huntbook::ingest
