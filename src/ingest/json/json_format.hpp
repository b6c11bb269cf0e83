// JSON as a format of evidence: one object a line, an array of objects, or objects one after another.
#pragma once

#include "ingest/format/format.hpp"

namespace huntbook::ingest {

Format json_format();

}  // namespace huntbook::ingest
