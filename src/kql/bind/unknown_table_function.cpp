#include "kql/bind/unknown_table_function.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/ascii.hpp"

namespace huntbook::kql::bind {

namespace {

// Schemas of the Advanced Security Information Model and the tables that hold their rows (Azure Monitor's table
// reference, ASim*). A longer name stands before one that it begins with.
struct NormalisedSchema {
  std::string_view name;  // in lower case
  std::string_view table;
  std::string_view view = {};  // the function that comes with the program and makes the like of other tables
};
constexpr NormalisedSchema schemas[] = {
    {"authentication", "ASimAuthenticationEventLogs", "_Im_Authentication"},
    {"agentevent", "ASimAgentEventLogs"},
    {"alertevent", "ASimAlertEventLogs"},
    {"assetentity", "ASimAssetEntityLogs"},
    {"auditevent", "ASimAuditEventLogs", "_Im_AuditEvent"},
    {"dhcpevent", "ASimDhcpEventLogs"},
    {"dns", "ASimDnsActivityLogs", "_Im_Dns"},
    {"fileevent", "ASimFileEventLogs", "_Im_FileEvent"},
    {"networksession", "ASimNetworkSessionLogs", "_Im_NetworkSession"},
    {"process", "ASimProcessEventLogs", "_Im_ProcessCreate"},
    {"registry", "ASimRegistryEventLogs", "_Im_RegistryEvent"},
    {"usermanagement", "ASimUserManagementActivityLogs"},
    {"websession", "ASimWebSessionLogs"},
};

// _Im_Dns, _ASim_Dns_Source, imDns, vimDnsSource, ASimDns: the schema; null for other names.
const NormalisedSchema* normalised_schema(std::string_view name) {
  std::string rest = ascii_lower(name);
  if (rest.starts_with('_')) rest.erase(0, 1);
  std::size_t prefix = 0;
  for (std::string_view start : {"asim", "vim", "im"}) {
    if (prefix == 0 && rest.starts_with(start)) prefix = start.size();
  }
  if (prefix == 0) return nullptr;
  rest.erase(0, prefix);
  if (rest.starts_with('_')) rest.erase(0, 1);
  for (const NormalisedSchema& schema : schemas) {
    if (rest.starts_with(schema.name)) return &schema;
  }
  return nullptr;
}

}  // namespace

std::nullptr_t unknown_table_function(Context& context, std::string_view name, diag::Span span) {
  if (const NormalisedSchema* schema = normalised_schema(name))
    return context.error("HB002", span,
                         fmt::format("The normalised view '{}' (ASIM) is known, but not one of ours.", name),
                         schema->view.empty() || schema->view == name
                             ? fmt::format("query the table {}, or the table of the log itself", schema->table)
                             : fmt::format("{} has the same columns for every source", schema->view));
  if (context.functions.find(FunctionKind::Scalar, name) != nullptr)
    return context.error("KS211", span, fmt::format("The function '{}' gives a value, but a table is expected.", name),
                         fmt::format("print {}(...) shows it", name));
  std::vector<std::string> candidates{"materialize", "table"};
  for (const Environment* let = context.environment.get(); let != nullptr; let = let->outer.get()) {
    if (std::holds_alternative<LetFunction>(let->value)) candidates.push_back(let->name);
  }
  const std::string nearest = diag::nearest_name(name, candidates);
  return context.error("KS211", span, fmt::format("There is no function '{}' that gives a table.", name),
                       nearest.empty() ? "" : fmt::format("did you mean '{}'?", nearest));
}

}  // namespace huntbook::kql::bind
