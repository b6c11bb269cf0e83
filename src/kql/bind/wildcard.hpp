// Patterns of names, where '*' stands for any run of characters: columns of project-away, tables of union.
#pragma once

#include <string_view>

namespace huntbook::kql::bind {

// Whether the whole of `text` fits the pattern; case-sensitive.
bool matches_wildcard(std::string_view pattern, std::string_view text);

}  // namespace huntbook::kql::bind
