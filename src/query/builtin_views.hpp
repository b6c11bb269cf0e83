// Tables that are views of others: their rows stand in a case once, under the name that replaced them.
#pragma once

#include <vector>

#include "case/case_file.hpp"
#include "kql/compile.hpp"

namespace huntbook::query {

// The views that the case needs: those over a table that it holds, unless it has rows or a function of the view's own
// name.
std::vector<kql::StoredFunction> builtin_views(const casefile::CaseFile& case_file);

}  // namespace huntbook::query
