// Messages of DuckDB become errors of ours: who is at fault, and a text without the engine's jargon.
#pragma once

#include <string_view>

#include "base/result.hpp"

namespace huntbook::engine::duckdb {

// The error that a message of the engine ("Conversion Error: ...") stands for.
Error engine_error(std::string_view message);

// The same for a database file that could not be opened; a file locked by another process is said so, with its id.
Error open_error(std::string_view message, std::string_view path);

}  // namespace huntbook::engine::duckdb
