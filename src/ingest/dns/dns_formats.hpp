// Logs of DNS servers as formats of evidence.
#pragma once

#include "ingest/format/format.hpp"

namespace huntbook::ingest {

// The debug log of Windows' DNS server.
Format windows_dns_format();
// The query log of BIND.
Format bind_query_format();

}  // namespace huntbook::ingest
