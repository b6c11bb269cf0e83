// The families of functions, one call each. builtin_functions() makes them in the order of register.cpp.
#pragma once

#include "kql/functions/record.hpp"

namespace huntbook::kql {

void add_arithmetic_operators(FunctionCatalogue& catalogue);
void add_comparison_operators(FunctionCatalogue& catalogue);
void add_math_functions(FunctionCatalogue& catalogue);
void add_conditional_functions(FunctionCatalogue& catalogue);
void add_datetime_functions(FunctionCatalogue& catalogue);
void add_aggregates(FunctionCatalogue& catalogue);
void add_collecting_aggregates(FunctionCatalogue& catalogue);
void add_window_functions(FunctionCatalogue& catalogue);
void add_conversion_functions(FunctionCatalogue& catalogue);
void add_dynamic_functions(FunctionCatalogue& catalogue);
// After all others: a name that has a record is left out.
void add_known_names(FunctionCatalogue& catalogue);
void add_string_operators(FunctionCatalogue& catalogue);
void add_string_functions(FunctionCatalogue& catalogue);
void add_regex_functions(FunctionCatalogue& catalogue);
void add_text_part_functions(FunctionCatalogue& catalogue);
void add_encoding_functions(FunctionCatalogue& catalogue);
void add_network_functions(FunctionCatalogue& catalogue);
void add_geo_functions(FunctionCatalogue& catalogue);
void add_sketch_functions(FunctionCatalogue& catalogue);
void add_unit_functions(FunctionCatalogue& catalogue);
void add_series_element_functions(FunctionCatalogue& catalogue);
void add_series_functions(FunctionCatalogue& catalogue);

}  // namespace huntbook::kql
