#include "ingest/entra/entra_logs.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "ingest/record/field_values.hpp"

namespace huntbook::ingest {

namespace {

struct Category {
  std::string_view name;  // as diagnostic settings have it
  std::string_view table;
};
constexpr std::array categories = {
    Category{"SignInLogs", "SigninLogs"},
    Category{"NonInteractiveUserSignInLogs", "AADNonInteractiveUserSignInLogs"},
    Category{"ServicePrincipalSignInLogs", "AADServicePrincipalSignInLogs"},
    Category{"ManagedIdentitySignInLogs", "AADManagedIdentitySignInLogs"},
    Category{"ADFSSignInLogs", "ADFSSignInLogs"},
    Category{"AuditLogs", "AuditLogs"},
    Category{"ProvisioningLogs", "AADProvisioningLogs"},
    Category{"RiskyUsers", "AADRiskyUsers"},
    Category{"UserRiskEvents", "AADUserRiskEvents"},
    Category{"RiskyServicePrincipals", "AADRiskyServicePrincipals"},
    Category{"ServicePrincipalRiskEvents", "AADServicePrincipalRiskEvents"},
    Category{"MicrosoftGraphActivityLogs", "MicrosoftGraphActivityLogs"},
};

constexpr std::array envelope_renames = {
    Rename{"callerIpAddress", "IPAddress"},
    Rename{"properties", ""},
    Rename{"tenantId", "AADTenantId"},
};

constexpr std::array property_renames = {
    Rename{"appliedConditionalAccessPolicies", "ConditionalAccessPolicies"},
    Rename{"ipAddress", "IPAddress"},
    Rename{"ipAddressFromResourceProvider", "IPAddressFromResourceProvider"},
    Rename{"location", "LocationDetails"},
    Rename{"operationType", "AADOperationType"},
    Rename{"processingTimeInMs", "ProcessingTimeInMilliseconds"},
    Rename{"resourceId", "ResourceIdentity"},
    Rename{"riskEventTypes_v2", "RiskEventTypes_V2"},
    // Of Graph's objects; the table's columns of these names are Sentinel's own.
    Rename{"resource", ""},
    Rename{"tenantId", ""},
    Rename{"type", ""},
};

bool is_signin(std::string_view table) {
  return table == "SigninLogs" || table.ends_with("SignInLogs");
}

std::string_view table_of_category(std::string_view name) {
  const auto found =
      std::ranges::find_if(categories, [name](const Category& known) { return equal_ignoring_case(known.name, name); });
  return found != categories.end() ? found->table : std::string_view();
}

std::string_view category_of_table(std::string_view table) {
  const auto found = std::ranges::find(categories, table, &Category::table);
  return found != categories.end() ? found->name : std::string_view();
}

bool is_of_diagnostics(Record record) {
  return has_field(record, "time") && has_field(record, "category") && has_field(record, "properties");
}

bool is_graph_signin(Record record) {
  return has_field(record, "createdDateTime") && has_field(record, "appDisplayName") && has_field(record, "status") &&
         has_field(record, "ipAddress");
}

bool is_graph_audit(Record record) {
  return has_field(record, "activityDateTime") && has_field(record, "activityDisplayName") &&
         (has_field(record, "initiatedBy") || has_field(record, "targetResources"));
}

}  // namespace

bool EntraLogs::knows(Record record) const {
  return is_of_diagnostics(record) || is_graph_signin(record) || is_graph_audit(record);
}

std::string_view EntraLogs::table_of(Record record) {
  if (is_of_diagnostics(record)) return table_of_category(text_in(record, "category"));
  if (is_graph_audit(record)) return "AuditLogs";
  // Of Graph: what kind of sign-in it is.
  if (const Field* kinds = find_field(record, "signInEventTypes")) {
    if (kinds->text.find("managedIdentity") != std::string_view::npos) return "AADManagedIdentitySignInLogs";
    if (kinds->text.find("servicePrincipal") != std::string_view::npos) return "AADServicePrincipalSignInLogs";
    if (kinds->text.find("nonInteractiveUser") != std::string_view::npos) return "AADNonInteractiveUserSignInLogs";
  }
  return text_in(record, "isInteractive") == "false" ? "AADNonInteractiveUserSignInLogs" : "SigninLogs";
}

EntraLogs::Mappings& EntraLogs::mappings_of(const DocumentedTable& table) {
  const auto found = mappings_.find(table.name);
  if (found != mappings_.end()) return found->second;
  return mappings_
      .emplace(table.name, Mappings{ColumnMapping(table, envelope_renames), ColumnMapping(table, property_renames)})
      .first->second;
}

bool EntraLogs::put(const ParsedRecord& record, BlockTables& tables) {
  const Record fields = record.fields;
  const std::string_view table = table_of(fields);
  if (table.empty()) return false;
  DocumentedRows* const rows = tables.documented(table);
  if (rows == nullptr) return false;
  Mappings& mappings = mappings_of(rows->table());
  members_.forget();
  if (is_of_diagnostics(fields)) {
    const Record properties = members_.of(*find_field(fields, "properties"));
    // The event's own time; the envelope's is when it was written.
    auto time = time_in(properties, "createdDateTime");
    if (!time) time = time_in(properties, "activityDateTime");
    if (time) rows->fill_time(time_column, *time);
    const auto written = time_in(fields, "time");
    if (written) rows->fill_time(time_column, *written);
    for (const Field& field : fields) {
      if (field.is_blank()) continue;
      if (field.name == "time") {
        if (!written || (time && *time != *written)) rows->extra(field.name, field);
      } else if (field.name == "properties" ? properties.empty() : true) {
        mappings.envelope.put(field, *rows);
      }
    }
    put_properties(properties, mappings.properties, *rows);
  } else {
    for (const std::string_view name : {"createdDateTime", "activityDateTime"}) {
      if (const auto time = time_in(fields, name)) rows->fill_time(time_column, *time);
    }
    put_properties(fields, mappings.properties, *rows);
    rows->fill("Category", category_of_table(table));
  }
  if (is_signin(table)) {
    rows->fill("OperationName", "Sign-in activity");
    rows->fill("Identity", rows->text_of("UserDisplayName"));
  } else {
    rows->fill("OperationName", rows->text_of("ActivityDisplayName"));
  }
  const std::string id = text_in(fields, "resourceId");
  if (const std::size_t provider = id.rfind("/providers/"); provider != std::string::npos) {
    for (const std::string_view column : {"Resource", "ResourceGroup"}) rows->fill(column, id.substr(provider + 11));
  }
  rows->fill("Type", table);
  rows->end_row(record.number);
  return true;
}

void EntraLogs::put_properties(Record record, const ColumnMapping& mapping, DocumentedRows& rows) {
  const bool signin = is_signin(rows.table().name);
  for (const Field& field : record) {
    mapping.put_rest(field, rows);
    if (field.kind != FieldKind::Nested) continue;
    if (signin && field.name == "status") put_status(field, rows);
    if (signin && field.name == "location") rows.fill("Location", text_in(members_.of(field), "countryOrRegion"));
    if (field.name == "initiatedBy") put_initiator(field, rows);
  }
}

void EntraLogs::put_status(const Field& status, DocumentedRows& rows) {
  const Record members = members_.of(status);
  rows.fill("ResultType", text_in(members, "errorCode"));
  const std::string reason = text_in(members, "failureReason");
  if (reason != "Other." && reason != "None") rows.fill("ResultDescription", reason);
}

void EntraLogs::put_initiator(const Field& initiator, DocumentedRows& rows) {
  for (const Field& who : members_.of(initiator)) {
    if (who.kind != FieldKind::Nested) continue;
    const Record members = members_.of(who);
    for (const std::string_view name : {"displayName", "userPrincipalName", "servicePrincipalName"}) {
      rows.fill("Identity", text_in(members, name));
    }
  }
}

Source entra_logs_source() {
  return {"entra", "logs of Microsoft Entra ID",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<EntraLogs>(); }};
}

}  // namespace huntbook::ingest
