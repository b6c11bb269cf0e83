#include "ingest/journald/journal_rows.hpp"

#include <charconv>
#include <string>

#include <simdjson.h>

#include "ingest/journald/journal_parser.hpp"
#include "ingest/record/json_text.hpp"
#include "ingest/record/utf8.hpp"
#include "ingest/syslog/syslog_head.hpp"
#include "ingest/syslog/syslog_rows.hpp"
#include "ingest/syslog/sysmon_message.hpp"

namespace huntbook::ingest {

namespace {

// JSON output writes bytes that are no UTF-8 as an array of numbers.
bool append_bytes(std::string& out, std::string_view array) {
  array.remove_prefix(1);
  std::string bytes;
  while (true) {
    while (array.starts_with(' ')) array.remove_prefix(1);
    unsigned byte = 0;
    const auto read = std::from_chars(array.data(), array.data() + array.size(), byte);
    if (read.ec != std::errc{} || byte > 255) return false;
    bytes.push_back(static_cast<char>(byte));
    array.remove_prefix(static_cast<std::size_t>(read.ptr - array.data()));
    if (array.starts_with(']')) break;
    if (!array.starts_with(',')) return false;
    array.remove_prefix(1);
  }
  out += simdjson::validate_utf8(bytes) ? bytes : repaired_utf8(bytes);
  return true;
}

std::string text_of(Record record, std::string_view name) {
  std::string text;
  const Field* const field = find_field(record, name);
  if (field == nullptr) return text;
  if (field->kind != FieldKind::Nested || !append_bytes(text, field->text)) append_text(text, *field);
  return text;
}

// Microseconds since 1970.
std::optional<Ticks> time_of(Record record, std::string_view name) {
  const std::string text = text_of(record, name);
  std::int64_t microseconds = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), microseconds);
  if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  if (microseconds < 0 || microseconds > (max_datetime - unix_epoch) / ticks_per_microsecond) return std::nullopt;
  return unix_epoch + microseconds * ticks_per_microsecond;
}

int number_of(const std::string& text) {
  int number = -1;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() ? number : -1;
}

class Journal final : public Normaliser {
 public:
  bool knows(Record record) const override {
    return find_field(record, "__REALTIME_TIMESTAMP") != nullptr && find_field(record, "__CURSOR") != nullptr;
  }

  bool put(const ParsedRecord& record, BlockTables& tables) override {
    const Record entry = record.fields;
    const std::string message = text_of(entry, "MESSAGE");
    if (message.starts_with("<Event") &&
        put_sysmon_event(text_of(entry, "SYSLOG_IDENTIFIER"), message, {}, record.number, sysmon_, tables)) {
      return true;
    }
    DocumentedRows* const rows = tables.documented("Syslog");
    if (rows == nullptr) return false;
    // When the message was sent; where it did not say so, when it came in.
    auto time = time_of(entry, "_SOURCE_REALTIME_TIMESTAMP");
    if (!time) time = time_of(entry, "__REALTIME_TIMESTAMP");
    if (time) {
      rows->fill_time(time_column, *time);
      rows->fill_time("EventTime", *time);
    }
    const std::string host = text_of(entry, "_HOSTNAME");
    rows->fill("Computer", host);
    rows->fill("HostName", host);
    std::string program = text_of(entry, "SYSLOG_IDENTIFIER");
    const bool named = !program.empty();
    if (!named) program = text_of(entry, "_COMM");
    rows->fill("ProcessName", program);
    std::string pid = text_of(entry, "_PID");
    const bool trusted = !pid.empty();
    if (!trusted) pid = text_of(entry, "SYSLOG_PID");
    const bool is_number = number_of(pid) >= 0;
    if (is_number) rows->fill("ProcessID", pid);
    rows->fill("SyslogMessage", message);
    const std::string_view facility = facility_name(number_of(text_of(entry, "SYSLOG_FACILITY")));
    const std::string_view severity = severity_name(number_of(text_of(entry, "PRIORITY")));
    rows->fill("Facility", facility);
    rows->fill("SeverityLevel", severity);
    for (const Field& field : entry) {
      const bool in_column =
          (field.name == "_HOSTNAME" && !host.empty()) || field.name == "MESSAGE" ||
          (field.name == "SYSLOG_IDENTIFIER" && named) || (field.name == "_COMM" && !named) ||
          (field.name == "_PID" && trusted && is_number) || (field.name == "SYSLOG_PID" && !trusted && is_number) ||
          (field.name == "SYSLOG_FACILITY" && !facility.empty()) || (field.name == "PRIORITY" && !severity.empty());
      if (!in_column && field.kind != FieldKind::Null) rows->extra(field.name, field);
    }
    add_message_facts(program, message, *rows);
    rows->fill("SourceSystem", "Linux");
    rows->fill("Type", "Syslog");
    rows->end_row(record.number);
    return true;
  }

 private:
  WindowsEvents sysmon_;
};

}  // namespace

Source journal_source() {
  return {journal_source_name, "entries of systemd's journal",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<Journal>(); }};
}

}  // namespace huntbook::ingest
