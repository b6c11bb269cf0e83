// Which columns of a plan anything reads, so that no others are named in the SQL.
#pragma once

#include <set>

#include "kql/plan/relation.hpp"

namespace huntbook::kql::lower {

std::set<plan::ColumnId> used_columns(const plan::RelPtr& relation);

}  // namespace huntbook::kql::lower
