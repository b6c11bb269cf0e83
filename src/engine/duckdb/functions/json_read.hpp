// Reads dynamic values, which are JSON text, inside our scalar functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>

namespace huntbook::engine::duckdb {

// The document, or nothing where the text is no JSON. Valid until the next call on the same thread.
std::optional<simdjson::dom::element> parse_dynamic(std::string_view json);

// The strings of a dynamic array, other elements as their JSON text; a value that is no array counts as its one
// element. Views and texts live in the result.
std::vector<std::string> texts_of_array(std::string_view json);

}  // namespace huntbook::engine::duckdb
