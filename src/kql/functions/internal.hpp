// Functions that no query can name: what the binder makes operators of.
#pragma once

#include "kql/functions/record.hpp"

namespace huntbook::kql {

// (pairs: dynamic, first: long, last: long, default: dynamic) -> dynamic. The elements `first` to `last` of a series
// whose known ones are `pairs` of index and value, the others `default`. Null where there would be more than 2^20.
const FunctionRecord& series_filling();

// (hll: dynamic, hlls: dynamic, ...) -> dynamic. How many values the first sketch, the first two, ..., all have in
// common, as an array. Null where one is no sketch.
const FunctionRecord& sketch_intersections();

// (order: string, array: dynamic, arrays: dynamic, ...) -> dynamic. The arrays, in an array, with the first one sorted
// and the others in its order; null in place of those of another length. The order is "asc" or "desc", a blank, and
// "first" or "last" for the place of nulls.
const FunctionRecord& arrays_sorted_together();

}  // namespace huntbook::kql
