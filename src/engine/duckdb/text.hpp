// Text on its way into the engine's vectors: the engine trusts that every text is valid UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "engine/duckdb/api.hpp"

namespace huntbook::engine::duckdb {

bool is_valid_utf8(std::string_view text);
// The text with each byte that is no part of valid UTF-8 replaced by U+FFFD.
std::string repaired_utf8(std::string_view text);

// Writes a text into a row, repaired where it is not valid UTF-8; NUL bytes are kept.
void assign_text(duckdb_vector vector, std::size_t row, std::string_view text);
void set_null(duckdb_vector vector, std::size_t row);

}  // namespace huntbook::engine::duckdb
