// Questions about the bytes of a text.
#include <algorithm>

#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {

namespace {

// Whether the text holds a control character of ASCII other than tab, line feed and carriage return: a sign of binary
// data or of terminal escapes in a log.
bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char character) {
    auto byte = static_cast<unsigned char>(character);
    return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F;
  });
}

}  // namespace

void add_text_check_functions(ScalarFunctions& table) {
  table.add<&has_control>("hb_has_control");
}

}  // namespace huntbook::engine::duckdb
