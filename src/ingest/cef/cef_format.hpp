// CEF and LEEF as formats of evidence: one event a line, with or without a syslog header before it.
#pragma once

#include "ingest/format/format.hpp"

namespace huntbook::ingest {

Format cef_format();

}  // namespace huntbook::ingest
