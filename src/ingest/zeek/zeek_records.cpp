#include "ingest/zeek/zeek_records.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "ingest/record/epoch_time.hpp"
#include "ingest/record/field_values.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::string_view prefix = "Zeek_";
constexpr std::string_view other_logs = "Zeek_other";

// Zeek writes times as seconds since 1970, in JSON also as milliseconds or as ISO 8601 (LogAscii::json_timestamps).
std::optional<Ticks> zeek_time(const Field& field) {
  if (const auto epoch = read_epoch(field.text)) return epoch;
  return time_of(field);
}

// Logs of Zeek and its packages without a schema file. Any other name that a JSON record gives may be made up, a new
// one a line, and must not make a table each.
constexpr auto further_logs = std::to_array<std::string_view>({"analyzer",
                                                               "barnyard2",
                                                               "broker",
                                                               "capture_loss",
                                                               "cluster",
                                                               "config",
                                                               "conn_long",
                                                               "conn_summary",
                                                               "dnp3",
                                                               "dpd",
                                                               "known_certs",
                                                               "known_hosts",
                                                               "known_modbus",
                                                               "known_services",
                                                               "ldap",
                                                               "ldap_search",
                                                               "loaded_scripts",
                                                               "modbus",
                                                               "modbus_register_change",
                                                               "netcontrol",
                                                               "netcontrol_drop",
                                                               "netcontrol_shunt",
                                                               "notice_alarm",
                                                               "ntp",
                                                               "openflow",
                                                               "openvpn",
                                                               "packet_filter",
                                                               "postgresql",
                                                               "print",
                                                               "prof",
                                                               "quic",
                                                               "redis",
                                                               "reporter",
                                                               "rfb",
                                                               "signatures",
                                                               "smb_cmd",
                                                               "stats",
                                                               "telemetry",
                                                               "traceroute",
                                                               "unknown_protocols",
                                                               "websocket",
                                                               "weird_stats",
                                                               "wireguard"});
static_assert(std::ranges::is_sorted(further_logs));

// What belongs to every log or to the shipper says nothing about which log it is.
bool is_common(std::string_view name) {
  return name == "ts" || name.starts_with('_') || name.starts_with('@');
}

}  // namespace

bool ZeekRecords::knows(Record record) const {
  if (!has_field(record, "ts")) return false;
  return has_field(record, "_path") || has_field(record, "uid") || has_field(record, "fuid") ||
         has_field(record, "id.orig_h") || has_field(record, "certificate.serial") || has_field(record, "uids");
}

std::string_view ZeekRecords::column_name(std::string_view field) {
  if (field.find('.') == std::string_view::npos) return field;
  const auto [known, is_new] = columns_.try_emplace(std::string(field), field);
  if (is_new) std::ranges::replace(known->second, '.', '_');
  return known->second;
}

const std::string& ZeekRecords::table_by_columns(Record record, BlockTables& tables) {
  std::size_t hash = record.size();
  for (const Field& field : record) hash = hash * 1'099'511'628'211U ^ std::hash<std::string_view>{}(field.name);
  const auto [known, is_new] = by_columns_.try_emplace(hash);
  if (!is_new) return known->second;
  std::size_t of_log = 0;
  for (const Field& field : record) of_log += is_common(field.name) ? 0 : 1;
  constexpr std::size_t least = 4;
  std::size_t best = 0;
  std::size_t fewest = 0;
  for (const std::string_view name : tables.documented_names()) {
    if (!name.starts_with(prefix)) continue;
    const DocumentedTable& table = *tables.documentation(name);
    std::size_t matched = 0;
    for (const Field& field : record) {
      if (!is_common(field.name) && table.index.contains(column_name(field.name))) ++matched;
    }
    if (matched < least || matched * 4 < of_log * 3) continue;
    if (matched < best || (matched == best && table.columns.size() >= fewest)) continue;
    best = matched;
    fewest = table.columns.size();
    known->second = name;
  }
  return known->second;
}

bool ZeekRecords::put(const ParsedRecord& record, BlockTables& tables) {
  const Field* path = find_field(record.fields, "_path");
  std::string_view table;
  if (path != nullptr && path->is_text() && !path->text.empty() && !path->escaped) {
    const auto [known, is_new] = tables_.try_emplace(std::string(path->text));
    if (is_new) {
      constexpr std::size_t longest = 100;
      known->second = table_name_from(std::string(prefix) + std::string(path->text.substr(0, longest)));
      // A file's own header names one log; records of JSON may each name another.
      const bool sure = record.of_reader || tables.documentation(known->second) != nullptr ||
                        std::ranges::binary_search(further_logs, path->text);
      if (!sure) known->second = other_logs;
    }
    table = known->second;
  } else {
    table = table_by_columns(record.fields, tables);
  }
  if (table.empty()) return false;
  if (DocumentedRows* rows = tables.documented(table)) {
    put_documented(record, *rows);
  } else {
    put_own(record, table, tables);
  }
  return true;
}

void ZeekRecords::put_documented(const ParsedRecord& record, DocumentedRows& rows) {
  for (const Field& field : record.fields) {
    if (field.name == "_path") continue;
    const std::string_view name = field.name == "ts" ? time_column : column_name(field.name);
    if (field.kind == FieldKind::Null) continue;
    const auto type = rows.type_of(name);
    if (type == ScalarType::DateTime) {
      if (const auto time = zeek_time(field)) {
        rows.fill_time(name, *time);
        continue;
      }
    } else if (type == ScalarType::TimeSpan) {
      if (const auto span = read_seconds(field.text)) {
        rows.fill_span(name, *span);
        continue;
      }
    }
    if (!type && field.is_blank()) continue;
    rows.set(name, field, field.name);
  }
  rows.end_row(record.number);
}

void ZeekRecords::put_own(const ParsedRecord& record, std::string_view table, BlockTables& tables) {
  std::vector<Field> fields;
  fields.reserve(record.fields.size());
  for (const Field& field : record.fields) {
    if (field.name == "_path" && table != other_logs) continue;
    Field named = field;
    if (field.name == "ts") {
      if (const auto time = zeek_time(field)) {
        named = {time_column, tables.keep(format_datetime(*time)), FieldKind::Text, false};
      }
    } else if (field.name.find('.') != std::string_view::npos) {
      named.name = tables.keep(std::string(column_name(field.name)));
    }
    fields.push_back(named);
  }
  tables.own(table).add(tables.keep(std::move(fields)), record.number);
}

Source zeek_source() {
  return {"zeek", "logs of Zeek", []() -> std::unique_ptr<Normaliser> { return std::make_unique<ZeekRecords>(); }};
}

}  // namespace huntbook::ingest
