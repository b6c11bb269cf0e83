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

using Role = EventFieldRole;

constexpr std::size_t most_plans = 8'192;

// NXLog's own EventType and AccountName stand beside event data that may use the same names.
bool is_nxlog_event_type(const Field& field) {
  constexpr std::array<std::string_view, 7> values = {"INFO",    "AUDIT_SUCCESS", "AUDIT_FAILURE", "ERROR",
                                                      "WARNING", "CRITICAL",      "VERBOSE"};
  return std::ranges::find(values, field.text) != values.end();
}

// The same for keywords as text: their bits, or their names.
std::string_view level_of_keywords(std::string_view keywords) {
  if (!keywords.starts_with("0x")) {
    if (keywords.find("Audit Failure") != std::string_view::npos) return "16";
    return keywords.find("Audit Success") != std::string_view::npos ? "8" : std::string_view();
  }
  std::uint64_t bits = 0;
  std::from_chars(keywords.data() + 2, keywords.data() + keywords.size(), bits, 16);
  return ingest::level_of_keywords(bits);
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
std::optional<Ticks> time_of(const EventRoles& roles, LocalTimes& times) {
  const auto read = [](const Field* field) -> std::optional<WrittenTime> {
    if (field == nullptr || !field->is_text()) return std::nullopt;
    auto time = read_iso_datetime(field->text);
    if (time) time->zoned = time->zoned || field->utc;
    return time;
  };
  const Field* field = roles[Role::EventTime];
  if (field == nullptr || !field->is_text()) field = roles[Role::TimeCreated];
  const auto local = read(field != nullptr ? field : roles[Role::Stamp]);
  if (!local) return std::nullopt;
  if (field == nullptr || local->zoned || times.zone_given()) return times.moment(*local, time_column);
  // The shipper's stamp on receipt in local time, and the same moment in UTC, differ by the zone. Zones are multiples
  // of a quarter of an hour; the two stamps may be a few minutes apart.
  const auto received = read(roles[Role::Received]);
  const auto received_utc = read(roles[Role::Stamp]);
  if (received && received_utc) {
    constexpr Ticks quarter = 15 * ticks_per_minute;
    const Ticks apart = received->ticks - received_utc->ticks;
    const Ticks offset = (apart >= 0 ? apart + quarter / 2 : apart - quarter / 2) / quarter * quarter;
    const Ticks rest = apart - offset;
    if (offset >= -12 * ticks_per_hour && offset <= 14 * ticks_per_hour && rest > -5 * ticks_per_minute &&
        rest < 5 * ticks_per_minute) {
      ++times.findings().derived;
      times.findings().offset = offset;
      return valid_datetime(local->ticks - offset);
    }
  }
  return times.moment(*local, time_column);
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

SecurityEventCompletion& WindowsEvents::completion(const DocumentedTable& table) {
  if (!completion_) completion_.emplace(table);
  return *completion_;
}

WindowsEvents::LayoutPlans& WindowsEvents::plans_of(const RecordLayout& layout) {
  // Layouts of logs without templates come and go.
  if (plans_.size() > most_plans) plans_.clear();
  const auto [place, is_new] = plans_.try_emplace(layout.id);
  for (std::size_t i = 0; is_new && i < layout.fields.size(); ++i) {
    const RecordLayout::Name& field = layout.fields[i];
    if (!field.is_data && field.name == "Channel" && !place->second.channel) place->second.channel = i;
  }
  return place->second;
}

bool WindowsEvents::put_encoded(const EncodedRecord& record, BlockTables& tables) {
  LayoutPlans& plans = plans_of(*record.layout);
  channel_.clear();
  std::string_view channel;
  if (plans.channel) {
    const EncodedValue& value = record.values[*plans.channel];
    if (!value.made) record.layout->append_text(channel_, value.type, value.bytes);
    channel = value.made ? value.bytes : std::string_view(channel_);
  }
  const bool security = equal_ignoring_case(channel, "Security");
  DocumentedRows* const rows = tables.documented(security ? "SecurityEvent" : "WindowsEvent");
  if (rows == nullptr) return false;
  std::optional<EventLogPlan>& plan = security ? plans.security : plans.windows;
  if (!plan) plan.emplace(*record.layout, rows->table());
  if (!plan->put(record, *rows)) return false;
  if (security) completion(rows->table()).complete(*rows);
  rows->end_row(record.number);
  return true;
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

// What the fields of the record are, and where those are that others are judged by.
void WindowsEvents::look_at(Record record) {
  roles_ = {};
  if (known_.size() < record.size()) known_.resize(record.size());
  for (std::size_t i = 0; i < record.size(); ++i) {
    Known& known = known_[i];
    // Records of a log mostly have their fields in the same order.
    if (known.name != record[i].name) {
      known.name = record[i].name;
      known.system = system_field(record[i].name);
    }
    if (known.system == nullptr || known.system->role == Role::None) continue;
    const Field*& place = roles_.of[static_cast<std::size_t>(known.system->role)];
    if (place == nullptr) place = &record[i];
  }
}

void WindowsEvents::write(Record record, std::optional<Record> event_data, std::uint64_t record_number,
                          DocumentedRows& rows, bool security, BlockTables& tables) {
  look_at(record);
  const auto time = time_of(roles_, tables.times());
  if (time) {
    rows.fill_time(time_column, *time);
    rows.fill_time("TimeCreated", *time);
  }
  event_data_.assign(1, '{');
  const bool nested_data = event_data.has_value();
  const Record data = event_data.value_or(Record());
  const bool nxlog = roles_[Role::SourceModule] != nullptr || roles_[Role::SeverityValue] != nullptr;
  const Field* const keywords = roles_[Role::Keywords];
  const std::string_view audit_level = keywords == nullptr ? std::string_view() : level_of_keywords(keywords->text);
  const bool names_of_keywords = keywords != nullptr && !keywords->text.starts_with("0x");
  std::string_view event_type;
  for (std::size_t i = 0; i < record.size(); ++i) {
    const Field& field = record[i];
    const SystemField* system = known_[i].system;
    // Names that NXLog uses for the user of the System part are event data in every other form.
    if (system != nullptr && !nxlog && system->role == Role::AccountType) system = nullptr;
    if (system != nullptr) {
      const std::string_view column = security ? system->security : system->windows;
      // An audit's own level is 0, which some tools show as information; Azure Monitor shows the legacy one.
      if (security && system->role == Role::Level && (field.text == "0" || names_of_keywords) && !audit_level.empty()) {
        rows.fill("Level", audit_level);
        rows.fill("EventLevelName", level_name(0));
        continue;
      }
      if (!column.empty()) {
        rows.set(column, field, field.name);
      } else if (system->role == Role::TimeCreated || (system->role == Role::Stamp && !nxlog)) {
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
  for (const Role role : {Role::MovedEventType, Role::Severity}) {
    const Field* const field = roles_[role];
    if (event_type.empty() && nxlog && field != nullptr && is_nxlog_event_type(*field)) event_type = field->text;
  }
  if (security) {
    for (const Field& field : data) rows.set(field);
    rows.fill("Level", level_of_event_type(event_type));
    completion(rows.table()).complete(rows);
  } else {
    for (const Field& field : data) append_member(event_data_, field.name, field);
    if (event_data_.size() > 1) {
      event_data_.push_back('}');
      rows.fill_dynamic("EventData", event_data_);
    }
    const Field* const level = roles_[Role::Level];
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
