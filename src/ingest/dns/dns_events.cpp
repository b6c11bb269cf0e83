#include "ingest/dns/dns_events.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "ingest/record/field_values.hpp"

namespace huntbook::ingest {

namespace {

// Response codes by number (IANA, "DNS RCODEs"), under the names that Windows writes.
constexpr auto results =
    std::to_array<std::string_view>({"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN",
                                     "YXRRSET", "NXRRSET", "NOTAUTH", "NOTZONE"});

// The event of the DNS server's analytical log that says the same.
int event_id(bool received, bool response, bool update, bool success) {
  if (update) return received ? 263 : 264;
  if (!response) return received ? 256 : 260;
  if (received) return 261;
  return success ? 257 : 258;
}

}  // namespace

bool DnsEvents::put(const ParsedRecord& record, BlockTables& tables) {
  DocumentedRows* const rows = tables.documented("DnsEvents");
  if (rows == nullptr || !record.of_reader) return false;
  for (const Field& field : record.fields) {
    if (field.name == "time") {
      rows->set(time_column, field, field.name);
    } else if (field.name == "client") {
      rows->set("ClientIP", field, field.name);
    } else if (field.name == "name") {
      rows->set("Name", field, field.name);
    } else if (field.name == "type") {
      rows->set("QueryType", field, field.name);
    } else if (field.name == "result") {
      rows->set("Result", field, field.name);
    } else if (field.name != "opcode") {
      rows->extra(field.name, field);
    }
  }
  const std::string result = text_in(record.fields, "result");
  const auto known = std::ranges::find(results, result);
  if (known != results.end()) rows->fill_number("ResultCode", known - results.begin());
  const std::string opcode = text_in(record.fields, "opcode");
  const bool received = text_in(record.fields, "Direction") == "Rcv";
  const bool response = has_field(record.fields, "Response");
  rows->fill_number("EventId", event_id(received, response, opcode == "U", result == "NOERROR"));
  rows->fill("SubType", opcode == "U" ? "DynamicUpdate" : opcode == "Q" ? "LookupQuery" : "");
  rows->fill("Type", "DnsEvents");
  rows->end_row(record.number);
  return true;
}

Source dns_events_source() {
  return {"dns", "logs of DNS servers", []() -> std::unique_ptr<Normaliser> { return std::make_unique<DnsEvents>(); }};
}

}  // namespace huntbook::ingest
