// Makes hostile text safe for the place where it is shown: a terminal, HTML and SVG, a spreadsheet cell. Evidence may
// hold anything, so every writer of this layer goes through here.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace huntbook::render {

// Code points that would act instead of being seen: C0 and C1 controls, DEL, bidirectional overrides and isolates,
// zero-width characters, line and paragraph separators. Tab, line feed and carriage return are among them.
bool is_control(char32_t point);

// Columns that a code point takes on a terminal: 0 (combining), 1, or 2 (East Asian wide, emoji).
unsigned display_width(char32_t point);
// Columns of a whole text as it stands; control characters and bytes that are no UTF-8 count 1.
std::size_t display_width(std::string_view text);

// Terminal: controls as \x1b, \n, \u{202e}; bytes that are no UTF-8 as \xff. The result is one line.
void append_terminal(std::string_view text, std::string& out);
std::string escape_terminal(std::string_view text);

// HTML and SVG, text and attribute values: & < > " ' as entities, controls made visible as on a terminal (most are not
// allowed in XML), but tab and line ends kept; what is no UTF-8 becomes \xff.
void append_html(std::string_view text, std::string& out);
std::string escape_html(std::string_view text);

// A JSON string with its quotes. Text is kept as it is; bytes that are no UTF-8 become U+FFFD.
void append_json_string(std::string_view text, std::string& out);

// At most `columns` columns of a text without control characters, with "…" at the end where something was cut.
std::string clip(std::string_view text, std::size_t columns);

}  // namespace huntbook::render
