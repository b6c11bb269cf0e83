// Functions that ask a local file: GeoIP and user agents.
#pragma once

#include "kql/functions/record.hpp"

namespace huntbook::kql {

void add_lookup_functions(FunctionCatalogue& catalogue);

}  // namespace huntbook::kql
