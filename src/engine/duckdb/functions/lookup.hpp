// Functions that ask a local file: GeoIP and user agents.
#pragma once

#include "engine/duckdb/scalar_function.hpp"

namespace huntbook::engine::duckdb {

void add_lookup_functions(ScalarFunctions& table);

}  // namespace huntbook::engine::duckdb
