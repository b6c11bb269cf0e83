// Kusto's dialect of regular expressions (Kusto docs, "RE2 syntax": that of Rust's regex crate) written in RE2's.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace huntbook {

// The pattern with what RE2 spells otherwise replaced. Whether RE2 takes it is for the caller to see. Errors of kind
// User name what RE2 cannot do: look-around, operations on classes, ...
Result<std::string> re2_pattern_of(std::string_view pattern);

}  // namespace huntbook
