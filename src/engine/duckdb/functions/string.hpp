// Kernels of KQL's string functions. Positions and lengths count code points, as Kusto's do.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/duckdb/scalar_function.hpp"

namespace huntbook::engine::duckdb {

// From `start` (from the end where negative) `length` code points, or all that follow.
bool substring(TextResult& out, std::string_view text, std::int64_t start, std::int64_t length);
bool substring_to_end(TextResult& out, std::string_view text, std::int64_t start);
bool reverse(TextResult& out, std::string_view text);
// At most 1024 times (Kusto docs, "strrep()").
bool strrep(TextResult& out, std::string_view text, std::int64_t times, std::string_view delimiter);
// Lookups and rewrites are dynamic arrays. An earlier lookup goes first, and what it matched is left alone after that.
bool replace_strings(TextResult& out, std::string_view text, std::string_view lookups, std::string_view rewrites);
// Each character of `search` becomes the one at its place in `replacement`, or its last one; none where that is empty.
bool translate(TextResult& out, std::string_view search, std::string_view replacement, std::string_view text);
// Index of the given occurrence within `length` characters (-1: all) from `start`; -1 where there is none, null for
// arguments that the docs forbid.
std::optional<std::int64_t> indexof(std::string_view text, std::string_view match, std::int64_t start,
                                    std::int64_t length, std::int64_t occurrence);
// Occurrences, which may overlap.
std::int64_t countof(std::string_view text, std::string_view search);
std::int64_t strcmp(std::string_view left, std::string_view right);
bool is_ascii(std::string_view text);
bool split(JsonResult& out, std::string_view text, std::string_view delimiter);
// An array with the one part, empty where there is no such part.
bool split_part(JsonResult& out, std::string_view text, std::string_view delimiter, std::int64_t index);
bool codepoints_of(JsonResult& out, std::string_view text);
// Arguments are integers or arrays of them, as JSON; empty where one is no code point.
bool codepoints_to_string(TextResult& out, std::span<const std::string_view> values);

// What indexof() and indexof_regex() share: the bytes [first, last) to search, and which code point `first` is.
struct SearchWindow {
  std::size_t first;
  std::size_t last;
  std::int64_t position;
};
std::optional<SearchWindow> search_window(std::string_view text, std::int64_t start, std::int64_t length);
std::int64_t count_codepoints(std::string_view text);

}  // namespace huntbook::engine::duckdb
