// row_window_session() as steps over the rows (Kusto docs, "row_window_session()"): each start depends on the one
// before, which no window function of the engine can do.
#pragma once

#include "kql/bind/scalar.hpp"

namespace huntbook::kql::bind {

// The relation with the call's value as a hidden column, under the assignment's id.
plan::RelPtr with_session(Context& context, plan::RelPtr input, const plan::Assignment& session);

}  // namespace huntbook::kql::bind
