// Names and texts as SQL of the engine holds them.
#pragma once

#include <string>
#include <string_view>

namespace huntbook::engine::duckdb {

inline std::string quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (char character : text) {
    if (character == quote) out += quote;
    out += character;
  }
  return out + quote;
}

inline std::string quoted_name(std::string_view name) {
  return quoted(name, '"');
}
inline std::string quoted_text(std::string_view text) {
  return quoted(text, '\'');
}

}  // namespace huntbook::engine::duckdb
