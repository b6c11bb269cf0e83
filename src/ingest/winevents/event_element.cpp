#include "ingest/evtx/event_shape.hpp"
#include "ingest/winevents/event_form.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::string_view attributes_key = "#attributes";
constexpr std::string_view text_key = "#text";
constexpr std::string_view apart_suffix = "_attributes";  // where attributes stand beside their element

class EventElement {
 public:
  EventElement(FieldKeeper& keeper, EventForm& form) : keeper_(keeper), form_(form) {}

  bool run(Record record) {
    const Field* const event = find_field(record, "Event");
    if (event == nullptr || event->kind != FieldKind::Nested) return false;
    const Record parts = keeper_.members_of(*event);
    const Field* const system = find_field(parts, "System");
    if (system == nullptr) return false;
    for (const Field& child : keeper_.members_of(*system)) take_system(child);
    if (!has_text(form_.system, "Channel") || !has_field(form_.system, "EventID")) return false;
    for (const Field& part : parts) {
      if (part.name == "System" || part.name == attributes_key || part.name == "Event_attributes") continue;
      if (part.name == "EventData") {
        take_event_data(part);
      } else if (part.name == "UserData") {
        take_user_data(part);
      } else if (part.name == "RenderingInfo") {
        take_rendering(part);
      } else if (!part.is_blank()) {
        form_.system.push_back(part);
      }
    }
    for (const Field& field : record) {
      if (field.name != "Event" && !field.is_blank()) form_.system.push_back(field);
    }
    form_.data_is_apart = true;
    return true;
  }

 private:
  void add_system(std::string_view element, std::string_view attribute, Field field) {
    if (field.is_blank() || attribute.starts_with("xmlns")) return;
    field.name = keeper_.keep(evtx::system_field(element, attribute));
    form_.system.push_back(field);
  }

  void take_system(const Field& child) {
    if (child.name.ends_with(apart_suffix)) {
      const std::string_view element = child.name.substr(0, child.name.size() - apart_suffix.size());
      for (const Field& attribute : keeper_.members_of(child)) add_system(element, attribute.name, attribute);
      return;
    }
    if (child.kind != FieldKind::Nested) return add_system(child.name, {}, child);
    for (const Field& member : keeper_.members_of(child)) {
      if (member.name == text_key) {
        add_system(child.name, {}, member);
      } else if (member.name == attributes_key) {
        for (const Field& attribute : keeper_.members_of(member)) add_system(child.name, attribute.name, attribute);
      }
    }
  }

  static bool is_namespace_object(Record members) {
    for (const Field& member : members) {
      if (!member.name.starts_with("xmlns")) return false;
    }
    return true;
  }

  // An element without a name is "Data", and its text stands apart where several are.
  void take_event_data(const Field& data) {
    for (const Field& member : keeper_.members_of(data)) {
      if (member.name == attributes_key) {
        for (const Field& attribute : keeper_.members_of(member)) {
          Field named = attribute;
          named.name = keeper_.keep("EventData" + std::string(attribute.name));
          form_.system.push_back(named);
        }
        continue;
      }
      form_.data.push_back(plain(member));
    }
  }

  // {"#text": value} is that value.
  Field plain(const Field& field) {
    if (field.kind != FieldKind::Nested) return field;
    const Record members = keeper_.members_of(field);
    if (members.size() != 1 || members.front().name != text_key) return field;
    Field text = members.front();
    text.name = field.name;
    return text;
  }

  void take_user_data(const Field& data) {
    for (const Field& wrapper : keeper_.members_of(data)) {
      if (wrapper.name == attributes_key || wrapper.name.ends_with(apart_suffix)) continue;
      if (wrapper.kind != FieldKind::Nested) {
        form_.data.push_back(wrapper);
        continue;
      }
      for (const Field& member : keeper_.members_of(wrapper)) {
        if (member.name != attributes_key) {
          form_.data.push_back(plain(member));
          continue;
        }
        const Record attributes = keeper_.members_of(member);
        if (is_namespace_object(attributes)) continue;
        for (const Field& attribute : attributes) {
          if (!attribute.name.starts_with("xmlns")) form_.data.push_back(attribute);
        }
      }
    }
  }

  void take_rendering(const Field& rendering) {
    for (const Field& member : keeper_.members_of(rendering)) {
      if (member.name == attributes_key || member.is_blank()) continue;
      Field named = plain(member);
      named.name = evtx::rendered_field(member.name);
      form_.system.push_back(named);
    }
  }

  FieldKeeper& keeper_;
  EventForm& form_;
};

bool knows(Record names) {
  return has_field(names, "Event");
}

bool unpack(Record record, FieldKeeper& keeper, EventForm& form) {
  return EventElement(keeper, form).run(record);
}

}  // namespace

EventClothing event_element_clothing() {
  return {knows, unpack};
}

}  // namespace huntbook::ingest
