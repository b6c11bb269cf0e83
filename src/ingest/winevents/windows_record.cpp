#include "ingest/winevents/windows_record.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.hpp"
#include "ingest/json/json_parser.hpp"
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

// Winlogbeat's names in terms of the flat form.
struct BeatName {
  std::string_view beat;
  std::string_view flat;
};
constexpr std::array beat_names = {
    BeatName{"log_name", "Channel"},
    BeatName{"channel", "Channel"},
    BeatName{"event_id", "EventID"},
    BeatName{"computer_name", "Computer"},
    BeatName{"source_name", "SourceName"},
    BeatName{"provider_name", "SourceName"},
    BeatName{"record_number", "RecordNumber"},
    BeatName{"record_id", "RecordNumber"},
    BeatName{"level", "LevelName"},
    BeatName{"process_id", "ExecutionProcessID"},
    BeatName{"thread_id", "ThreadID"},
    BeatName{"activity_id", "ActivityID"},
    BeatName{"version", "Version"},
    BeatName{"message", "Message"},
    BeatName{"provider_guid", "ProviderGuid"},
    BeatName{"opcode", "Opcode"},
    BeatName{"keywords", "Keywords"},
};

std::string_view flat_name(std::string_view beat) {
  const auto found = std::ranges::find(beat_names, beat, &BeatName::beat);
  return found == beat_names.end() ? beat : found->flat;
}

bool has_text(Record record, std::string_view name) {
  const Field* field = find_field(record, name);
  return field != nullptr && field->kind == FieldKind::Text && !field->text.empty();
}

// NXLog's own EventType and AccountName stand beside event data that may use the same names.
bool is_nxlog_event_type(const Field& field) {
  constexpr std::array<std::string_view, 7> values = {"INFO",    "AUDIT_SUCCESS", "AUDIT_FAILURE", "ERROR",
                                                      "WARNING", "CRITICAL",      "VERBOSE"};
  return std::ranges::find(values, field.text) != values.end();
}

// The audit bits of an event's keywords as the legacy level that the Security log goes by; empty: neither is set.
std::string_view level_of_keywords(std::string_view keywords) {
  constexpr std::uint64_t audit_failure = std::uint64_t{1} << 52;
  constexpr std::uint64_t audit_success = std::uint64_t{1} << 53;
  if (!keywords.starts_with("0x")) return {};
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
    if (field == nullptr || field->kind != FieldKind::Text) return std::nullopt;
    return read_iso_datetime(field->text, zone);
  };
  const auto zoned = [](const Field& field) {
    return field.text.ends_with('Z') || field.text.find('+') != std::string::npos;
  };
  const Field* local = find_field(record, "EventTime");
  if (local == nullptr || local->kind != FieldKind::Text) local = find_field(record, "TimeCreated");
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

WindowsFlavour windows_flavour(Record record) {
  if (has_text(record, "Channel") && find_field(record, "EventID") != nullptr &&
      find_field(record, "TimeGenerated") == nullptr &&
      (has_text(record, "SourceName") || has_text(record, "ProviderGuid"))) {
    return WindowsFlavour::Flat;
  }
  if (has_text(record, "log_name") && find_field(record, "event_id") != nullptr) return WindowsFlavour::Winlogbeat6;
  const Field* winlog = find_field(record, "winlog");
  if (winlog != nullptr && winlog->kind == FieldKind::Nested && winlog->text.find("\"channel\"") != std::string::npos) {
    return WindowsFlavour::Winlogbeat7;
  }
  return WindowsFlavour::None;
}

bool WindowsEvents::knows(Record record) const {
  const auto has = [record](std::string_view name) { return find_field(record, name) != nullptr; };
  return (has("Channel") && has("EventID") && !has("TimeGenerated")) || (has("log_name") && has("event_id")) ||
         has("winlog");
}

bool WindowsEvents::put(const ParsedRecord& record, BlockTables& tables) {
  return record.of_reader ? take(record.system(), record.data(), record.number, tables)
                          : take(record.fields, record.number, tables);
}

bool WindowsEvents::take(Record record, std::uint64_t record_number, BlockTables& tables) {
  const WindowsFlavour flavour = windows_flavour(record);
  if (flavour == WindowsFlavour::None) return false;
  inner_.clear();
  flat_.clear();
  std::vector<Field> data;
  if (flavour != WindowsFlavour::Flat) {
    bool repaired = false;
    const auto members_of = [&](const Field& field) -> Record {
      ParsedBlock& members = inner_.emplace_back();
      if (field.kind != FieldKind::Nested || !read_json_object(field.text, members, repaired).empty()) return {};
      return members.fields;
    };
    const auto add = [&](const Field& field, auto&& again) -> void {
      if (field.name == "event_data" || field.name == "user_data") {
        const Record members = members_of(field);
        if (members.empty()) {
          flat_.push_back(field);
        } else {
          data.insert(data.end(), members.begin(), members.end());
        }
      } else if (field.name == "winlog") {
        for (const Field& member : members_of(field)) again(member, again);
      } else {
        Field renamed = field;
        renamed.name = flat_name(field.name);
        flat_.push_back(renamed);
      }
    };
    for (const Field& field : record) add(field, add);
    record = flat_;
  }
  if (find_field(record, "Channel") == nullptr) return false;
  return take(record, data.empty() ? std::nullopt : std::optional<Record>(data), record_number, tables);
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
  std::string_view event_type;
  for (const Field& field : record) {
    const SystemField* system = system_field(field.name);
    // Names that NXLog uses for the user of the System part are event data in every other form.
    if (system != nullptr && !nxlog && field.name == "AccountType") system = nullptr;
    if (system != nullptr) {
      const std::string_view column = security ? system->security : system->windows;
      // An audit's own level is 0; Azure Monitor shows the legacy one.
      if (column == "Level" && field.text == "0" && !audit_level.empty()) {
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
