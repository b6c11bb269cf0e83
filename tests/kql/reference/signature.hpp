// The signatures of a function's record as a reader wants them: how a call is written, what each parameter takes, what
// comes out.
#pragma once

#include "entry.hpp"
#include "kql/functions/record.hpp"

namespace huntbook::kql_cases {

// Fills syntax, parameters and result.
void describe_signatures(const kql::FunctionRecord& record, Entry& entry);

}  // namespace huntbook::kql_cases
