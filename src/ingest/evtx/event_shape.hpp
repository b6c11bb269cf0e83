// What the elements of an event's XML are called as fields. A template is looked at once; each record that uses it then
// only fills its values in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/evtx/xml_tree.hpp"

namespace huntbook::ingest::evtx {

// One field and the places in the tree that its value comes from. With several places (elements of one name) the field
// is an array of what they hold.
struct FieldPlace {
  enum class Part : std::uint8_t { System, Data };
  Part part = Part::Data;
  std::string name;
  struct Source {
    const std::vector<Piece>* pieces = nullptr;  // an attribute's value or the content of an element without elements
    const XmlElement* element = nullptr;         // or a whole element, whose value is a JSON object
  };
  std::vector<Source> sources;
};

struct EventShape {
  XmlTree tree;
  std::vector<FieldPlace> fields;          // point into `tree`
  std::vector<std::uint32_t> substituted;  // values under Event that are elements of their own: EventData mostly

  EventShape() = default;
  EventShape(const EventShape&) = delete;
  EventShape& operator=(const EventShape&) = delete;
};

// xmlns and its like, which say nothing of the event.
bool is_namespace(const XmlAttribute& attribute);
// Name="..." without a substitution, as Data elements have it.
bool is_plain_name(const XmlAttribute& attribute);
// Text alone, with no attribute but those two: its value is that text.
bool is_plain(const XmlElement& element);
// What an element's value is called: by its plain Name, else by the element's own.
std::string_view data_name(const XmlElement& element);

// Fills in `fields` and `substituted`. The root is Event, or one of its children.
void find_fields(EventShape& shape);

}  // namespace huntbook::ingest::evtx
