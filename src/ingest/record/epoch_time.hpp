// Moments and lengths of time written as decimal numbers of seconds.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace huntbook::ingest {

// A number of seconds with a fraction, perhaps with an exponent, rounded to the microsecond: 0.003251, -1, 9.06e-06.
// Nine digits behind the point are nanoseconds, of which the last two are cut off.
std::optional<Ticks> read_seconds(std::string_view text);
// Seconds since 1970 in the same spellings, or milliseconds since then where 12 digits or more stand before the
// point; nothing outside of what a datetime holds.
std::optional<Ticks> read_epoch(std::string_view text);

}  // namespace huntbook::ingest
