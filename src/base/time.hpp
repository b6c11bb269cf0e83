// datetime and timespan as KQL has them: 100 ns ticks; datetime counts from 0001-01-01T00:00:00Z (Kusto docs, "The
// datetime data type"), so that bins, differences and tolong() agree with Kusto's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huntbook {

using Ticks = std::int64_t;

inline constexpr Ticks ticks_per_microsecond = 10;
inline constexpr Ticks ticks_per_millisecond = 10'000;
inline constexpr Ticks ticks_per_second = 10'000'000;
inline constexpr Ticks ticks_per_minute = 60 * ticks_per_second;
inline constexpr Ticks ticks_per_hour = 60 * ticks_per_minute;
inline constexpr Ticks ticks_per_day = 24 * ticks_per_hour;
inline constexpr Ticks max_datetime = 3'155'378'975'999'999'999;  // 9999-12-31T23:59:59.9999999Z
inline constexpr Ticks unix_epoch = 621'355'968'000'000'000;      // 1970-01-01
inline constexpr Ticks filetime_epoch = 504'911'232'000'000'000;  // 1601-01-01

// The ticks where they are within what a datetime can hold.
constexpr std::optional<Ticks> valid_datetime(Ticks ticks) {
  return ticks >= 0 && ticks <= max_datetime ? std::optional(ticks) : std::nullopt;
}

// A date and time of day in the proleptic Gregorian calendar, UTC.
struct CivilTime {
  int year = 1;
  int month = 1;  // 1..12
  int day = 1;    // 1..31
  int hour = 0;
  int minute = 0;
  int second = 0;
  int fraction = 0;  // ticks within the second, 0..9,999,999
};

CivilTime civil_from_ticks(Ticks ticks);
// Nothing where a field is out of its range (month 13, 30 February, hour 24).
std::optional<Ticks> ticks_from_civil(const CivilTime& time);

// ISO 8601 with Z: 2024-01-02T03:04:05Z, with as many of the seven fractional digits as are not trailing zeros.
std::string format_datetime(Ticks ticks);
// [-][d.]hh:mm:ss[.fffffff], all seven digits when there is a fraction.
std::string format_timespan(Ticks ticks);

// Reads the spellings that Kusto documents for datetime literals and todatetime(): ISO 8601 with or without time, 'T'
// or blank, fraction, and Z or numeric offset; RFC 822; RFC 850; sortable and month-name forms. `default_offset` (ticks
// to subtract) applies where the text has no zone.
std::optional<Ticks> parse_datetime(std::string_view text, Ticks default_offset = 0);
// Reads timespan literals and totimespan(): 2d, 1.5h, 30m, 10s, 100ms, 10microsecond, 1tick, and
// [-][d.]hh:mm:ss[.fffffff].
std::optional<Ticks> parse_timespan(std::string_view text);

// The present moment, UTC.
Ticks now_ticks();

}  // namespace huntbook
