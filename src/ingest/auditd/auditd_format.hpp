// Logs of Linux' auditd as formats of evidence: as they are, and in rows of Log Analytics.
#pragma once

#include "ingest/format/format.hpp"

namespace huntbook::ingest {

Format auditd_format();
// Before the formats of the rows, which would take such files as well.
Format exported_auditd_format();

}  // namespace huntbook::ingest
