#include "engine/duckdb/functions/register.hpp"

#include "engine/duckdb/functions/lookup.hpp"

namespace huntbook::engine::duckdb {

const ScalarFunctions& builtin_scalar_functions() {
  static const ScalarFunctions table = [] {
    ScalarFunctions functions;
    add_array_functions(functions);
    add_bag_functions(functions);
    add_datetime_functions(functions);
    add_decimal_functions(functions);
    add_dynamic_functions(functions);
    add_expand_functions(functions);
    add_number_functions(functions);
    add_text_check_functions(functions);
    add_conversion_functions(functions);
    add_string_operator_functions(functions);
    add_pair_functions(functions);
    add_string_functions(functions);
    add_regex_functions(functions);
    add_tick_text_functions(functions);
    add_text_part_functions(functions);
    add_json_path_functions(functions);
    add_encoding_functions(functions);
    add_url_functions(functions);
    add_network_functions(functions);
    add_lookup_functions(functions);
    add_xml_functions(functions);
    add_geo_point_functions(functions);
    add_geo_shape_functions(functions);
    add_compress_functions(functions);
    add_punycode_functions(functions);
    add_time_zone_functions(functions);
    add_distribution_functions(functions);
    add_sketch_functions(functions);
    add_schema_functions(functions);
    add_unit_functions(functions);
    add_make_series_functions(functions);
    add_series_element_functions(functions);
    add_series_analysis_functions(functions);
    return functions;
  }();
  return table;
}

}  // namespace huntbook::engine::duckdb
