// Writes numbers and texts as Windows' files have them.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace huntbook::scenario {

template <typename Number>
void append_number(std::string& out, Number value) {
  static_assert(std::is_unsigned_v<Number>);
  char bytes[sizeof(Number)];
  std::memcpy(bytes, &value, sizeof(Number));
  out.append(bytes, sizeof(Number));
}

// Writes over bytes that are there.
template <typename Number>
void put_number(std::string& out, std::size_t at, Number value) {
  static_assert(std::is_unsigned_v<Number>);
  std::memcpy(out.data() + at, &value, sizeof(Number));
}

// UTF-8 as UTF-16.
void append_utf16(std::string& out, std::string_view utf8);

}  // namespace huntbook::scenario
