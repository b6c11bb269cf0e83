#include "ingest/pipeline/router.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <memory>

#include "ingest/record/json_text.hpp"
#include "ingest/winevents/security_event.hpp"

namespace huntbook::ingest {

namespace {

// Tables of Microsoft Sentinel and Defender that exports name under Type. Other values of that column are data: the
// type of an object, an alert or an entity.
constexpr std::array known_tables = std::to_array<std::string_view>({
    "AADManagedIdentitySignInLogs",
    "AADNonInteractiveUserSignInLogs",
    "AADServicePrincipalSignInLogs",
    "AWSCloudTrail",
    "AlertEvidence",
    "AlertInfo",
    "AuditLogs",
    "AzureActivity",
    "AzureDiagnostics",
    "AzureNetworkAnalytics_CL",
    "CloudAppEvents",
    "CommonSecurityLog",
    "DeviceEvents",
    "DeviceFileEvents",
    "DeviceImageLoadEvents",
    "DeviceInfo",
    "DeviceLogonEvents",
    "DeviceNetworkEvents",
    "DeviceNetworkInfo",
    "DeviceProcessEvents",
    "DeviceRegistryEvents",
    "DnsEvents",
    "EmailEvents",
    "Event",
    "Heartbeat",
    "IdentityDirectoryEvents",
    "IdentityLogonEvents",
    "IdentityQueryEvents",
    "OfficeActivity",
    "SecurityAlert",
    "SecurityEvent",
    "SecurityIncident",
    "SigninLogs",
    "Syslog",
    "ThreatIntelIndicators",
    "ThreatIntelligenceIndicator",
    "VMConnection",
    "W3CIISLog",
    "WindowsEvent",
    "WindowsFirewall",
});
static_assert(std::ranges::is_sorted(known_tables));

bool is_table_name(std::string_view name) {
  return std::ranges::binary_search(known_tables, name) || name.ends_with("_CL");
}

// The table that a Log Analytics export names in its column Type.
std::string_view named_table(Record record) {
  const Field* type = find_field(record, "Type");
  if (type == nullptr || !type->is_text() || type->escaped || !is_table_name(type->text)) return {};
  if (find_field(record, "TimeGenerated") == nullptr) return {};
  if (find_field(record, "TenantId") == nullptr && find_field(record, "SourceSystem") == nullptr &&
      find_field(record, "_ResourceId") == nullptr) {
    return {};
  }
  return type->text;
}

// Gives `to` the time that the record has under `from`, where the table has both columns and only that one is filled.
void copy_time(Record record, std::string_view from, std::string_view to, DocumentedRows& rows) {
  if (!rows.has_column(to) || rows.filled(to) || !rows.filled(from)) return;
  if (const Field* field = find_field(record, from)) rows.set(to, *field, from);
}

std::size_t shape_of(Record record) {
  std::size_t hash = record.size();
  for (const Field& field : record) hash = hash * 1'099'511'628'211U ^ std::hash<std::string_view>{}(field.name);
  return hash;
}

}  // namespace

const DocumentedTable* Router::by_columns(Record record) {
  constexpr std::size_t least_columns = 8;
  constexpr double least_share = 0.75;
  if (record.size() < least_columns) return nullptr;
  const auto [shape, is_new] = shapes_.try_emplace(shape_of(record), nullptr);
  if (!is_new) return shape->second;
  double best = 0;
  for (const std::string& name : routing_.documented.names()) {
    const DocumentedTable& table = *routing_.documented.find(name);
    const double share = table.share_of(record);
    if (share < least_share || share * static_cast<double>(record.size()) < static_cast<double>(least_columns))
      continue;
    const bool of_events = table.name == "SecurityEvent" || table.name == "WindowsEvent";
    if (of_events && find_field(record, "EventID") == nullptr) continue;
    if (find_field(record, time_column) == nullptr && find_field(record, "Timestamp") == nullptr) continue;
    if (share > best) {
      best = share;
      shape->second = &table;
    }
  }
  return shape->second;
}

RoutedBlock Router::route(const Block& block, const ParsedBlock& parsed) {
  std::vector<std::unique_ptr<DocumentedRows>> documented_rows;
  std::vector<std::unique_ptr<OwnRows>> own_rows;
  std::map<std::string, DocumentedRows*, std::less<>> documented_by_name;
  std::map<std::string, OwnRows*, std::less<>> own_by_name;
  const Ticks zone = routing_.zone.value_or(0);

  const auto rows_of = [&](const DocumentedTable& table) -> DocumentedRows& {
    DocumentedRows*& rows = documented_by_name[table.name];
    if (rows == nullptr) {
      rows = documented_rows.emplace_back(std::make_unique<DocumentedRows>(table, zone)).get();
    }
    return *rows;
  };
  const auto put_documented = [&](const DocumentedTable& table, Record record, std::uint64_t number) {
    DocumentedRows& rows = rows_of(table);
    for (const Field& field : record) rows.set(field);
    // Hunting tables carry their time under two names; an export has one of them, and the query time goes by the first.
    copy_time(record, "Timestamp", time_column, rows);
    copy_time(record, time_column, "Timestamp", rows);
    if (table.name == "SecurityEvent") complete_security_event(record, rows);
    rows.fill("Type", table.name);
    rows.end_row(number);
  };
  const auto put_own = [&](std::string_view name, Record record, std::uint64_t number) {
    const auto found = own_by_name.find(name);
    OwnRows* rows = found == own_by_name.end() ? nullptr : found->second;
    if (rows == nullptr) {
      rows = own_rows.emplace_back(std::make_unique<OwnRows>(std::string(name))).get();
      own_by_name.emplace(name, rows);
    }
    rows->add(record, number);
  };

  const DocumentedTable* const fixed = routing_.fixed ? routing_.documented.find(routing_.table) : nullptr;
  const DocumentedTable* const security = routing_.documented.find("SecurityEvent");
  const DocumentedTable* const windows = routing_.documented.find("WindowsEvent");
  WindowsEvents events(security != nullptr ? &rows_of(*security) : nullptr,
                       windows != nullptr ? &rows_of(*windows) : nullptr, routing_.zone);

  for (const ParsedBlock::Entry& entry : parsed.records) {
    const Record record = parsed.record(entry);
    const std::uint64_t number = block.records[entry.raw].number;
    if (routing_.fixed) {
      if (fixed != nullptr) {
        put_documented(*fixed, record, number);
      } else {
        put_own(routing_.table, record, number);
      }
      continue;
    }
    if (parsed.of_event_log) {
      const std::size_t system = record.size() - entry.data_count;
      if (events.take(record.first(system), record.subspan(system), number)) continue;
    }
    if (events.take(record, number)) continue;
    if (const std::string_view name = named_table(record); !name.empty()) {
      if (const DocumentedTable* table = routing_.documented.find(name)) {
        put_documented(*table, record, number);
      } else {
        put_own(name, record, number);
      }
      continue;
    }
    if (const DocumentedTable* table = by_columns(record)) {
      put_documented(*table, record, number);
    } else {
      put_own(routing_.table, record, number);
    }
  }

  RoutedBlock routed;
  routed.zones = events.zone_findings();
  for (const auto& rows : documented_rows) {
    if (!rows->empty()) routed.tables.push_back(rows->finish());
  }
  const KnownTypes none;
  for (const auto& [name, rows] : own_by_name) {
    const auto known = routing_.known.find(name);
    routed.tables.push_back(rows->finish(known == routing_.known.end() ? none : known->second, zone));
  }
  return routed;
}

}  // namespace huntbook::ingest
