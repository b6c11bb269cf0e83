// In which type the engine holds the columns of each KQL type.
#pragma once

#include <string_view>

#include "base/scalar_type.hpp"

namespace huntbook::engine::duckdb {

// The type's name in SQL: datetime and timespan are BIGINT ticks, dynamic is VARCHAR.
std::string_view engine_type_of(ScalarType type);

}  // namespace huntbook::engine::duckdb
