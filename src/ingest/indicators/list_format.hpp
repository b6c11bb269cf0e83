// Plain-text lists of indicators as a format of evidence: one a line, perhaps with a comment behind it; lines that
// begin with '#', ';' or "//" are comments. Hosts files with 0.0.0.0 or 127.0.0.1 before a name are such lists too.
#pragma once

#include "ingest/format/format.hpp"

namespace huntbook::ingest {

Format indicator_list_format();

}  // namespace huntbook::ingest
