// What is said where a query calls a function for its rows that is not there: what it may have meant, and which table
// to use instead of a view of the security information model.
#pragma once

#include <string_view>

#include "kql/bind/context.hpp"

namespace huntbook::kql::bind {

// Reports the error; always null.
std::nullptr_t unknown_table_function(Context& context, std::string_view name, diag::Span span);

}  // namespace huntbook::kql::bind
