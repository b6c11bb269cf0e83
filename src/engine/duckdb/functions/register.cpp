#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {

const ScalarFunctions& builtin_scalar_functions() {
  static const ScalarFunctions table = [] {
    ScalarFunctions functions;
    add_text_check_functions(functions);
    return functions;
  }();
  return table;
}

}  // namespace huntbook::engine::duckdb
