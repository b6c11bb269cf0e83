// Reads the code points of a text that may not be UTF-8.
#pragma once

#include <cstdint>
#include <string_view>

namespace huntbook::render {

struct CodePoint {
  char32_t value = 0;
  unsigned length = 1;  // bytes
  bool valid = false;   // false: `value` is the byte at this place
};

// The code point that starts at `at` (< text.size()); overlong forms, surrogates and values above U+10FFFF are not
// valid (Unicode 15, table 3-7).
inline CodePoint read_code_point(std::string_view text, std::size_t at) {
  auto byte = [&](std::size_t index) { return static_cast<std::uint8_t>(text[index]); };
  const std::uint8_t first = byte(at);
  if (first < 0x80) return {first, 1, true};
  const CodePoint bad{first, 1, false};
  if (first < 0xC2 || first > 0xF4) return bad;
  const unsigned length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (text.size() - at < length) return bad;
  char32_t value = length == 2 ? first & 0x1FU : length == 3 ? first & 0x0FU : first & 0x07U;
  for (unsigned i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) return bad;
    value = (value << 6U) | (byte(at + i) & 0x3FU);
  }
  if ((length == 3 && value < 0x800) || (length == 4 && (value < 0x10000 || value > 0x10FFFF))) return bad;
  if (value >= 0xD800 && value <= 0xDFFF) return bad;
  return {value, length, true};
}

}  // namespace huntbook::render
