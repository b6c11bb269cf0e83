// Windows event logs as a format of evidence.
#pragma once

#include "ingest/format/format.hpp"

namespace huntbook::ingest {

Format evtx_format();

}  // namespace huntbook::ingest
