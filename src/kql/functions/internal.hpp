// Functions that no query can name: what the binder makes operators of.
#pragma once

#include "kql/functions/record.hpp"

namespace huntbook::kql {

// (pairs: dynamic, first: long, last: long, default: dynamic) -> dynamic. The elements `first` to `last` of a series
// whose known ones are `pairs` of index and value, the others `default`. Null where there would be more than 2^20.
const FunctionRecord& series_filling();

}  // namespace huntbook::kql
