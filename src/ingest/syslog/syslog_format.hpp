// Syslog files as a format of evidence.
#pragma once

#include "ingest/format/format.hpp"

namespace huntbook::ingest {

Format syslog_format();

}  // namespace huntbook::ingest
