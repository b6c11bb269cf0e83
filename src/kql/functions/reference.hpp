// What lists and pages of the functions say beside their records: the family that a function is shown under, and where
// it differs from Kusto or has a limit worth a word.
#pragma once

#include <string_view>

#include "kql/functions/record.hpp"

namespace huntbook::kql {

// The heading for a record of builtin_functions(): "Text", "Times", ...
std::string_view family_of(const FunctionRecord& record);

// One or two sentences; empty for most.
std::string_view notes_of(const FunctionRecord& record);

}  // namespace huntbook::kql
