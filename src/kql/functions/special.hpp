// Records of functions that the binder resolves itself, because their arguments are names of columns and tables.
#pragma once

#include "kql/functions/record.hpp"

namespace huntbook::kql {

void add_special_functions(FunctionCatalogue& catalogue);

}  // namespace huntbook::kql
