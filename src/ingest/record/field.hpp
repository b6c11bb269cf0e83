// A record as every reader hands it on: named values, still as the text of their source. What they become (typed
// column, part of EventData, part of _Extra) is decided later, by the table they go to.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace huntbook::ingest {

enum class FieldKind : std::uint8_t {
  Null,
  Bool,    // text: true or false
  Number,  // text: a valid JSON number
  Text,    // text: see Field::escaped
  Cell,    // text: a CSV cell, which may stand for a value of any type; empty: no value
  Nested,  // text: a valid JSON object or array
};

struct Field {
  std::string_view name;
  std::string_view text;
  FieldKind kind = FieldKind::Null;
  bool escaped = false;  // the text is the inside of a JSON string and holds (valid) escapes
  bool utc = false;      // the source says that a time in it without a zone is UTC

  bool is_text() const { return kind == FieldKind::Text || kind == FieldKind::Cell; }
  // No value, or the empty text.
  bool is_blank() const { return kind == FieldKind::Null || text.empty(); }
};

using Record = std::span<const Field>;

// The first field with this name; null where there is none.
inline const Field* find_field(Record record, std::string_view name) {
  for (const Field& field : record) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

}  // namespace huntbook::ingest
