#include "ingest/evtx/event_shape.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

namespace huntbook::ingest::evtx {

namespace {

// The System part by the field names that Windows events have here, whichever reader they come from. An empty
// attribute: the element's content.
struct SystemPlace {
  std::string_view element;
  std::string_view attribute;
  std::string_view field;
};
constexpr std::array system_places = {
    SystemPlace{"Channel", "", "Channel"},
    SystemPlace{"Computer", "", "Computer"},
    SystemPlace{"Correlation", "ActivityID", "ActivityID"},
    SystemPlace{"EventID", "", "EventID"},
    SystemPlace{"EventRecordID", "", "RecordNumber"},
    SystemPlace{"Execution", "ProcessID", "ExecutionProcessID"},
    SystemPlace{"Execution", "ThreadID", "ThreadID"},
    SystemPlace{"Keywords", "", "Keywords"},
    SystemPlace{"Level", "", "Level"},
    SystemPlace{"Opcode", "", "OpcodeValue"},
    SystemPlace{"Provider", "Guid", "ProviderGuid"},
    SystemPlace{"Provider", "Name", "SourceName"},
    SystemPlace{"Security", "UserID", "UserID"},
    SystemPlace{"Task", "", "Task"},
    SystemPlace{"TimeCreated", "SystemTime", "TimeCreated"},
    SystemPlace{"Version", "", "Version"},
};

bool is_child(const Piece& piece) {
  return piece.kind == Piece::Kind::Element;
}

// What stands between the tags of an element that a tool has written on lines of its own.
bool is_blank(const std::vector<Piece>& content) {
  return std::ranges::all_of(content, [](const Piece& piece) {
    return piece.kind == Piece::Kind::Text && piece.text.find_first_not_of(" \t\r\n") == std::string::npos;
  });
}

class FieldFinder {
 public:
  explicit FieldFinder(EventShape& shape) : shape_(shape) {}

  void run() {
    const XmlElement& root = shape_.tree.elements.front();
    if (shape_.around == Around::EventData) return add(Part::Data, data_name(root), source_of(root));
    if (shape_.around == Around::UserData) return take_wrapper(root);
    if (root.name != "Event") return take_part(root);
    for (const Piece& piece : root.content) {
      if (is_child(piece)) {
        take_part(shape_.tree.elements[piece.index]);
      } else {
        take_substitution(piece, Around::Nothing);
      }
    }
  }

 private:
  using Part = FieldPlace::Part;

  void add(Part part, std::string_view name, FieldPlace::Source source) {
    std::unordered_map<std::string, std::size_t>& places = part == Part::System ? system_ : data_;
    const auto [place, is_new] = places.try_emplace(std::string(name), shape_.fields.size());
    if (!is_new) return shape_.fields[place->second].sources.push_back(source);
    shape_.fields.push_back({part, std::string(name), {source}});
  }

  void take_substitution(const Piece& piece, Around around) {
    if (piece.kind != Piece::Kind::Text) shape_.substituted.push_back({piece.index, around});
  }

  // A child of Event.
  void take_part(const XmlElement& part) {
    if (part.name == "System") return take_system(part);
    if (part.name == "EventData") return take_event_data(part);
    if (part.name == "UserData") return take_user_data(part);
    if (part.name == "RenderingInfo") return take_rendering(part);
    // ProcessingErrorData, DebugData: kept as what they are.
    add(Part::System, part.name, {nullptr, &part});
  }

  void take_system(const XmlElement& system) {
    for (const Piece& piece : system.content) {
      if (!is_child(piece)) continue;
      const XmlElement& child = shape_.tree.elements[piece.index];
      for (const XmlAttribute& attribute : child.attributes) {
        if (!is_namespace(attribute))
          add(Part::System, system_field(child.name, attribute.name), {&attribute.value, nullptr});
      }
      if (is_blank(child.content)) continue;
      const bool text = std::ranges::none_of(child.content, is_child);
      add(Part::System, system_field(child.name, {}), text ? FieldPlace::Source{&child.content} : source_of(child));
    }
  }

  void take_rendering(const XmlElement& rendering) {
    for (const XmlAttribute& attribute : rendering.attributes) {
      if (!is_namespace(attribute)) add(Part::System, rendered_field(attribute.name), {&attribute.value, nullptr});
    }
    for (const Piece& piece : rendering.content) {
      if (!is_child(piece)) continue;
      const XmlElement& child = shape_.tree.elements[piece.index];
      if (!child.content.empty()) add(Part::System, rendered_field(child.name), source_of(child));
    }
  }

  void take_event_data(const XmlElement& data) {
    for (const XmlAttribute& attribute : data.attributes) {
      if (!is_namespace(attribute)) add(Part::System, "EventData" + attribute.name, {&attribute.value, nullptr});
    }
    for (const Piece& piece : data.content) {
      if (is_child(piece)) {
        const XmlElement& child = shape_.tree.elements[piece.index];
        add(Part::Data, data_name(child), source_of(child));
      } else {
        take_substitution(piece, Around::EventData);
      }
    }
  }

  // What a provider of its own format writes: mostly one element that holds all the others, and mostly as a value.
  void take_user_data(const XmlElement& data) {
    for (const Piece& piece : data.content) {
      if (is_child(piece)) {
        take_wrapper(shape_.tree.elements[piece.index]);
      } else {
        take_substitution(piece, Around::UserData);
      }
    }
  }

  void take_wrapper(const XmlElement& wrapper) {
    for (const XmlAttribute& attribute : wrapper.attributes) {
      if (!is_namespace(attribute)) add(Part::Data, attribute.name, {&attribute.value, nullptr});
    }
    if (std::ranges::none_of(wrapper.content, is_child)) {
      if (!wrapper.content.empty()) add(Part::Data, wrapper.name, {&wrapper.content, nullptr});
      return;
    }
    for (const Piece& inner : wrapper.content) {
      if (!is_child(inner)) continue;
      const XmlElement& child = shape_.tree.elements[inner.index];
      add(Part::Data, data_name(child), source_of(child));
    }
  }

  // An element with attributes of its own, or with elements in it, is an object.
  static FieldPlace::Source source_of(const XmlElement& element) {
    if (is_plain(element)) return {&element.content, nullptr};
    return {nullptr, &element};
  }

  EventShape& shape_;
  std::unordered_map<std::string, std::size_t> system_;  // into shape_.fields
  std::unordered_map<std::string, std::size_t> data_;
};

}  // namespace

std::string system_field(std::string_view element, std::string_view attribute) {
  const auto* const found = std::ranges::find_if(system_places, [&](const SystemPlace& place) {
    return place.element == element && place.attribute == attribute;
  });
  if (found != system_places.end()) return std::string(found->field);
  return std::string(attribute.empty() ? element : attribute);
}

std::string_view rendered_field(std::string_view element) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> names = {{
      {"Channel", "ChannelName"},
      {"Keywords", "KeywordNames"},
      {"Level", "LevelName"},
      {"Provider", "ProviderDisplayName"},
      {"Task", "Category"},
      {"Culture", "RenderingCulture"},
  }};
  const auto* const found = std::ranges::find(names, element, &std::pair<std::string_view, std::string_view>::first);
  return found == names.end() ? element : found->second;
}

bool is_namespace(const XmlAttribute& attribute) {
  return attribute.name == "xmlns" || attribute.name.starts_with("xmlns:");
}

bool is_plain_name(const XmlAttribute& attribute) {
  return attribute.name == "Name" && attribute.value.size() == 1 && attribute.value.front().kind == Piece::Kind::Text;
}

bool is_plain(const XmlElement& element) {
  return std::ranges::none_of(element.content, is_child) &&
         std::ranges::all_of(element.attributes, [](const XmlAttribute& attribute) {
           return is_namespace(attribute) || is_plain_name(attribute);
         });
}

std::string_view data_name(const XmlElement& element) {
  const auto found = std::ranges::find_if(element.attributes, is_plain_name);
  return found == element.attributes.end() ? std::string_view(element.name)
                                           : std::string_view(found->value.front().text);
}

void find_fields(EventShape& shape) {
  FieldFinder(shape).run();
  for (FieldPlace& place : shape.fields) {
    if (place.sources.size() != 1) continue;
    const std::vector<Piece>* const pieces = place.sources.front().pieces;
    if (pieces != nullptr && pieces->size() == 1 && pieces->front().kind != Piece::Kind::Element)
      place.alone = &pieces->front();
  }
}

}  // namespace huntbook::ingest::evtx
