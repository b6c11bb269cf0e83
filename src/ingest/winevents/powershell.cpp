#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/time.hpp"
#include "ingest/record/json_text.hpp"
#include "ingest/record/value_reader.hpp"
#include "ingest/winevents/event_form.hpp"
#include "ingest/winevents/security_parameters.hpp"

namespace huntbook::ingest {

namespace {

// Members of EventLogRecord in terms of the flat form.
struct MemberName {
  std::string_view member;
  std::string_view flat;
};
constexpr std::array member_names = {
    MemberName{"ActivityId", "ActivityID"},      MemberName{"Id", "EventID"},
    MemberName{"LevelDisplayName", "LevelName"}, MemberName{"LogName", "Channel"},
    MemberName{"MachineName", "Computer"},       MemberName{"Opcode", "OpcodeValue"},
    MemberName{"OpcodeDisplayName", "Opcode"},   MemberName{"ProcessId", "ExecutionProcessID"},
    MemberName{"ProviderId", "ProviderGuid"},    MemberName{"ProviderName", "SourceName"},
    MemberName{"RecordId", "RecordNumber"},      MemberName{"TaskDisplayName", "Category"},
    MemberName{"ThreadId", "ThreadID"},
};
static_assert(std::ranges::is_sorted(member_names, {}, &MemberName::member));

// "/Date(1715000403123)/": milliseconds since 1970, as Windows PowerShell writes a time.
std::optional<Ticks> date_of(std::string_view text) {
  constexpr std::string_view open = "/Date(";
  constexpr std::string_view close = ")/";
  if (!text.starts_with(open) || !text.ends_with(close)) return std::nullopt;
  text.remove_prefix(open.size());
  text.remove_suffix(close.size());
  std::int64_t milliseconds = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
  // An offset behind it says which zone it was shown in; the moment stands before it.
  const bool whole = stop == text.data() + text.size() || *stop == '+' || *stop == '-';
  constexpr std::int64_t most = max_datetime / ticks_per_millisecond;
  if (error != std::errc{} || !whole || milliseconds > most || milliseconds < -most) return std::nullopt;
  return valid_datetime(unix_epoch + milliseconds * ticks_per_millisecond);
}

class EventLogRecord {
 public:
  EventLogRecord(FieldKeeper& keeper, EventForm& form) : keeper_(keeper), form_(form) {}

  bool run(Record record) {
    if (!has_text(record, "LogName")) return false;
    for (const Field& field : record) {
      if (field.name == "TimeCreated") {
        take_time(field);
      } else if (field.name == "UserId") {
        take_user(field);
      } else if (field.name == "Keywords") {
        take_keywords(field);
      } else if (field.name != "Properties") {
        Field renamed = field;
        const auto found = std::ranges::lower_bound(member_names, field.name, {}, &MemberName::member);
        if (found != member_names.end() && found->member == field.name) renamed.name = found->flat;
        form_.system.push_back(renamed);
      }
    }
    if (const Field* const properties = find_field(record, "Properties")) take_properties(*properties, record);
    form_.data_is_apart = true;
    return true;
  }

 private:
  void add_text(std::string_view name, std::string text) {
    form_.system.push_back({name, keeper_.keep(std::move(text)), FieldKind::Text, false});
  }

  void take_time(const Field& field) {
    Field value = field;
    if (field.kind == FieldKind::Nested) {
      const Field* const inner = find_field(keeper_.members_of(field), "value");
      if (inner == nullptr) return form_.system.push_back(field);
      value = *inner;
      value.name = field.name;
    }
    if (const auto time = date_of(keeper_.plain_text(value))) {
      add_text(field.name, format_datetime(*time));
    } else {
      form_.system.push_back(value);
    }
  }

  void take_user(const Field& field) {
    const Field* const sid = field.kind == FieldKind::Nested ? find_field(keeper_.members_of(field), "Value") : &field;
    if (sid == nullptr || sid->is_blank()) return;
    Field renamed = *sid;
    renamed.name = "UserID";
    form_.system.push_back(renamed);
  }

  // A signed number here, hexadecimal everywhere else.
  void take_keywords(const Field& field) {
    std::int64_t bits = 0;
    const char* const end = field.text.data() + field.text.size();
    const auto [stop, error] = std::from_chars(field.text.data(), end, bits);
    if (field.kind != FieldKind::Number || error != std::errc{} || stop != end) return form_.system.push_back(field);
    add_text("Keywords", fmt::format("{:#x}", static_cast<std::uint64_t>(bits)));
  }

  // Values without names. They get those of the message where it is a list of "Name: value" lines that says exactly
  // these values in this order, as Sysmon's are, or those of the event's definition where that is known; else they stay
  // a list.
  void take_properties(const Field& properties, Record record) {
    std::vector<Field> values;
    for (const Field& element : keeper_.elements_of(properties)) values.push_back(value_of(element));
    if (values.empty()) return;
    const Field* const message = find_field(record, "Message");
    if (message != nullptr && name_by(keeper_.plain_text(*message), values)) return form_.add_data(values);
    if (name_by_definition(record, values)) return form_.add_data(values);
    std::string list(1, '[');
    for (const Field& value : values) {
      if (list.size() > 1) list += ',';
      append_json(list, value);
    }
    list += ']';
    const std::string_view channel = keeper_.plain_text(*find_field(record, "LogName"));
    // SecurityEvent has a column of that name, for something else.
    const std::string_view name = channel == "Security" ? "EventProperties" : "Properties";
    const Field all{name, keeper_.keep(std::move(list)), FieldKind::Nested, false};
    form_.add_data(Record(&all, 1));
  }

  // {"Value": ...}; a SID may be an object of its own, whose text is its Value as well.
  Field value_of(const Field& element) {
    const Record members = keeper_.members_of(element);
    const Field* const value = find_field(members, "Value");
    if (value == nullptr || members.size() != 1) return element;
    if (value->kind != FieldKind::Nested) return *value;
    const Record parts = keeper_.members_of(*value);
    const Field* const text = find_field(parts, "Value");
    const bool is_sid = text != nullptr && text->is_text() && find_field(parts, "BinaryLength") != nullptr;
    return is_sid ? *text : *value;
  }

  // By the event's number, version and count of values.
  bool name_by_definition(Record record, std::vector<Field>& values) {
    const auto number = [record](std::string_view name) {
      const Field* const field = find_field(record, name);
      return field != nullptr && field->kind == FieldKind::Number ? read_long(field->text) : std::nullopt;
    };
    const auto event_id = number("Id");
    const auto version = number("Version");
    if (!event_id || !version) return false;
    const std::string_view provider = keeper_.plain_text(*find_field(record, "ProviderName"));
    const auto parameters = security_parameters(provider, *event_id, *version);
    if (parameters.size() != values.size()) return false;
    // What stands there when the JSON is less deep than the values.
    static constexpr std::string_view type_name = "System.Diagnostics.Eventing.Reader.EventProperty";
    if (std::ranges::any_of(values, [](const Field& value) { return value.text == type_name; })) return false;
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = shown(values[i], parameters[i].form);
      values[i].name = parameters[i].name;
    }
    return true;
  }

  // As Windows shows the value, and a log has it.
  Field shown(const Field& value, EventParameter::Form form) {
    using enum EventParameter::Form;
    const auto text = [this](std::string made) {
      return Field{{}, keeper_.keep(std::move(made)), FieldKind::Text, false};
    };
    if (form == Hexadecimal && value.kind == FieldKind::Number) {
      std::uint64_t number = 0;
      const char* const end = value.text.data() + value.text.size();
      const auto [stop, error] = std::from_chars(value.text.data(), end, number);
      return error == std::errc{} && stop == end ? text(fmt::format("{:#x}", number)) : value;
    }
    if (!value.is_text()) return value;
    const std::string_view plain = keeper_.plain_text(value);
    if (form == Guid) {
      auto guid = read_guid(plain);
      if (!guid) return value;
      for (char& c : *guid) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
      return text("{" + *guid + "}");
    }
    const auto time = date_of(plain);
    return time ? text(format_datetime(*time)) : value;
  }

  bool name_by(std::string_view message, std::vector<Field>& values) {
    std::vector<std::string_view> names;
    // The first line is the event's title.
    std::size_t at = message.find('\n');
    while (at != std::string_view::npos) {
      const std::size_t begin = at + 1;
      at = message.find('\n', begin);
      std::string_view line = message.substr(begin, at == std::string_view::npos ? at : at - begin);
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line.empty()) continue;
      if (names.size() == values.size()) return false;
      const std::size_t colon = line.find(':');
      if (colon == 0 || colon == std::string_view::npos) return false;
      const std::string_view name = line.substr(0, colon);
      if (name.find_first_of(" \t") != std::string_view::npos) return false;
      std::string_view said = line.substr(colon + 1);
      if (said.starts_with(' ')) said.remove_prefix(1);
      if (!says(values[names.size()], said)) return false;
      names.push_back(name);
    }
    if (names.size() != values.size()) return false;
    for (std::size_t i = 0; i < values.size(); ++i) values[i].name = names[i];
    return true;
  }

  // GUIDs and times are shown in another spelling than they are stored in.
  bool says(const Field& value, std::string_view shown) {
    if (value.kind == FieldKind::Nested || value.kind == FieldKind::Null) return true;
    const std::string_view text = keeper_.plain_text(value);
    if (text == shown) return true;
    if (shown.starts_with('{') && shown.ends_with('}')) shown = shown.substr(1, shown.size() - 2);
    return equal_ignoring_case(text, shown) || date_of(text).has_value();
  }

  FieldKeeper& keeper_;
  EventForm& form_;
};

bool knows(Record names) {
  return has_field(names, "Id") && has_field(names, "ProviderName") && has_field(names, "LogName") &&
         has_field(names, "TimeCreated");
}

bool unpack(Record record, FieldKeeper& keeper, EventForm& form) {
  return EventLogRecord(keeper, form).run(record);
}

}  // namespace

EventClothing powershell_clothing() {
  return {knows, unpack};
}

}  // namespace huntbook::ingest
