// Times as texts have them, which may say nothing of their zone.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace huntbook {

struct WrittenTime {
  Ticks ticks = 0;     // UTC; where the text has no zone, by the clock that it was written by
  bool zoned = false;  // the text has a zone
};

// Reads the spellings of parse_datetime().
std::optional<WrittenTime> parse_written_time(std::string_view text);

}  // namespace huntbook
