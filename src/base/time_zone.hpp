// Time zones of the IANA database as the system has them installed (TZif files, RFC 8536).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace huntbook {

// A day of the year and a time of that day at which summer time begins or ends (POSIX.1-2017, 8.3, TZ).
struct YearlyRule {
  enum class Kind : std::uint8_t { WeekdayOfMonth, DayWithoutLeap, Day } kind = Kind::Day;
  int month = 1, week = 1, weekday = 0;  // week 5: the last one; weekday 0: Sunday
  int day = 0;                           // of the year: 1..365 without 29 February, or 0..365 with it
  Ticks time = 0;                        // of the local day; may be negative or past its end
};

// Ticks that local time is ahead of UTC, the year around.
struct YearlyOffsets {
  Ticks standard = 0;
  struct Summer {
    Ticks offset = 0;
    YearlyRule begin, end;
  };
  std::optional<Summer> summer;
};

// The moments at which a clock shows some local time.
struct LocalMoments {
  enum class Kind : std::uint8_t {
    Once,
    Twice,    // the clock was set back over it
    Skipped,  // the clock was set forward over it
  } kind = Kind::Once;
  // UTC. Once: the same. Skipped: by the clock as it goes after the skip, and as it went before it; the latter is what
  // the clock shows later by the length of the skip.
  Ticks earlier = 0, later = 0;
};

class TimeZone {
 public:
  // The zone of this name, e.g. "Europe/Paris", read on first use and kept. Null where the system has none. From any
  // thread.
  static const TimeZone* find(std::string_view name);
  // From the bytes of a TZif file of version 2 or later; nothing where they are none. `find` is made of it.
  static std::optional<TimeZone> parse(std::string_view bytes);
  // Names of all zones, sorted; empty where the system has no database.
  static const std::vector<std::string>& names();

  // Ticks that local time is ahead of UTC at a moment.
  Ticks offset_at(Ticks utc) const;
  Ticks to_local(Ticks utc) const { return utc + offset_at(utc); }
  LocalMoments moments(Ticks local) const;
  // A local time that occurs twice is the earlier moment; one that is skipped counts by the clock as it goes after the
  // skip, as in Kusto's example of datetime_local_to_utc().
  Ticks to_utc(Ticks local) const { return moments(local).earlier; }

 private:
  struct Transition {
    Ticks at = 0;      // UTC
    Ticks offset = 0;  // from then on
  };
  Ticks first_offset_ = 0;
  std::vector<Transition> transitions_;
  std::optional<YearlyOffsets> afterwards_;  // beyond the last transition
};

}  // namespace huntbook
