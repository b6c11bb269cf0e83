// All functions of ours that an engine can be given.
#pragma once

#include "engine/duckdb/scalar_function.hpp"

namespace huntbook::engine::duckdb {

// Built on first use from the families' lists; lives as long as the program.
const ScalarFunctions& builtin_scalar_functions();

// One per family: functions/<family>.cpp.
void add_array_functions(ScalarFunctions& table);
void add_bag_functions(ScalarFunctions& table);
void add_datetime_functions(ScalarFunctions& table);
void add_decimal_functions(ScalarFunctions& table);
void add_dynamic_functions(ScalarFunctions& table);
void add_expand_functions(ScalarFunctions& table);
void add_number_functions(ScalarFunctions& table);
void add_text_check_functions(ScalarFunctions& table);
void add_conversion_functions(ScalarFunctions& table);
void add_string_operator_functions(ScalarFunctions& table);
void add_pair_functions(ScalarFunctions& table);
void add_string_functions(ScalarFunctions& table);
void add_regex_functions(ScalarFunctions& table);
void add_tick_text_functions(ScalarFunctions& table);
void add_text_part_functions(ScalarFunctions& table);
void add_json_path_functions(ScalarFunctions& table);
void add_encoding_functions(ScalarFunctions& table);
void add_url_functions(ScalarFunctions& table);
void add_network_functions(ScalarFunctions& table);
void add_xml_functions(ScalarFunctions& table);
void add_geo_point_functions(ScalarFunctions& table);
void add_geo_shape_functions(ScalarFunctions& table);
void add_compress_functions(ScalarFunctions& table);
void add_punycode_functions(ScalarFunctions& table);
void add_time_zone_functions(ScalarFunctions& table);
void add_distribution_functions(ScalarFunctions& table);
void add_sketch_functions(ScalarFunctions& table);
void add_schema_functions(ScalarFunctions& table);
void add_unit_functions(ScalarFunctions& table);
void add_make_series_functions(ScalarFunctions& table);
void add_series_element_functions(ScalarFunctions& table);
void add_series_analysis_functions(ScalarFunctions& table);

}  // namespace huntbook::engine::duckdb
