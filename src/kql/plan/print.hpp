// A plan as text for people: a node per line, what it reads indented below it. Not meant to be read back.
#pragma once

#include <string>

#include "kql/plan/relation.hpp"

namespace huntbook::kql::plan {

// A relation that is used several times is shown once and named "shared 1" after that. Lines are cut at 400 bytes.
std::string print(const RelPtr& relation);

}  // namespace huntbook::kql::plan
