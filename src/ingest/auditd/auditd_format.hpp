// Logs of Linux' auditd as a format of evidence.
#pragma once

#include "ingest/format/format.hpp"

namespace huntbook::ingest {

Format auditd_format();

}  // namespace huntbook::ingest
