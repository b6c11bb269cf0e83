// What is wrong with a query, on stderr: with a caret for a person, as one JSON object for a program.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "diag/diagnostic.hpp"

namespace huntbook::app {

// As JSON only the first error is printed: {"error":{"code","message","line","column","hint"}}.
void print_diagnostics(const diag::Diagnostics& diagnostics, std::string_view text, bool json);
// An error that has no place in the text: line and column are 0.
void print_error_json(const Error& error);

}  // namespace huntbook::app
