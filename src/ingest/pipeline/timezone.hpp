// The zone of times that do not say theirs, as --timezone gives it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace huntbook::ingest {

// UTC, Z, +hh:mm, -hhmm or +hh: the ticks to subtract from a local time. Named zones, whose offset changes over the
// year, are refused (kind Usage).
Result<Ticks> timezone_offset(std::string_view zone);

// The inverse: "UTC" or +hh:mm.
std::string timezone_name(Ticks offset);

}  // namespace huntbook::ingest
