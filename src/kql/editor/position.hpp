// Places in a text as editors count them: in UTF-16 code units, from the start of the document (CodeMirror, Jupyter's
// older protocol) or of a line (language servers), lines from 0.
#pragma once

#include <cstddef>
#include <string_view>

namespace huntbook::kql::editor {

struct Position {
  std::size_t line = 0;
  std::size_t column = 0;  // UTF-16 code units
  bool operator==(const Position&) const = default;
};

// `offset` is in bytes. Bytes that are no UTF-8 count one unit each.
Position position_of(std::string_view text, std::size_t offset);
std::size_t utf16_offset_of(std::string_view text, std::size_t offset);

// Back to bytes. What lies behind the text or a line is its end; within a surrogate pair it is the pair's begin.
std::size_t offset_of(std::string_view text, Position position);
std::size_t offset_of_utf16(std::string_view text, std::size_t units);

}  // namespace huntbook::kql::editor
