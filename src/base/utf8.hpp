// UTF-8 as Huntbook's texts have it: evidence and queries are hostile, so every reader works on any bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace huntbook {

inline constexpr std::uint32_t replacement_character = 0xFFFD;

struct CodePoint {
  std::uint32_t value = replacement_character;
  std::size_t size = 1;  // bytes
  bool valid = false;    // else one byte that starts no well-formed sequence
};

// The code point at the start of `text`, which is not empty. Overlong forms, surrogates and what lies beyond U+10FFFF
// are not well-formed (Unicode standard, table 3-7).
CodePoint decode_utf8(std::string_view text);

// Offset of the first byte that is not well-formed; npos where all is.
std::size_t find_invalid_utf8(std::string_view text);

// Appends the code point; what is none becomes U+FFFD.
void append_utf8(std::string& out, std::uint32_t code_point);

// Bytes of the blank at the start of `text` that is none of ASCII's (no-break space, zero-width space, byte order
// mark, ...), as they come with pasted text; 0 if there is none.
std::size_t blank_code_point(std::string_view text);

// Control characters and bytes that are not UTF-8 as \xNN, line and paragraph separators and directional marks as
// \uNNNN, everything else as it is: safe to show in a terminal.
std::string visible_text(std::string_view text);

// Appends what visible_text makes of one code point.
void append_visible(std::string& out, std::string_view bytes, const CodePoint& code_point);

}  // namespace huntbook
