#include <algorithm>
#include <array>

#include "ingest/winevents/activity.hpp"
#include "ingest/winevents/event_form.hpp"

namespace huntbook::ingest {

namespace {

// Names of Winlogbeat, within winlog from version 7 on, and of the Elastic Common Schema in terms of the flat form. The
// first that is there gives the field its value.
struct BeatName {
  std::string_view beat;
  std::string_view flat;
};
constexpr std::array beat_names = {
    BeatName{"activity_id", "ActivityID"},
    BeatName{"channel", "Channel"},
    BeatName{"computer_name", "Computer"},
    BeatName{"event_id", "EventID"},
    BeatName{"keywords", "Keywords"},
    BeatName{"level", "LevelName"},
    BeatName{"log_name", "Channel"},
    BeatName{"message", "Message"},
    BeatName{"opcode", "Opcode"},
    BeatName{"process.pid", "ExecutionProcessID"},
    BeatName{"process.thread.id", "ThreadID"},
    BeatName{"process_id", "ExecutionProcessID"},
    BeatName{"provider_guid", "ProviderGuid"},
    BeatName{"provider_name", "SourceName"},
    BeatName{"record_id", "RecordNumber"},
    BeatName{"record_number", "RecordNumber"},
    BeatName{"source_name", "SourceName"},
    BeatName{"thread_id", "ThreadID"},
    BeatName{"user.identifier", "UserID"},
    BeatName{"version", "Version"},
};
static_assert(std::ranges::is_sorted(beat_names, {}, &BeatName::beat));

std::string_view flat_name(std::string_view beat) {
  const auto found = std::ranges::lower_bound(beat_names, beat, {}, &BeatName::beat);
  return found == beat_names.end() || found->beat != beat ? beat : found->flat;
}

// What the common schema has of the System part, for shippers that write it there alone.
constexpr std::array common_names = {
    BeatName{"event.code", "EventID"},     BeatName{"event.provider", "SourceName"}, BeatName{"host.name", "Computer"},
    BeatName{"host.hostname", "Computer"}, BeatName{"log.level", "LevelName"},
};

// Fields of the common schema that Winlogbeat's modules fill in place of the event's own data, by the source that has
// them under the name behind.
struct CommonData {
  std::string_view common;
  std::string_view sysmon;
  std::string_view security;
};
constexpr std::array common_data = {
    CommonData{"destination.domain", "DestinationHostname", ""},
    CommonData{"destination.ip", "DestinationIp", ""},
    CommonData{"destination.port", "DestinationPort", ""},
    CommonData{"dns.question.name", "QueryName", ""},
    CommonData{"file.path", "TargetFilename", ""},
    CommonData{"network.transport", "Protocol", ""},
    CommonData{"process.command_line", "CommandLine", "CommandLine"},
    CommonData{"process.entity_id", "ProcessGuid", ""},
    CommonData{"process.executable", "Image", "NewProcessName"},
    CommonData{"process.parent.command_line", "ParentCommandLine", ""},
    CommonData{"process.parent.entity_id", "ParentProcessGuid", ""},
    CommonData{"process.parent.executable", "ParentImage", "ParentProcessName"},
    CommonData{"process.parent.pid", "ParentProcessId", ""},
    CommonData{"process.pid", "ProcessId", ""},
    CommonData{"process.working_directory", "CurrentDirectory", ""},
    CommonData{"registry.path", "TargetObject", ""},
    CommonData{"source.domain", "SourceHostname", ""},
    CommonData{"source.ip", "SourceIp", "IpAddress"},
    CommonData{"source.port", "SourcePort", "IpPort"},
};

constexpr std::string_view event_data_prefix = "event_data.";
constexpr std::string_view user_data_prefix = "user_data.";
constexpr std::string_view winlog_prefix = "winlog.";

class Winlogbeat {
 public:
  Winlogbeat(FieldKeeper& keeper, EventForm& form) : keeper_(keeper), form_(form) {}

  bool run(Record record) {
    record = hit(record);
    for (const Field& field : record) add(field);
    for (const auto& [common, flat] : common_names) complete(record, common, flat, form_.system);
    if (!has_text(form_.system, "Channel") || !has_field(form_.system, "EventID")) return false;
    complete_level();
    complete_data(record);
    return true;
  }

 private:
  // A hit of a search holds the event under _source, or its fields under `fields`, each as a list.
  Record hit(Record record) {
    if (!has_field(record, "_index")) return record;
    for (const std::string_view name : {"_source", "fields"}) {
      const Field* const inner = find_field(record, name);
      if (inner == nullptr) continue;
      const Record members = keeper_.members_of(*inner);
      if (members.empty()) continue;
      for (const Field& field : record) {
        if (&field != inner) form_.system.push_back(field);
      }
      lists_ = name == "fields";
      return members;
    }
    return record;
  }

  // A list of one is what it holds, as searches return every field.
  Field alone(Field field) {
    const Record elements = keeper_.elements_of(field);
    if (elements.size() != 1) return field;
    Field element = elements.front();
    element.name = field.name;
    return element;
  }

  void add(const Field& field) {
    if (field.name == "event_data" || field.name == "user_data") {
      const Record members = keeper_.members_of(field);
      if (members.empty()) return form_.system.push_back(field);
      form_.add_data(members);
    } else if (field.name == "winlog") {
      for (const Field& member : keeper_.members_of(field)) add_winlog(member);
    } else if (field.name.starts_with(winlog_prefix)) {
      Field member = field;
      member.name.remove_prefix(winlog_prefix.size());
      add_winlog(alone(member));
    } else {
      // The common schema's own process and user are what the event is about.
      rename_into_system(field, field.name.find('.') == std::string_view::npos);
    }
  }

  void add_winlog(const Field& field) {
    for (const std::string_view prefix : {event_data_prefix, user_data_prefix}) {
      if (!field.name.starts_with(prefix)) continue;
      Field member = field;
      member.name.remove_prefix(prefix.size());
      form_.data.push_back(member);
      form_.data_is_apart = true;
      return;
    }
    // The process that wrote the event and the user it ran as are objects.
    if (field.name == "process" || field.name == "user") {
      bool all_known = true;
      for (const Field& member : keeper_.members_of(field)) {
        if (const auto named = system_of(field.name, member)) {
          form_.system.push_back(*named);
        } else {
          all_known = false;
        }
      }
      if (all_known) return;
    }
    if (field.name == "event_data" || field.name == "user_data") return add(field);
    rename_into_system(field, true);
  }

  // `process.pid`, `process.thread.id` and `user.identifier`.
  std::optional<Field> system_of(std::string_view parent, const Field& member) {
    Field named = member;
    if (parent == "process" && member.name == "pid") {
      named.name = "ExecutionProcessID";
    } else if (parent == "process" && member.name == "thread") {
      const Field* const id = find_field(keeper_.members_of(member), "id");
      if (id == nullptr) return std::nullopt;
      named = *id;
      named.name = "ThreadID";
    } else if (parent == "user" && member.name == "identifier") {
      named.name = "UserID";
    } else {
      return std::nullopt;
    }
    return named;
  }

  void rename_into_system(const Field& field, bool beat) {
    Field renamed = field;
    if (beat) renamed.name = flat_name(field.name);
    if (lists_ || (renamed.name != field.name && renamed.name != "Keywords")) renamed = alone(renamed);
    form_.system.push_back(renamed);
  }

  // The value at a dotted name, whether it stands there or is nested.
  std::optional<Field> at(Record record, std::string_view path) {
    for (const Field& field : record) {
      if (field.name == path) return alone(field);
      if (!path.starts_with(field.name) || path.size() <= field.name.size() || path[field.name.size()] != '.') continue;
      if (field.kind != FieldKind::Nested) continue;
      if (const auto inner = at(keeper_.members_of(field), path.substr(field.name.size() + 1))) return inner;
    }
    return std::nullopt;
  }

  void complete(Record record, std::string_view common, std::string_view name, std::vector<Field>& fields) {
    const Field* const there = find_field(fields, name);
    if (there != nullptr && !there->is_blank()) return;
    auto found = at(record, common);
    if (!found || found->is_blank() || found->kind == FieldKind::Nested) return;
    found->name = name;
    fields.push_back(*found);
  }

  // Versions differ in how they write a level's name; the number follows from it.
  void complete_level() {
    for (Field& field : form_.system) {
      if (field.name != "LevelName") continue;
      const std::int32_t level = level_of_name(field.text);
      if (level < 0) return;
      field.text = level_name(level);
      if (!has_field(form_.system, "Level"))
        form_.system.push_back({"Level", keeper_.keep(std::to_string(level)), FieldKind::Number, false});
      return;
    }
  }

  void complete_data(Record record) {
    const Field* const provider = find_field(form_.system, "SourceName");
    const Field* const id = find_field(form_.system, "EventID");
    if (provider == nullptr) return;
    const bool sysmon = provider->text == "Microsoft-Windows-Sysmon";
    const bool process = provider->text == "Microsoft-Windows-Security-Auditing" && id->text == "4688";
    if (!sysmon && !process) return;
    for (const CommonData& names : common_data) {
      const std::string_view name = sysmon ? names.sysmon : names.security;
      if (!name.empty()) complete(record, names.common, name, form_.data);
    }
    form_.data_is_apart = form_.data_is_apart || !form_.data.empty();
  }

  FieldKeeper& keeper_;
  EventForm& form_;
  bool lists_ = false;  // every field is one
};

bool knows(Record names) {
  return (has_field(names, "log_name") && has_field(names, "event_id")) || has_field(names, "winlog") ||
         has_field(names, "winlog.channel") || (has_field(names, "_index") && has_field(names, "_source")) ||
         (has_field(names, "_index") && has_field(names, "fields"));
}

bool unpack(Record record, FieldKeeper& keeper, EventForm& form) {
  return Winlogbeat(keeper, form).run(record);
}

}  // namespace

EventClothing winlogbeat_clothing() {
  return {knows, unpack};
}

}  // namespace huntbook::ingest
