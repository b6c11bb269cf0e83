// Where a string literal ends and what it says, for lexer and literals (Kusto docs, "The string data type").
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "diag/diagnostic.hpp"

namespace huntbook::kql::syntax {

bool is_name_start(char c);  // ASCII letters and '_': other letters only stand in bracketed names
bool is_name_char(char c);

// Extent of a string literal: [start, end), its opening quotes are [quote, body), its content [body, body_end).
struct StringScan {
  std::size_t quote = 0;
  std::size_t body = 0;
  std::size_t body_end = 0;
  std::size_t end = 0;      // == start: there is no string literal here
  bool hidden = false;      // h".."
  bool verbatim = false;    // @"..", and the multi-line forms
  bool terminated = false;  // else it ends with its line, a multi-line one with the text
};
StringScan scan_string(std::string_view text, std::size_t start);

// What a string literal stands for. `error` gets the place of an escape that is none.
struct StringValue {
  std::string text;
  bool hidden = false;
  std::optional<diag::Span> bad_escape;
};
StringValue string_value(std::string_view text, diag::Span literal);

}  // namespace huntbook::kql::syntax
