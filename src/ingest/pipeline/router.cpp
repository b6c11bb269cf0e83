#include "ingest/pipeline/router.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <memory>

#include "ingest/pipeline/normalisers.hpp"
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

std::size_t hash_of_names(Record record) {
  std::size_t hash = record.size();
  for (const Field& field : record) hash = hash * 1'099'511'628'211U ^ std::hash<std::string_view>{}(field.name);
  return hash;
}

void put_documented(DocumentedRows& rows, Record record, std::uint64_t number) {
  for (const Field& field : record) rows.set(field);
  // Hunting tables carry their time under two names; an export has one of them, and the query time goes by the first.
  copy_time(record, "Timestamp", time_column, rows);
  copy_time(record, time_column, "Timestamp", rows);
  if (rows.table().name == "SecurityEvent") complete_security_event(record, rows);
  rows.fill("Type", rows.table().name);
  rows.end_row(number);
}

void put_named(std::string_view table, Record record, std::uint64_t number, BlockTables& tables) {
  if (DocumentedRows* rows = tables.documented(table)) {
    put_documented(*rows, record, number);
  } else {
    tables.own(table).add(record, number);
  }
}

}  // namespace

Router::Router(const Routing& routing) : routing_(routing) {
  for (const Source& source : sources()) normalisers_.push_back(source.make());
}

const DocumentedTable* Router::by_columns(Record record) const {
  constexpr std::size_t least_columns = 8;
  constexpr double least_share = 0.75;
  if (record.size() < least_columns) return nullptr;
  double best = 0;
  const DocumentedTable* found = nullptr;
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
      found = &table;
    }
  }
  return found;
}

const Router::Shape& Router::shape_of(Record record) {
  const auto [known, is_new] = shapes_.try_emplace(hash_of_names(record));
  if (is_new) {
    for (const auto& normaliser : normalisers_) {
      if (normaliser->knows(record)) known->second.normalisers.push_back(normaliser.get());
    }
    known->second.table = by_columns(record);
  }
  return known->second;
}

Normaliser* Router::normaliser_of(std::string_view source) const {
  for (std::size_t i = 0; i < normalisers_.size(); ++i) {
    if (sources()[i].name == source) return normalisers_[i].get();
  }
  return nullptr;
}

RoutedBlock Router::route(const Block& block, const ParsedBlock& parsed) {
  BlockTables tables(routing_.documented, routing_.zone);
  Normaliser* const of_reader = parsed.source.empty() ? nullptr : normaliser_of(parsed.source);
  RoutedBlock routed;
  std::optional<std::size_t> last_raw;
  for (const ParsedBlock::Entry& entry : parsed.records) {
    ParsedRecord record{parsed.record(entry), block.records[entry.raw].number, entry.data_count};
    if (last_raw != entry.raw) ++routed.records;
    last_raw = entry.raw;
    if (routing_.fixed) {
      put_named(routing_.table, record.fields, record.number, tables);
      continue;
    }
    if (of_reader != nullptr) {
      record.of_reader = true;
      if (of_reader->put(record, tables)) continue;
      record.of_reader = false;
    }
    const Shape& shape = shape_of(record.fields);
    if (std::ranges::any_of(shape.normalisers, [&](Normaliser* source) { return source->put(record, tables); }))
      continue;
    if (const std::string_view name = named_table(record.fields); !name.empty()) {
      put_named(name, record.fields, record.number, tables);
    } else if (shape.table != nullptr) {
      put_documented(*tables.documented(shape.table->name), record.fields, record.number);
    } else {
      tables.own(routing_.table).add(record.fields, record.number);
    }
  }
  routed.zones = tables.zones();
  routed.tables = tables.finish(routing_.known);
  return routed;
}

}  // namespace huntbook::ingest
