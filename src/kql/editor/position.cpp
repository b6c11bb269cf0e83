#include "kql/editor/position.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace huntbook::kql::editor {

namespace {

// Code units of text[begin, end).
std::size_t units_between(std::string_view text, std::size_t begin, std::size_t end) {
  std::size_t units = 0;
  for (std::size_t at = begin; at < end;) {
    const CodePoint code = decode_utf8(text.substr(at));
    units += code.valid && code.value >= 0x10000 ? 2 : 1;
    at += code.size;
  }
  return units;
}

// The byte that many units behind `begin`, at most `end`.
std::size_t advance(std::string_view text, std::size_t begin, std::size_t end, std::size_t units) {
  std::size_t at = begin;
  while (at < end) {
    const CodePoint code = decode_utf8(text.substr(at));
    const std::size_t width = code.valid && code.value >= 0x10000 ? 2 : 1;
    if (width > units) break;
    units -= width;
    at += code.size;
  }
  return std::min(at, end);
}

bool ends_line(std::string_view text, std::size_t at) {
  return text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n'));
}

}  // namespace

Position position_of(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  Position position;
  std::size_t line_begin = 0;
  for (std::size_t at = 0; at < offset; ++at) {
    if (!ends_line(text, at)) continue;
    ++position.line;
    line_begin = at + 1;
  }
  position.column = units_between(text, line_begin, offset);
  return position;
}

std::size_t utf16_offset_of(std::string_view text, std::size_t offset) {
  return units_between(text, 0, std::min(offset, text.size()));
}

std::size_t offset_of(std::string_view text, Position position) {
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size() && position.line > 0; ++at) {
    if (!ends_line(text, at)) continue;
    --position.line;
    begin = at + 1;
  }
  if (position.line > 0) return text.size();
  std::size_t end = begin;
  while (end < text.size() && text[end] != '\n' && text[end] != '\r') ++end;
  return advance(text, begin, end, position.column);
}

std::size_t offset_of_utf16(std::string_view text, std::size_t units) {
  return advance(text, 0, text.size(), units);
}

}  // namespace huntbook::kql::editor
