#include "ingest/record/utf8.hpp"

#include <cstddef>

namespace huntbook::ingest {

namespace {

struct Sequence {
  std::size_t size;  // bytes that belong together
  bool valid;
};

// The sequence at the start of a text that is not empty (Unicode Standard, table 3-7).
Sequence first_sequence(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {1, true};
  std::size_t length = 0;
  unsigned char low = 0x80, high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return {1, false};
  }
  for (std::size_t i = 1; i < length; ++i) {
    if (i >= text.size() || byte(i) < low || byte(i) > high) return {i, false};
    low = 0x80;
    high = 0xBF;
  }
  return {length, true};
}

void append_visible(std::string& out, std::string_view bytes) {
  constexpr std::string_view hex = "0123456789abcdef";
  for (char c : bytes) {
    out.append("\\x");
    out.push_back(hex[static_cast<unsigned char>(c) >> 4]);
    out.push_back(hex[static_cast<unsigned char>(c) & 15]);
  }
}

}  // namespace

std::string repaired_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  while (!text.empty()) {
    const Sequence sequence = first_sequence(text);
    if (sequence.valid) {
      out.append(text.substr(0, sequence.size));
    } else {
      out.append("\xEF\xBF\xBD");
    }
    text.remove_prefix(sequence.size);
  }
  return out;
}

std::string visible_head(std::string_view bytes) {
  constexpr std::size_t limit = 200;
  std::string out;
  bytes = bytes.substr(0, limit);
  while (!bytes.empty()) {
    const Sequence sequence = first_sequence(bytes);
    const std::string_view part = bytes.substr(0, sequence.size);
    const bool control = static_cast<unsigned char>(part[0]) < 0x20 || part[0] == 0x7F;
    std::string shown;
    if (sequence.valid && !control) {
      shown = part;
    } else {
      append_visible(shown, part);
    }
    if (out.size() + shown.size() > limit) break;
    out += shown;
    bytes.remove_prefix(sequence.size);
  }
  return out;
}

}  // namespace huntbook::ingest
