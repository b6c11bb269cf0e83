// Conversion of a value from one KQL type to another, as SQL: what tostring(), tolong(), ... do, and what the lowering
// of implicit conversions uses.
#pragma once

#include "base/scalar_type.hpp"
#include "sql/tree.hpp"

namespace huntbook::kql {

// `value` of type `from` as type `to`. Nothing is ever raised at run time: what cannot be converted is null, or the
// empty string. Sources: Kusto docs, "tostring()", "toint()", ... and "The dynamic data type". Numbers and ticks
// convert to each other by value; a fraction is cut off; a scalar becomes the dynamic value that holds it, with
// datetime, timespan, guid and decimal as JSON strings.
sql::ExprPtr convert(sql::ExprPtr value, ScalarType from, ScalarType to);

}  // namespace huntbook::kql
