// JSON as text: strings in and out of their escaped form, and whether a text is JSON at all.
#pragma once

#include <string>
#include <string_view>

#include "ingest/record/field.hpp"

namespace huntbook::ingest {

// Objects and arrays nested deeper than this are refused: nothing that writes logs does it, and readers recurse.
inline constexpr int max_json_depth = 128;

// Appends what the inside of a JSON string stands for. Lone halves of surrogate pairs become U+FFFD. False when an
// escape is malformed; what was appended by then stays.
bool append_unescaped(std::string& out, std::string_view inside);

// Whether the text is one whole JSON value, no deeper than max_json_depth.
bool is_json(std::string_view text);

// Appends a field's value: the text it stands for (the JSON itself for nested values, nothing for null).
void append_text(std::string& out, const Field& field);
// Appends a field's value as JSON.
void append_json(std::string& out, const Field& field);
// Appends `"name":value`, with a comma before it unless `out` ends in '{'.
void append_member(std::string& out, std::string_view name, const Field& field);
void append_member(std::string& out, std::string_view name, std::string_view text);

}  // namespace huntbook::ingest
