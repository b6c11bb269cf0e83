// An element of binary XML, compiled: its texts are UTF-8, and what a record fills in are numbered places.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace huntbook::ingest::evtx {

// A part of an attribute's value or of an element's content.
struct Piece {
  enum class Kind : std::uint8_t {
    Text,
    Substitution,          // of the record's value `index`
    OptionalSubstitution,  // the same; where the value is null, its element or attribute is not there
    Element,               // XmlTree::elements[index]
  };
  Kind kind = Kind::Text;
  std::uint32_t index = 0;
  std::string text;

  bool operator==(const Piece&) const = default;
};

struct XmlAttribute {
  std::string name;
  std::vector<Piece> value;

  bool operator==(const XmlAttribute&) const = default;
};

struct XmlElement {
  std::string name;
  std::vector<XmlAttribute> attributes;
  std::vector<Piece> content;

  bool operator==(const XmlElement&) const = default;
};

// Elements by their place; the first is the root. Children come after their parents.
struct XmlTree {
  std::vector<XmlElement> elements;

  bool operator==(const XmlTree&) const = default;
};

}  // namespace huntbook::ingest::evtx
