// The first of the two readings of a log whose syslog stamps have no year.
#pragma once

#include <cstddef>

#include "base/result.hpp"
#include "ingest/format/replay_source.hpp"
#include "ingest/format/year_finder.hpp"

namespace huntbook::ingest {

// Shows all stamps without a year to `years`, in their order, settles them, and goes back to the start of the log. A
// stamp stands in the first `longest` bytes of its line.
Result<void> find_years(ReplaySource& log, std::size_t longest, const LatestMoment& latest, YearFinder& years);

}  // namespace huntbook::ingest
