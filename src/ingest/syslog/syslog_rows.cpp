#include "ingest/syslog/syslog_rows.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <arpa/inet.h>

#include "ingest/record/field_values.hpp"
#include "ingest/record/json_text.hpp"
#include "ingest/syslog/message_facts.hpp"
#include "ingest/syslog/syslog_parser.hpp"
#include "ingest/syslog/sysmon_message.hpp"

namespace huntbook::ingest {

namespace {

bool is_address(std::string_view text) {
  if (text.size() < 3 || text.size() > 45) return false;
  const std::string copy(text);
  std::array<char, 16> bytes{};
  return inet_pton(AF_INET, copy.c_str(), bytes.data()) == 1 || inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1;
}

class Syslog final : public Normaliser {
 public:
  // An export of the table.
  bool knows(Record record) const override {
    constexpr std::array<std::string_view, 4> columns = {"TimeGenerated", "SyslogMessage", "Facility", "SeverityLevel"};
    return std::ranges::all_of(columns, [record](auto name) { return find_field(record, name) != nullptr; });
  }

  bool put(const ParsedRecord& record, BlockTables& tables) override {
    const std::string program = text_in(record.fields, "ProcessName");
    const std::string message = text_in(record.fields, "SyslogMessage");
    if (put_sysmon_event(program, message, record.fields, record.number, sysmon_, tables)) return true;
    DocumentedRows* const rows = tables.documented("Syslog");
    if (rows == nullptr) return false;
    for (const Field& field : record.fields) rows->set(field);
    if (record.of_reader) complete(record.fields, *rows);
    add_message_facts(program, message, *rows);
    rows->fill("Type", "Syslog");
    rows->end_row(record.number);
    return true;
  }

 private:
  static void complete(Record record, DocumentedRows& rows) {
    if (const auto time = rows.time_of(time_column)) rows.fill_time("EventTime", *time);
    if (const Field* host = find_field(record, "HostName"); host != nullptr && is_address(host->text)) {
      rows.fill("HostIP", host->text);
    }
    rows.fill("SourceSystem", "Linux");
  }

  WindowsEvents sysmon_;
};

}  // namespace

void add_message_facts(std::string_view program, std::string_view message, DocumentedRows& rows) {
  thread_local std::vector<MessageFact> facts;
  facts.clear();
  find_message_facts(program, message, facts);
  for (const MessageFact& fact : facts) rows.extra(fact.name, {fact.name, fact.value, FieldKind::Text, false});
}

Source syslog_source() {
  return {syslog_source_name, "syslog messages",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<Syslog>(); }};
}

}  // namespace huntbook::ingest
