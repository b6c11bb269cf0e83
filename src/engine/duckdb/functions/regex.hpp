// Kernels of the functions that take regular expressions. Patterns come in RE2's syntax (kql/functions/regex_dialect);
// compiled ones are kept per thread. A pattern that is none matches nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/duckdb/scalar_function.hpp"

namespace huntbook::engine::duckdb {

bool matches_regex(std::string_view text, std::string_view pattern);
// The text of a capture group (0: the whole match) of the first match; empty where nothing matches.
bool extract(TextResult& out, std::string_view pattern, std::int64_t group, std::string_view text);
// All matches: an array of texts for one group, of arrays for several. `groups` is a JSON array of group numbers. Null
// where nothing matches.
bool extract_all(JsonResult& out, std::string_view pattern, std::string_view groups, std::string_view text);
// Every match replaced; \0 to \9 in `rewrite` stand for the match and its groups.
bool replace_regex(TextResult& out, std::string_view text, std::string_view pattern, std::string_view rewrite);
// Cuts off what the pattern matches at the start, which it must be anchored to, or at the end.
bool remove_match(TextResult& out, std::string_view pattern, std::string_view text);
std::optional<std::int64_t> indexof_regex(std::string_view text, std::string_view pattern, std::int64_t start,
                                          std::int64_t length, std::int64_t occurrence);
// Matches that do not overlap.
std::int64_t countof_regex(std::string_view text, std::string_view pattern);
bool regex_quote(TextResult& out, std::string_view text);

}  // namespace huntbook::engine::duckdb
