// Windows event logs as a format of evidence.
#pragma once

#include "ingest/format/format.hpp"

namespace huntbook::ingest {

Format evtx_format();
// Chunks of them at any place of a file; found by content only where the user wants records carved.
Format evtx_carving_format();

}  // namespace huntbook::ingest
