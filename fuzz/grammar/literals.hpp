// Literals of each type for made-up queries and their tables: ordinary values and those at the edges.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/scalar_type.hpp"

namespace huntbook::fuzz {

// As KQL writes them; nulls are among them. String literals are those of plain_texts().
std::span<const std::string_view> literals_of(ScalarType type);
std::span<const std::string_view> plain_texts();
// The KQL literal of any text.
std::string text_literal(std::string_view text);

}  // namespace huntbook::fuzz
