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
  // Nearly all fields are one value of the record, or a text of the template: then this is its only piece.
  const Piece* alone = nullptr;
};

// What stands around an element.
enum class Around : std::uint8_t { Nothing, EventData, UserData };

struct EventShape {
  XmlTree tree;
  Around around = Around::Nothing;
  std::vector<FieldPlace> fields;  // point into `tree`
  // Values that are elements of their own: EventData under Event mostly, and what UserData holds.
  struct Substituted {
    std::uint32_t index;
    Around around;
  };
  std::vector<Substituted> substituted;

  EventShape() = default;
  EventShape(const EventShape&) = delete;
  EventShape& operator=(const EventShape&) = delete;
};

// What the content of an element of the System part, or one of its attributes (empty: the content), is called.
std::string system_field(std::string_view element, std::string_view attribute);
// What an element of RenderingInfo is called: the texts that the event's writer has for its numbers.
std::string_view rendered_field(std::string_view element);

// xmlns and its like, which say nothing of the event.
bool is_namespace(const XmlAttribute& attribute);
// Name="..." without a substitution, as Data elements have it.
bool is_plain_name(const XmlAttribute& attribute);
// Text alone, with no attribute but those two: its value is that text.
bool is_plain(const XmlElement& element);
// What an element's value is called: by its plain Name, else by the element's own.
std::string_view data_name(const XmlElement& element);

// Fills in `fields` and `substituted`. The root is Event, one of its children, or what stands in one of these.
void find_fields(EventShape& shape);

}  // namespace huntbook::ingest::evtx
