// Zeek's tab-separated logs as a format of evidence.
#pragma once

#include "ingest/format/format.hpp"

namespace huntbook::ingest {

Format zeek_format();

}  // namespace huntbook::ingest
