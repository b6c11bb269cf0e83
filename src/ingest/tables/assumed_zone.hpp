// The zone of times that do not say theirs, as --timezone gives it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "base/time_zone.hpp"

namespace huntbook::ingest {

class AssumedZone {
 public:
  // Ticks that local time is ahead of UTC, the year around.
  explicit AssumedZone(Ticks offset = 0) : offset_(offset) {}

  // UTC, Z, +hh:mm, -hhmm, +hh, or a name of the IANA database (Europe/Berlin). All else is refused (kind Usage), with
  // the name that was meant where that is clear: Windows' names are known.
  static Result<AssumedZone> parse(std::string_view text);

  // "UTC", +hh:mm or the name.
  std::string name() const;
  // The offset changes from moment to moment.
  bool changes() const { return zone_ != nullptr; }
  LocalMoments moments(Ticks local) const;

 private:
  Ticks offset_ = 0;
  const TimeZone* zone_ = nullptr;
  std::string name_;
};

}  // namespace huntbook::ingest
