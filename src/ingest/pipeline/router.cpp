#include "ingest/pipeline/router.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <memory>

#include "ingest/pipeline/normalisers.hpp"
#include "ingest/winevents/security_event.hpp"
#include "ingest/winevents/windows_export.hpp"

namespace huntbook::ingest {

namespace {

// Tables of Microsoft Sentinel and Defender that exports name under Type. Other values of that column are data: the
// type of an object, an alert or an entity.
constexpr std::array known_tables = std::to_array<std::string_view>({
    "AADManagedIdentitySignInLogs",
    "AADNonInteractiveUserSignInLogs",
    "AADServicePrincipalSignInLogs",
    "AWSCloudTrail",
    "AWSGuardDuty",
    "AWSVPCFlow",
    "AlertEvidence",
    "AlertInfo",
    "AuditLogs",
    "AzureActivity",
    "AzureDiagnostics",
    "AzureNetworkAnalytics_CL",
    "BehaviorAnalytics",
    "CloudAppEvents",
    "CommonSecurityLog",
    "DeviceEvents",
    "DeviceFileCertificateInfo",
    "DeviceFileEvents",
    "DeviceImageLoadEvents",
    "DeviceInfo",
    "DeviceLogonEvents",
    "DeviceNetworkEvents",
    "DeviceNetworkInfo",
    "DeviceProcessEvents",
    "DeviceRegistryEvents",
    "DnsEvents",
    "EmailAttachmentInfo",
    "EmailEvents",
    "EmailPostDeliveryEvents",
    "EmailUrlInfo",
    "Event",
    "GCPAuditLogs",
    "Heartbeat",
    "IdentityDirectoryEvents",
    "IdentityInfo",
    "IdentityLogonEvents",
    "IdentityQueryEvents",
    "NTANetAnalytics",
    "OfficeActivity",
    "SecurityAlert",
    "SecurityEvent",
    "SecurityIncident",
    "SigninLogs",
    "Syslog",
    "ThreatIntelIndicators",
    "ThreatIntelligenceIndicator",
    "UrlClickEvents",
    "VMConnection",
    "W3CIISLog",
    "WindowsEvent",
    "WindowsFirewall",
});
static_assert(std::ranges::is_sorted(known_tables));

bool is_table_name(std::string_view name) {
  return std::ranges::binary_search(known_tables, name) || name.ends_with("_CL");
}

// Of tables that have the same of a record's columns, the one of the higher rank is meant. DeviceEvents has most
// columns of its neighbours too.
int rank_of(std::string_view name) {
  if (name == "DeviceEvents") return 1;
  return is_table_name(name) ? 2 : 0;
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

// Gives `to` the time that stands under `from`, where the table has both columns and only that one is filled.
void copy_time(std::string_view from, std::string_view to, DocumentedRows& rows) {
  if (const auto time = rows.time_of(from)) rows.fill_time(to, *time);
}

std::size_t hash_of_names(Record record) {
  std::size_t hash = record.size();
  for (const Field& field : record) hash = hash * 1'099'511'628'211U ^ std::hash<std::string_view>{}(field.name);
  return hash;
}

// The documented table whose name the file's begins with, as DeviceProcessEvents_2024_05.
const DocumentedTable* named_like(std::string_view file_table, const DocumentedTables& documented) {
  for (std::size_t size = file_table.size(); size > 0;) {
    if (const DocumentedTable* table = documented.find(file_table.substr(0, size))) return table;
    size = file_table.rfind('_', size - 1);
    if (size == std::string_view::npos) break;
  }
  return nullptr;
}

}  // namespace

Routing routing_of(const DocumentedTables& documented, const std::string& as, std::optional<AssumedZone> zone,
                   const std::string& table, std::string_view path) {
  Routing routing{documented, as, !as.empty(), zone, {}};
  if (!routing.fixed) routing.table = table.empty() ? table_name_from(path) : table;
  return routing;
}

Router::Router(const Routing& routing)
    : routing_(routing), by_file_name_(named_like(routing.table, routing.documented)) {
  for (const Source& source : sources()) normalisers_.push_back(source.make());
}

const DocumentedTable* Router::by_columns(Record record) const {
  constexpr std::size_t many_columns = 8;
  constexpr std::size_t least_columns = 4;
  constexpr double least_share = 0.75;
  const bool has_time = find_field(record, time_column) != nullptr || find_field(record, "Timestamp") != nullptr;
  if (!has_time) return nullptr;
  if (by_file_name_ != nullptr && by_file_name_->share_of(record) >= least_share) return by_file_name_;
  if (record.size() < least_columns) return nullptr;
  const bool few = record.size() < many_columns;
  double best = 0;
  const DocumentedTable* found = nullptr;
  int found_rank = 0;
  bool several = false;
  for (const std::string& name : routing_.documented.names()) {
    const int rank = rank_of(name);
    if (few && rank == 0) continue;
    const DocumentedTable& table = *routing_.documented.find(name);
    const double share = table.share_of(record);
    if (share < (few ? 1.0 : least_share)) continue;
    if (!few && share * static_cast<double>(record.size()) < static_cast<double>(many_columns)) continue;
    const bool of_events = table.name == "SecurityEvent" || table.name == "WindowsEvent";
    if (of_events && find_field(record, "EventID") == nullptr) continue;
    const bool equal = found != nullptr && share == best && rank == found_rank;
    const bool above = found == nullptr || share > best || (share == best && rank > found_rank);
    if (equal) several = true;
    if (above) several = false;
    // Of equal ones, the one with fewer columns besides.
    if (!above && !(equal && table.columns.size() < found->columns.size())) continue;
    best = share;
    found = &table;
    found_rank = rank;
  }
  return few && several ? nullptr : found;
}

void Router::put_documented(DocumentedRows& rows, Record record, std::uint64_t number) {
  const bool windows_event = rows.table().name == "WindowsEvent";
  for (const Field& field : record) {
    if (!windows_event || !set_event_data(field, rows)) rows.set(field);
  }
  // Hunting tables carry their time under two names; an export has one of them, and the query time goes by the first.
  copy_time("Timestamp", time_column, rows);
  copy_time(time_column, "Timestamp", rows);
  if (rows.table().name == "SecurityEvent") {
    if (!completion_) completion_.emplace(rows.table());
    completion_->complete(rows);
  }
  rows.fill("Type", rows.table().name);
  rows.end_row(number);
}

void Router::put_named(std::string_view table, Record record, std::uint64_t number, BlockTables& tables) {
  if (DocumentedRows* rows = tables.documented(table)) {
    put_documented(*rows, record, number);
  } else {
    tables.own(table).add(record, number);
  }
}

Router::Shape& Router::shape_of(Record record) {
  const auto [known, is_new] = shapes_.try_emplace(hash_of_names(record));
  if (is_new) {
    for (const auto& normaliser : normalisers_) {
      if (normaliser->knows(record)) known->second.normalisers.push_back(normaliser.get());
    }
  }
  return known->second;
}

const DocumentedTable* Router::table_of(Shape& shape, Record record) const {
  if (!shape.searched) shape.table = by_columns(record);
  shape.searched = true;
  return shape.table;
}

Normaliser* Router::normaliser_of(std::string_view source) const {
  for (std::size_t i = 0; i < normalisers_.size(); ++i) {
    if (sources()[i].name == source) return normalisers_[i].get();
  }
  return nullptr;
}

RoutedBlock Router::route(const Block& block, const ParsedBlock& parsed, const ClockOrders& before) {
  std::deque<DecodedRecord> decoded_records;  // `tables` may refer to them
  BlockTables tables(routing_.documented, routing_.zone, before, parsed.records.size());
  Normaliser* const of_reader = parsed.source.empty() ? nullptr : normaliser_of(parsed.source);
  RoutedBlock routed;
  std::optional<std::size_t> last_raw;
  for (const ParsedBlock::Entry& entry : parsed.records) {
    if (last_raw != entry.raw) ++routed.records;
    last_raw = entry.raw;
    const std::uint64_t number = block.records[entry.raw].number;
    ParsedRecord record{{}, number};
    if (entry.layout != nullptr) {
      const EncodedRecord encoded{entry.layout, parsed.values_of(entry), number};
      if (!routing_.fixed && of_reader != nullptr && of_reader->put_encoded(encoded, tables)) continue;
      DecodedRecord& decoded = decoded_records.emplace_back();
      decoded.decode(encoded);
      record.fields = decoded.fields();
      record.data_count = decoded.data_count();
    } else {
      record.fields = parsed.record(entry);
      record.data_count = entry.data_count;
    }
    if (routing_.fixed) {
      put_named(routing_.table, record.fields, record.number, tables);
      continue;
    }
    if (of_reader != nullptr) {
      record.of_reader = true;
      if (of_reader->put(record, tables)) continue;
      record.of_reader = false;
    }
    Shape& shape = shape_of(record.fields);
    if (std::ranges::any_of(shape.normalisers, [&](Normaliser* source) { return source->put(record, tables); }))
      continue;
    if (const std::string_view name = named_table(record.fields); !name.empty()) {
      put_named(name, record.fields, record.number, tables);
    } else if (const DocumentedTable* table = table_of(shape, record.fields)) {
      put_documented(*tables.documented(table->name), record.fields, record.number);
    } else {
      tables.own(routing_.table).add(record.fields, record.number);
    }
  }
  routed.tables = tables.finish(routing_.known);
  routed.zones = tables.times().findings();
  routed.clocks = tables.times().orders();
  return routed;
}

}  // namespace huntbook::ingest
