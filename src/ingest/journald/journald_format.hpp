// Journal exports as a format of evidence.
#pragma once

#include "ingest/format/format.hpp"

namespace huntbook::ingest {

Format journald_format();

}  // namespace huntbook::ingest
