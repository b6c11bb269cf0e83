// The syslog header that collectors leave before an event: <134>1 2024-03-11T08:15:30Z host app - - -, or
// <134>Mar 11 08:15:30 host app:, or a time and a host.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace huntbook::ingest {

struct SyslogPrefix {
  std::optional<Ticks> time;  // nothing where it is without a year
  std::string_view host;
};

// `zone`: ticks to subtract where the time has no zone.
SyslogPrefix read_syslog_prefix(std::string_view text, Ticks zone);

}  // namespace huntbook::ingest
