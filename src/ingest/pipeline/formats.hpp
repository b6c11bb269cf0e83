// The formats of evidence that Huntbook reads.
#pragma once

#include <span>

#include "ingest/format/format.hpp"

namespace huntbook::ingest {

// In the order in which a file is tried for them: those that are sure of themselves first.
std::span<const Format> formats();

}  // namespace huntbook::ingest
