// Letters of ASCII, whatever the locale. Other bytes stay as they are, so UTF-8 does too.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace huntbook {

constexpr char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = ascii_lower(c);
  return lower;
}

constexpr bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, [](char l, char r) { return ascii_lower(l) == ascii_lower(r); });
}

}  // namespace huntbook
