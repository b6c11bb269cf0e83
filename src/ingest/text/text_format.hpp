// Lines of text as formats of evidence: raw auditd logs, and any text on request.
#pragma once

#include "ingest/format/format.hpp"

namespace huntbook::ingest {

Format auditd_format();
Format text_format();

}  // namespace huntbook::ingest
