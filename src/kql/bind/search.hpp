// Looks for values in any column: search, find, and '* has "term"' in every predicate.
#pragma once

#include "kql/bind/scalar.hpp"

namespace huntbook::kql::bind {

// * op value: true where it holds for any column that can hold such a value. Columns of all types count as text where
// the value is one; hidden columns count where they hold the fields that a table has no column for.
plan::ScalarPtr bind_any_column(Context& context, const Scope& scope, const syntax::Binary& binary);

}  // namespace huntbook::kql::bind
