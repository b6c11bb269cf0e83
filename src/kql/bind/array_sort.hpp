// array_sort_asc() and array_sort_desc() of several arrays, which give several values (Kusto docs, their pages).
#pragma once

#include <string>
#include <vector>

#include "kql/bind/scalar.hpp"

namespace huntbook::kql::bind {

// Whether the call sorts more than one array. A last argument that is no array, nulls_last, is told by its form.
bool sorts_arrays_together(Context& context, const syntax::Call& call);
// All the sorted arrays of such a call, as one array.
plan::ScalarPtr bind_arrays_sorted_together(Context& context, const Scope& scope, const syntax::Call& call,
                                            diag::Span span);
// What the columns of such a call are named after: the names of its arrays, or array0, array1, ...
std::vector<std::string> names_of_sorted_arrays(Context& context, const syntax::Call& call);
// The element of an array, as dynamic.
plan::ScalarPtr element_of(plan::ScalarPtr array, std::int64_t index);

}  // namespace huntbook::kql::bind
