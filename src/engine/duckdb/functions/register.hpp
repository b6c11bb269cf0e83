// All functions of ours that an engine can be given.
#pragma once

#include "engine/duckdb/scalar_function.hpp"

namespace huntbook::engine::duckdb {

// Built on first use from the families' lists; lives as long as the program.
const ScalarFunctions& builtin_scalar_functions();

// One per family: functions/<family>.cpp.
void add_text_check_functions(ScalarFunctions& table);

}  // namespace huntbook::engine::duckdb
