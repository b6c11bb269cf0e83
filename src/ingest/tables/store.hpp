// Turns a field into a value of a column's type.
#pragma once

#include <string>
#include <string_view>

#include "base/column.hpp"
#include "ingest/record/field.hpp"
#include "ingest/tables/local_times.hpp"

namespace huntbook::ingest {

// Appends the field's value to `column`; a blank field becomes null (the empty text in a string column). False, with
// nothing appended, when the value is none of the column's type. Integers may be written as 443.0 (as data frames do
// when a column has gaps); a dynamic column takes JSON text as what it says, and other text as a JSON string.
// `times` gives the moments of times, which are those of the column `name`. `scratch` saves allocations between calls.
bool store(const Field& field, std::string_view name, Column& column, LocalTimes& times, std::string& scratch);

}  // namespace huntbook::ingest
