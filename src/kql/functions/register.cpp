#include "kql/functions/register.hpp"

namespace huntbook::kql {

const FunctionCatalogue& builtin_functions() {
  static const FunctionCatalogue catalogue = [] {
    FunctionCatalogue result;
    add_arithmetic_operators(result);
    add_comparison_operators(result);
    add_math_functions(result);
    add_conditional_functions(result);
    add_datetime_functions(result);
    add_aggregates(result);
    add_collecting_aggregates(result);
    add_window_functions(result);
    add_conversion_functions(result);
    add_dynamic_functions(result);
    add_string_operators(result);
    add_string_functions(result);
    add_regex_functions(result);
    add_text_part_functions(result);
    add_encoding_functions(result);
    add_network_functions(result);
    add_geo_functions(result);
    add_sketch_functions(result);
    add_unit_functions(result);
    add_series_element_functions(result);
    add_series_functions(result);
    add_known_names(result);
    return result;
  }();
  return catalogue;
}

}  // namespace huntbook::kql
