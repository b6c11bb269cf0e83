#include "base/utf8.hpp"

namespace huntbook {

namespace {

std::uint32_t byte_at(std::string_view text, std::size_t index) {
  return static_cast<unsigned char>(text[index]);
}

void append_hex(std::string& out, std::string_view prefix, std::uint32_t value, int digits) {
  constexpr std::string_view hex = "0123456789abcdef";
  out += prefix;
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out.push_back(hex[value >> shift & 0xF]);
}

// Code points that move the cursor, reorder text or break lines without being seen.
bool is_invisible(std::uint32_t code) {
  return (code >= 0x80 && code < 0xA0) || (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || code == 0x061C;
}

}  // namespace

CodePoint decode_utf8(std::string_view text) {
  const std::uint32_t first = byte_at(text, 0);
  if (first < 0x80) return {first, 1, true};
  if (first < 0xC2 || first > 0xF4) return {};
  const std::size_t size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (text.size() < size) return {};
  std::uint32_t value = first & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const std::uint32_t next = byte_at(text, i);
    if ((next & 0xC0) != 0x80) return {};
    value = value << 6 | (next & 0x3F);
  }
  const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
  if (overlong || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return {};
  return {value, size, true};
}

std::size_t find_invalid_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const CodePoint code_point = decode_utf8(text.substr(at));
    if (!code_point.valid) return at;
    at += code_point.size;
  }
  return std::string_view::npos;
}

void append_utf8(std::string& out, std::uint32_t code) {
  if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = replacement_character;
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0 | code >> 6);
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
  }
  put(0x80 | (code & 0x3F));
}

std::size_t blank_code_point(std::string_view text) {
  if (text.empty() || byte_at(text, 0) < 0x80) return 0;
  const CodePoint code_point = decode_utf8(text);
  const std::uint32_t code = code_point.value;
  const bool blank = code_point.valid && (code == 0x85 || code == 0xA0 || code == 0x1680 ||
                                          (code >= 0x2000 && code <= 0x200B) || code == 0x2028 || code == 0x2029 ||
                                          code == 0x202F || code == 0x205F || code == 0x3000 || code == 0xFEFF);
  return blank ? code_point.size : 0;
}

void append_visible(std::string& out, std::string_view bytes, const CodePoint& code_point) {
  if (!code_point.valid) return append_hex(out, "\\x", byte_at(bytes, 0), 2);
  if (code_point.value < 0x20 || code_point.value == 0x7F) return append_hex(out, "\\x", code_point.value, 2);
  if (is_invisible(code_point.value)) return append_hex(out, "\\u", code_point.value, 4);
  out += bytes.substr(0, code_point.size);
}

std::string visible_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const CodePoint code_point = decode_utf8(text);
    append_visible(out, text, code_point);
    text.remove_prefix(code_point.size);
  }
  return out;
}

}  // namespace huntbook
