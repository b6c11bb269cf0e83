// Kusto's regular expressions (Kusto docs, "Regex syntax") as RE2 patterns. What RE2 has no way to say is refused by
// name, nothing is matched differently without a word; docs/decisions tells of the one exception, \b.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "kql/functions/record.hpp"

namespace huntbook::kql {

// The RE2 pattern that matches what `pattern` matches in Kusto. Errors are of kind User: look-around, back references,
// operations on character classes, and whatever is no pattern.
Result<std::string> to_re2(std::string_view pattern);

// The same for a constant argument, as a literal for the engine's functions.
Result<sql::ExprPtr> translated_regex(const Argument& argument);

// A pattern, in Kusto's syntax and in RE2's, for the text itself.
std::string regex_literal(std::string_view text);

// Number of capture groups of a pattern in RE2's syntax, and of the one with this name (0 where there is none).
int group_count(const std::string& re2_pattern);
int group_named(const std::string& re2_pattern, const std::string& name);

}  // namespace huntbook::kql
