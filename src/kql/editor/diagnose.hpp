// All that is wrong with a text, while it is typed.
#pragma once

#include <vector>

#include "diag/diagnostic.hpp"
#include "kql/editor/document.hpp"

namespace huntbook::kql::editor {

// In the order of the text. Where a clause does not parse, nothing else is said of it; of a name that is unknown, or a
// value that has no type, only the first place is told, not what follows from it.
diag::Diagnostics diagnose(const Document& document);

}  // namespace huntbook::kql::editor
