// set: options of a query (Kusto docs, "Request properties").
#pragma once

#include "kql/bind/context.hpp"

namespace huntbook::kql::bind {

// query_now, query_take_max_records and the two of bin_auto() do what they say. Options that would change the rows and
// do not are refused; those about a cluster mean nothing here; names that are no option are warned of.
void bind_set(Context& context, const syntax::SetStatement& statement);

}  // namespace huntbook::kql::bind
