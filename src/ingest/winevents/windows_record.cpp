#include "ingest/winevents/windows_record.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.hpp"
#include "ingest/record/json_text.hpp"
#include "ingest/record/value_reader.hpp"
#include "ingest/winevents/activity.hpp"
#include "ingest/winevents/security_event.hpp"

namespace huntbook::ingest {

namespace {

// A field of the event's System part, by its names in the data and in the two tables (empty: no column, to _Extra).
struct SystemField {
  std::string_view source;
  std::string_view security;
  std::string_view windows;
};

constexpr std::array system_fields = {
    SystemField{"@timestamp", "", ""},
    SystemField{"@version", "", ""},
    SystemField{"AccountType", "", ""},
    SystemField{"ActivityID", "Correlation", "Correlation"},
    SystemField{"Category", "", ""},
    SystemField{"Channel", "Channel", "Channel"},
    SystemField{"Computer", "Computer", "Computer"},
    SystemField{"EventID", "EventID", "EventID"},
    SystemField{"EventReceivedTime", "", ""},
    SystemField{"EventTime", "", ""},
    SystemField{"EventTypeOrignal", "", ""},
    SystemField{"ExecutionProcessID", "SystemProcessId", "SystemProcessId"},
    SystemField{"Hostname", "Computer", "Computer"},
    SystemField{"Keywords", "Keywords", "Keywords"},
    SystemField{"Level", "Level", "EventLevel"},
    SystemField{"LevelName", "EventLevelName", "EventLevelName"},
    SystemField{"Message", "", ""},
    SystemField{"Opcode", "", ""},
    SystemField{"OpcodeValue", "Opcode", "Opcode"},
    SystemField{"ProviderGuid", "", ""},
    SystemField{"RecordNumber", "EventRecordId", "EventRecordId"},
    SystemField{"Severity", "", ""},
    SystemField{"SeverityValue", "", ""},
    SystemField{"SourceModuleName", "", ""},
    SystemField{"SourceModuleType", "", ""},
    SystemField{"SourceName", "EventSourceName", "Provider"},
    SystemField{"Task", "Task", "Task"},
    SystemField{"ThreadID", "SystemThreadId", "SystemThreadId"},
    SystemField{"TimeCreated", "", ""},
    SystemField{"UserID", "SystemUserId", "SystemUserId"},
    SystemField{"Version", "Version", "Version"},
    SystemField{"host", "", ""},
    SystemField{"port", "", ""},
    SystemField{"tags", "", ""},
};
static_assert(std::ranges::is_sorted(system_fields, {}, &SystemField::source));

const SystemField* system_field(std::string_view name) {
  const auto found = std::ranges::lower_bound(system_fields, name, {}, &SystemField::source);
  return found != system_fields.end() && found->source == name ? &*found : nullptr;
}

// NXLog's own EventType and AccountName stand beside event data that may use the same names.
bool is_nxlog_event_type(const Field& field) {
  constexpr std::array<std::string_view, 7> values = {"INFO",    "AUDIT_SUCCESS", "AUDIT_FAILURE", "ERROR",
                                                      "WARNING", "CRITICAL",      "VERBOSE"};
  return std::ranges::find(values, field.text) != values.end();
}

// The audit bits of an event's keywords, or their names, as the legacy level that the Security log goes by; empty:
// neither is set.
std::string_view level_of_keywords(std::string_view keywords) {
  constexpr std::uint64_t audit_failure = std::uint64_t{1} << 52;
  constexpr std::uint64_t audit_success = std::uint64_t{1} << 53;
  if (!keywords.starts_with("0x")) {
    if (keywords.find("Audit Failure") != std::string_view::npos) return "16";
    return keywords.find("Audit Success") != std::string_view::npos ? "8" : std::string_view();
  }
  std::uint64_t bits = 0;
  std::from_chars(keywords.data() + 2, keywords.data() + keywords.size(), bits, 16);
  if ((bits & audit_failure) != 0) return "16";
  return (bits & audit_success) != 0 ? "8" : std::string_view();
}

std::string_view level_of_event_type(std::string_view type) {
  if (type == "INFO") return "4";
  if (type == "WARNING") return "3";
  if (type == "ERROR") return "2";
  if (type == "CRITICAL") return "1";
  if (type == "VERBOSE") return "5";
  if (type == "AUDIT_SUCCESS") return "8";
  if (type == "AUDIT_FAILURE") return "16";
  return {};
}

// When the event happened; what had to be assumed about its zone is counted.
std::optional<Ticks> time_of(Record record, std::optional<Ticks> known_zone, ZoneFindings& findings) {
  const auto read = [&](std::string_view name, Ticks zone) -> std::optional<Ticks> {
    const Field* field = find_field(record, name);
    if (field == nullptr || !field->is_text()) return std::nullopt;
    return read_iso_datetime(field->text, zone);
  };
  const auto zoned = [](const Field& field) {
    return field.text.ends_with('Z') || field.text.find('+') != std::string::npos;
  };
  const Field* local = find_field(record, "EventTime");
  if (local == nullptr || !local->is_text()) local = find_field(record, "TimeCreated");
  if (local == nullptr) return read("@timestamp", known_zone.value_or(0));
  if (zoned(*local) || known_zone) return read(local->name, known_zone.value_or(0));
  // The shipper's stamp on receipt in local time, and the same moment in UTC, differ by the zone. Zones are multiples
  // of a quarter of an hour; the two stamps may be a few minutes apart.
  const auto received = read("EventReceivedTime", 0);
  const auto received_utc = read("@timestamp", 0);
  if (received && received_utc) {
    constexpr Ticks quarter = 15 * ticks_per_minute;
    const Ticks apart = *received - *received_utc;
    const Ticks offset = (apart >= 0 ? apart + quarter / 2 : apart - quarter / 2) / quarter * quarter;
    const Ticks rest = apart - offset;
    if (offset >= -12 * ticks_per_hour && offset <= 14 * ticks_per_hour && rest > -5 * ticks_per_minute &&
        rest < 5 * ticks_per_minute) {
      ++findings.derived;
      findings.offset = offset;
      return read(local->name, offset);
    }
  }
  ++findings.assumed;
  return read(local->name, 0);
}

}  // namespace

bool WindowsEvents::knows(Record record) const {
  return std::ranges::any_of(event_clothings(), [&](const EventClothing& clothing) { return clothing.knows(record); });
}

bool WindowsEvents::put(const ParsedRecord& record, BlockTables& tables) {
  if (record.of_reader) return take(record.system(), record.data(), record.number, tables);
  for (const EventClothing& clothing : event_clothings()) {
    if (!clothing.knows(record.fields)) continue;
    keeper_.clear();
    form_.clear();
    if (!clothing.unpack(record.fields, keeper_, form_)) continue;
    const std::optional<Record> data = form_.data_is_apart ? std::optional<Record>(form_.data) : std::nullopt;
    if (take(form_.system, data, record.number, tables)) return true;
  }
  return false;
}

bool WindowsEvents::take(Record system, std::optional<Record> event_data, std::uint64_t record_number,
                         BlockTables& tables) {
  const Field* channel = find_field(system, "Channel");
  const bool security = channel != nullptr && equal_ignoring_case(channel->text, "Security");
  DocumentedRows* const rows = tables.documented(security ? "SecurityEvent" : "WindowsEvent");
  if (rows == nullptr) return false;
  write(system, event_data, record_number, *rows, security, tables);
  return true;
}

void WindowsEvents::write(Record record, std::optional<Record> event_data, std::uint64_t record_number,
                          DocumentedRows& rows, bool security, BlockTables& tables) {
  const auto time = time_of(record, tables.zone(), tables.zones());
  if (time) {
    rows.fill_time(time_column, *time);
    rows.fill_time("TimeCreated", *time);
  }
  event_data_.assign(1, '{');
  const bool nested_data = event_data.has_value();
  const Record data = event_data.value_or(Record());
  const bool nxlog =
      find_field(record, "SourceModuleType") != nullptr || find_field(record, "SeverityValue") != nullptr;
  const Field* const keywords = find_field(record, "Keywords");
  const std::string_view audit_level = keywords == nullptr ? std::string_view() : level_of_keywords(keywords->text);
  const bool names_of_keywords = keywords != nullptr && !keywords->text.starts_with("0x");
  std::string_view event_type;
  for (const Field& field : record) {
    const SystemField* system = system_field(field.name);
    // Names that NXLog uses for the user of the System part are event data in every other form.
    if (system != nullptr && !nxlog && field.name == "AccountType") system = nullptr;
    if (system != nullptr) {
      const std::string_view column = security ? system->security : system->windows;
      // An audit's own level is 0, which some tools show as information; Azure Monitor shows the legacy one.
      if (column == "Level" && (field.text == "0" || names_of_keywords) && !audit_level.empty()) {
        rows.fill("Level", audit_level);
        rows.fill("EventLevelName", level_name(0));
        continue;
      }
      if (!column.empty()) {
        rows.set(column, field, field.name);
      } else if (field.name == "TimeCreated" || (field.name == "@timestamp" && !nxlog)) {
        // The event's time, which TimeGenerated holds.
        if (!time) rows.extra(field.name, field);
      } else if (!field.is_blank()) {
        rows.extra(field.name, field);
      }
      continue;
    }
    if (nxlog && field.name == "EventType" && is_nxlog_event_type(field)) {
      event_type = field.text;
      rows.extra(field.name, field);
      continue;
    }
    if (security) {
      rows.set(field);
    } else if (nested_data || (nxlog && (field.name == "AccountName" || field.name == "Domain"))) {
      if (!field.is_blank()) rows.extra(field.name, field);
    } else {
      append_member(event_data_, field.name, field);
    }
  }
  // Where EventType is the event's own, a shipper's filter may have moved NXLog's aside (spelled like that), and
  // Severity says the same.
  for (const std::string_view name : {"EventTypeOrignal", "Severity"}) {
    const Field* field = find_field(record, name);
    if (event_type.empty() && nxlog && field != nullptr && is_nxlog_event_type(*field)) event_type = field->text;
  }
  if (security) {
    for (const Field& field : data) rows.set(field);
    rows.fill("Level", level_of_event_type(event_type));
    if (nested_data) {
      std::vector<Field> all(record.begin(), record.end());
      all.insert(all.end(), data.begin(), data.end());
      complete_security_event(all, rows);
    } else {
      complete_security_event(record, rows);
    }
  } else {
    for (const Field& field : data) append_member(event_data_, field.name, field);
    if (event_data_.size() > 1) {
      event_data_.push_back('}');
      rows.fill_dynamic("EventData", event_data_);
    }
    const Field* level = find_field(record, "Level");
    std::string_view level_text = level != nullptr ? level->text : level_of_event_type(event_type);
    std::int32_t number = -1;
    std::from_chars(level_text.data(), level_text.data() + level_text.size(), number);
    if (number >= 0 && number <= 5) {
      rows.fill("EventLevel", level_text);
      rows.fill("EventLevelName", level_name(number));
    }
    rows.fill("Type", "WindowsEvent");
  }
  rows.end_row(record_number);
}

Source windows_events_source() {
  return {"windows_events", "Windows events",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<WindowsEvents>(); }};
}

}  // namespace huntbook::ingest
