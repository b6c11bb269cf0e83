// Values within a record by their path: members of objects, elements of arrays.
#pragma once

#include <string>
#include <string_view>

#include "ingest/record/field.hpp"
#include "kql/plan/external.hpp"

namespace huntbook::ingest {

// Appends what a column asks for: the text that the value stands for, or its JSON; nothing where there is no such
// value. `whole` is the record's JSON, for a path without steps.
void append_value_at(std::string& out, Record record, std::string_view whole, const kql::RecordPath& path,
                     const kql::ExternalColumn& column);

}  // namespace huntbook::ingest
