// The families of functions, one call each. builtin_functions() makes them in the order of register.cpp.
#pragma once

#include "kql/functions/record.hpp"

namespace huntbook::kql {

void add_arithmetic_operators(FunctionCatalogue& catalogue);
void add_comparison_operators(FunctionCatalogue& catalogue);

}  // namespace huntbook::kql
