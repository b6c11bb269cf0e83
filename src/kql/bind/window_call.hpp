// Calls that stand apart from the expression around them, which uses their result as a column: aggregates and window
// functions.
#pragma once

#include <vector>

#include "kql/bind/scalar.hpp"

namespace huntbook::kql::bind {

// Puts `value` among the columns to compute first; gives its use. Null for null.
plan::ScalarPtr collect(Context& context, std::vector<plan::Assignment>& into, plan::ScalarPtr value);

// The same for the bound call of a window function. A restart condition splits the rows into runs, which are numbered
// below the call; a rank is a sum, or a maximum, over the rows where its term changes.
plan::ScalarPtr bind_window_call(Context& context, std::vector<plan::Assignment>& windows, const plan::Scalar& call,
                                 diag::Span span);

}  // namespace huntbook::kql::bind
