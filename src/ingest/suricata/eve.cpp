#include "ingest/suricata/eve.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "ingest/record/field_values.hpp"

namespace huntbook::ingest {

namespace {

// Those of Suricata 5 to 8. A name that is none may be made up, a new one a line, and must not make a table each.
constexpr auto event_types = std::to_array<std::string_view>(
    {"alert",    "anomaly", "arp",      "bittorrent_dht", "dcerpc", "dhcp",     "dnp3",
     "dns",      "doh2",    "drop",     "engine",         "enip",   "fileinfo", "flow",
     "frame",    "ftp",     "ftp_data", "http",           "http2",  "ike",      "ikev2",
     "krb5",     "ldap",    "mdns",     "metadata",       "modbus", "mqtt",     "netflow",
     "nfs",      "packet",  "pgsql",    "pop3",           "quic",   "rdp",      "rfb",
     "sip",      "smb",     "smtp",     "snmp",           "ssh",    "stats",    "telnet",
     "template", "tftp",    "tls",      "websocket"});
static_assert(std::ranges::is_sorted(event_types));

}  // namespace

bool EveRecords::knows(Record record) const {
  return has_field(record, "event_type") && has_field(record, "timestamp") &&
         (has_field(record, "flow_id") || has_field(record, "src_ip") || has_field(record, "stats") ||
          has_field(record, "engine"));
}

bool EveRecords::put(const ParsedRecord& record, BlockTables& tables) {
  const Field& type = *find_field(record.fields, "event_type");
  if (!type.is_text()) return false;
  const bool known = std::ranges::binary_search(event_types, type.text);
  std::vector<Field> fields;
  fields.reserve(record.fields.size());
  for (const Field& field : record.fields) {
    if (field.name == "timestamp") {
      if (const auto time = time_of(field)) {
        fields.push_back({time_column, tables.keep(format_datetime(*time)), FieldKind::Text, false});
        continue;
      }
    }
    fields.push_back(field);
  }
  tables.own("Suricata_" + std::string(known ? type.text : "other")).add(tables.keep(std::move(fields)), record.number);
  return true;
}

Source eve_source() {
  return {"suricata_eve", "Suricata's EVE log",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<EveRecords>(); }};
}

}  // namespace huntbook::ingest
