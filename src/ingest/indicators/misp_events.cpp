#include "ingest/indicators/misp_events.hpp"

#include <vector>

#include "ingest/indicators/indicator_kind.hpp"
#include "ingest/record/epoch_time.hpp"
#include "ingest/record/field_values.hpp"
#include "ingest/record/json_text.hpp"

namespace huntbook::ingest {

namespace {

bool is_attribute(Record record) {
  return has_field(record, "type") && has_field(record, "value") && has_field(record, "category") &&
         has_field(record, "to_ids");
}

// filename|md5 and ip-dst|port hold two values; the kind of a part that has none is kept under MISP's name.
std::vector<Observable> observables(const std::string& type, const std::string& value) {
  const auto one = [](std::string_view kind, std::string_view text) {
    std::string whole = refanged(text);
    std::string_view key = key_by_name(kind, whole);
    return Observable{key.empty() ? "x-misp:" + std::string(kind) : std::string(key), std::move(whole)};
  };
  const std::size_t of_type = type.find('|');
  const std::size_t of_value = value.find('|');
  if (of_type == std::string::npos || of_value == std::string::npos) return {one(type, value)};
  const std::string second = type.substr(of_type + 1);
  std::vector<Observable> both = {one(type.substr(0, of_type), value.substr(0, of_value))};
  if (second != "port") both.push_back(one(second, value.substr(of_value + 1)));
  return both;
}

std::optional<Ticks> moment(Record record, std::string_view name) {
  const std::string text = text_in(record, name);
  if (text.empty()) return std::nullopt;
  if (const auto epoch = read_epoch(text)) return epoch;
  return time_in(record, name);
}

}  // namespace

bool MispEvents::knows(Record record) const {
  return has_field(record, "Event") || has_field(record, "response") || is_attribute(record);
}

bool MispEvents::put(const ParsedRecord& record, BlockTables& tables) {
  DocumentedRows* const rows = tables.documented("ThreatIntelIndicators");
  if (rows == nullptr) return false;
  members_.forget();
  if (const Field* event = find_field(record.fields, "Event")) {
    const Record inner = members_.of(*event);
    // An attribute of a search names its event beside itself.
    if (is_attribute(record.fields)) {
      put_attribute(record.fields, {}, inner, tags_of(inner), record.number, *rows);
      return true;
    }
    return put_event(inner, record.number, *rows);
  }
  if (const Field* response = find_field(record.fields, "response")) {
    bool made = false;
    if (const Field* list = find_field(members_.of(*response), "Attribute")) {
      made = put_attributes(*list, {}, {}, record.number, *rows);
    }
    for (const Field& element : members_.elements_of(*response)) {
      if (const Field* event = find_field(members_.of(element), "Event")) {
        made = put_event(members_.of(*event), record.number, *rows) || made;
      }
    }
    return made;
  }
  put_attribute(record.fields, {}, {}, {}, record.number, *rows);
  return true;
}

std::string MispEvents::tags_of(Record holder) {
  std::string text;
  const Field* list = find_field(holder, "Tag");
  if (list == nullptr) return text;
  for (const Field& tag : members_.elements_of(*list)) {
    if (!text.empty()) text += ", ";
    text += text_in(members_.of(tag), "name");
  }
  return text;
}

bool MispEvents::put_event(Record event, std::uint64_t number, DocumentedRows& rows) {
  const std::string tags = tags_of(event);
  bool made = false;
  if (const Field* list = find_field(event, "Attribute")) made = put_attributes(*list, event, tags, number, rows);
  const Field* objects = find_field(event, "Object");
  if (objects == nullptr) return made;
  for (const Field& object : members_.elements_of(*objects)) {
    if (const Field* list = find_field(members_.of(object), "Attribute")) {
      made = put_attributes(*list, event, tags, number, rows) || made;
    }
  }
  return made;
}

bool MispEvents::put_attributes(const Field& list, Record event, const std::string& tags, std::uint64_t number,
                                DocumentedRows& rows) {
  bool made = false;
  for (const Field& element : members_.elements_of(list)) {
    const std::size_t mark = members_.mark();
    const Record attribute = members_.of(element);
    if (!attribute.empty()) put_attribute(attribute, element.text, event, tags, number, rows);
    made = made || !attribute.empty();
    members_.forget_since(mark);
  }
  return made;
}

void MispEvents::put_attribute(Record attribute, std::string_view json, Record event, const std::string& tags,
                               std::uint64_t number, DocumentedRows& rows) {
  std::string all_tags = tags;
  if (const std::string own = tags_of(attribute); !own.empty()) all_tags += (all_tags.empty() ? "" : ", ") + own;
  std::string data(json);
  if (data.empty()) {
    data = "{";
    for (const Field& field : attribute) append_member(data, field.name, field);
    data += "}";
  }
  const auto changed = moment(attribute, "timestamp");
  const auto from = moment(attribute, "first_seen");
  const auto until = moment(attribute, "last_seen");
  for (const Observable& observable : observables(text_in(attribute, "type"), text_in(attribute, "value"))) {
    if (changed) rows.fill_time(time_column, *changed);
    if (const auto day = time_in(event, "date")) rows.fill_time(time_column, *day);
    if (changed) rows.fill_time("Modified", *changed);
    if (from || changed) rows.fill_time("ValidFrom", from ? *from : *changed);
    if (until) rows.fill_time("ValidUntil", *until);
    if (const std::string id = text_in(attribute, "uuid"); !id.empty()) rows.fill("Id", "indicator--" + id);
    rows.fill("ObservableKey", observable.key);
    rows.fill("ObservableValue", observable.value);
    rows.fill("Pattern", pattern_of(observable));
    rows.fill("IsActive", text_in(attribute, "to_ids") == "false" ? "false" : "true");
    rows.fill("IsDeleted", text_in(attribute, "deleted") == "true" ? "true" : "false");
    rows.fill("Revoked", "false");
    rows.fill("Tags", all_tags);
    rows.fill("SourceSystem", "MISP");
    rows.fill_dynamic("Data", data);
    for (const std::string_view name : {"uuid", "info", "threat_level_id"}) {
      const Field* field = find_field(event, name);
      if (field != nullptr && !field->is_blank()) rows.extra(std::string("event_") + std::string(name), *field);
    }
    if (const Field* who = find_field(event, "Orgc")) {
      const std::string organisation = text_in(members_.of(*who), "name");
      rows.extra("event_organisation", Field{{}, organisation, FieldKind::Text, false});
    }
    rows.fill("Type", "ThreatIntelIndicators");
    rows.end_row(number);
  }
}

Source misp_source() {
  return {"misp", "events of MISP", []() -> std::unique_ptr<Normaliser> { return std::make_unique<MispEvents>(); }};
}

}  // namespace huntbook::ingest
