// Any text as a format of evidence, line by line, on request.
#pragma once

#include "ingest/format/format.hpp"

namespace huntbook::ingest {

Format text_format();

}  // namespace huntbook::ingest
