// Turns a field into a value of a column's type.
#pragma once

#include <string>

#include "base/column.hpp"
#include "base/time.hpp"
#include "ingest/record/field.hpp"

namespace huntbook::ingest {

// Appends the field's value to `column`; a blank field becomes null (the empty text in a string column). False, with
// nothing appended, when the value is none of the column's type. Integers may be written as 443.0 (as data frames do
// when a column has gaps); a dynamic column takes JSON text as what it says, and other text as a JSON string.
// `zone`: ticks to subtract from times without a zone. `scratch` saves allocations between calls.
bool store(const Field& field, Column& column, Ticks zone, std::string& scratch);

}  // namespace huntbook::ingest
