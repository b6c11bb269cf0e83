// The hash of a value of any type, as hash() and the sketches of hll() take it.
#pragma once

#include "base/scalar_type.hpp"
#include "sql/tree.hpp"

namespace huntbook::kql {

// XXH64 with seed 0 as SQL: numbers, datetimes and timespans are hashed as their bytes, what the engine keeps otherwise
// as its text. Null where the value is.
sql::ExprPtr hash_of(sql::ExprPtr value, ScalarType type);

}  // namespace huntbook::kql
