#include "base/time.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace huntbook {
namespace {

constexpr Ticks may_25 = 635'365'728'000'000'000;  // 2014-05-25

TEST(Time, TicksOfKnownMoments) {
  EXPECT_EQ(ticks_from_civil({}), 0);
  EXPECT_EQ(ticks_from_civil({.year = 1970}), unix_epoch);
  EXPECT_EQ(ticks_from_civil({.year = 1601}), filetime_epoch);
  EXPECT_EQ(ticks_from_civil({9999, 12, 31, 23, 59, 59, 9'999'999}), max_datetime);
}

TEST(Time, CivilFieldsReadBack) {
  for (Ticks ticks : {Ticks{0}, unix_epoch - 1, unix_epoch, max_datetime, Ticks{31'241'376'000'000'000}}) {
    EXPECT_EQ(ticks_from_civil(civil_from_ticks(ticks)), ticks);
  }
}

TEST(Time, FieldsOutOfRangeGiveNothing) {
  EXPECT_EQ(ticks_from_civil({2024, 13, 1}), std::nullopt);
  EXPECT_EQ(ticks_from_civil({2023, 2, 29}), std::nullopt);
  EXPECT_EQ(ticks_from_civil({2024, 2, 30}), std::nullopt);
  EXPECT_TRUE(ticks_from_civil({2024, 2, 29}));
  EXPECT_EQ(ticks_from_civil({2024, 1, 1, 24}), std::nullopt);
  EXPECT_EQ(ticks_from_civil({2024, 1, 1, 0, 0, 60}), std::nullopt);
  EXPECT_EQ(ticks_from_civil({0, 1, 1}), std::nullopt);
  EXPECT_EQ(ticks_from_civil({10000, 1, 1}), std::nullopt);
}

TEST(Time, DatetimeShowsSignificantFractionOnly) {
  EXPECT_EQ(format_datetime(unix_epoch), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_datetime(unix_epoch + 1), "1970-01-01T00:00:00.0000001Z");
  EXPECT_EQ(format_datetime(unix_epoch + 5'000'000), "1970-01-01T00:00:00.5Z");
  EXPECT_EQ(format_datetime(max_datetime), "9999-12-31T23:59:59.9999999Z");
  EXPECT_EQ(format_datetime(0), "0001-01-01T00:00:00Z");
}

TEST(Time, DatetimeOutsideTheCalendarStillFormats) {
  EXPECT_EQ(format_datetime(-1), "0000-12-31T23:59:59.9999999Z");
  EXPECT_FALSE(format_datetime(std::numeric_limits<Ticks>::min()).empty());
  EXPECT_FALSE(format_datetime(std::numeric_limits<Ticks>::max()).empty());
}

TEST(Time, TimespanFormat) {
  EXPECT_EQ(format_timespan(0), "00:00:00");
  EXPECT_EQ(format_timespan(ticks_per_day + 2 * ticks_per_hour + 3 * ticks_per_minute + 4 * ticks_per_second),
            "1.02:03:04");
  EXPECT_EQ(format_timespan(-15 * ticks_per_millisecond), "-00:00:00.0150000");
  EXPECT_EQ(format_timespan(std::numeric_limits<Ticks>::min()), "-10675199.02:48:05.4775808");
  EXPECT_EQ(format_timespan(std::numeric_limits<Ticks>::max()), "10675199.02:48:05.4775807");
}

std::string datetime(std::string_view text, Ticks default_offset = 0) {
  const std::optional<Ticks> ticks = parse_datetime(text, default_offset);
  return ticks ? format_datetime(*ticks) : "null";
}

TEST(ParseDatetime, IsoForms) {
  EXPECT_EQ(datetime("2014-05-25T08:20:03.123456Z"), "2014-05-25T08:20:03.123456Z");
  EXPECT_EQ(datetime("2014-05-25T08:20:03.1234567"), "2014-05-25T08:20:03.1234567Z");
  EXPECT_EQ(datetime("2014-05-25T08:20"), "2014-05-25T08:20:00Z");
  EXPECT_EQ(datetime("2014-11-08 15:55:55.9Z"), "2014-11-08T15:55:55.9Z");
  EXPECT_EQ(datetime("2014-11-08 15:55:55 GMT"), "2014-11-08T15:55:55Z");
  EXPECT_EQ(datetime("2014-11-08"), "2014-11-08T00:00:00Z");
  EXPECT_EQ(datetime("2014-11"), "2014-11-01T00:00:00Z");
  EXPECT_EQ(datetime("  2014-1-8t5:05  "), "2014-01-08T05:05:00Z");
  EXPECT_EQ(datetime("2014/11/08 15:55"), "2014-11-08T15:55:00Z");
  EXPECT_EQ(datetime("2014.11.08"), "2014-11-08T00:00:00Z");
  EXPECT_EQ(datetime("2014, 11, 8"), "2014-11-08T00:00:00Z");
  EXPECT_EQ(datetime("2014 - 11 - 08"), "2014-11-08T00:00:00Z");
  EXPECT_EQ(parse_datetime("2014-05-25"), may_25);
}

TEST(ParseDatetime, FinerThanATickIsCutOff) {
  EXPECT_EQ(datetime("2014-05-25T08:20:03.123456789Z"), "2014-05-25T08:20:03.1234567Z");
}

TEST(ParseDatetime, Offsets) {
  EXPECT_EQ(datetime("2014-05-25T08:20:03+02:00"), "2014-05-25T06:20:03Z");
  EXPECT_EQ(datetime("2014-05-25T08:20:03-0730"), "2014-05-25T15:50:03Z");
  EXPECT_EQ(datetime("2014-05-25 08:20 +02"), "2014-05-25T06:20:00Z");
  EXPECT_EQ(datetime("2014-05-25T08:20:03+25:00"), "null");
  EXPECT_EQ(datetime("0001-01-01T00:00:00+01:00"), "null");
}

TEST(ParseDatetime, DefaultOffsetAppliesWithoutAZoneOnly) {
  EXPECT_EQ(datetime("2014-05-25 08:20", 2 * ticks_per_hour), "2014-05-25T06:20:00Z");
  EXPECT_EQ(datetime("2014-05-25 08:20Z", 2 * ticks_per_hour), "2014-05-25T08:20:00Z");
}

TEST(ParseDatetime, NamedMonths) {
  EXPECT_EQ(datetime("Sat, 8 Nov 14 15:05:02 GMT"), "2014-11-08T15:05:02Z");
  EXPECT_EQ(datetime("Sat, 8 Nov 14 15:05"), "2014-11-08T15:05:00Z");
  EXPECT_EQ(datetime("8 Nov 2014 15:05:02"), "2014-11-08T15:05:02Z");
  EXPECT_EQ(datetime("Saturday, 08-Nov-14 15:05:02 GMT"), "2014-11-08T15:05:02Z");
  EXPECT_EQ(datetime("08-Nov-14 15:05"), "2014-11-08T15:05:00Z");
  EXPECT_EQ(datetime("08-Nov-75 15:05"), "1975-11-08T15:05:00Z");
  EXPECT_EQ(datetime("Nov 8, 2014 3:05 PM"), "2014-11-08T15:05:00Z");
  EXPECT_EQ(datetime("Sat Nov  8 15:05:02 2014"), "2014-11-08T15:05:02Z");
  EXPECT_EQ(datetime("8 november 2014"), "2014-11-08T00:00:00Z");
}

TEST(ParseDatetime, MonthFirst) {
  EXPECT_EQ(datetime("11/08/2014 11:59:59 PM"), "2014-11-08T23:59:59Z");
  EXPECT_EQ(datetime("1/2/2014 12:00 am"), "2014-01-02T00:00:00Z");
  EXPECT_EQ(datetime("25/12/2014"), "null");
}

TEST(ParseDatetime, RefusesWhatIsNoDate) {
  for (const char* text : {"", " ", "now", "2014", "2014-13-01", "2014-02-30", "2014-05-25T24:00", "2014-05-25x",
                           "2014-05-25T08", "2014-05-25T08:61", "2014-05-25T08:20:61", "2014-05-25T", "8:00", "123456",
                           "2014-05-25 08:20 13 PM", "2014-05-25 13:20 PM", "Foo 8 2014", "2014-05-25T08:20:03.Z"}) {
    EXPECT_EQ(parse_datetime(text), std::nullopt) << text;
  }
}

TEST(ParseTimespan, Units) {
  EXPECT_EQ(parse_timespan("2d"), 2 * ticks_per_day);
  EXPECT_EQ(parse_timespan("1.5h"), 90 * ticks_per_minute);
  EXPECT_EQ(parse_timespan("30m"), 30 * ticks_per_minute);
  EXPECT_EQ(parse_timespan("10s"), 10 * ticks_per_second);
  EXPECT_EQ(parse_timespan("0.1s"), ticks_per_second / 10);
  EXPECT_EQ(parse_timespan("100ms"), 100 * ticks_per_millisecond);
  EXPECT_EQ(parse_timespan("10microsecond"), 10 * ticks_per_microsecond);
  EXPECT_EQ(parse_timespan("1tick"), 1);
  EXPECT_EQ(parse_timespan("1500 nanoseconds"), 15);
  EXPECT_EQ(parse_timespan("15 seconds"), 15 * ticks_per_second);
  EXPECT_EQ(parse_timespan("-2days"), -2 * ticks_per_day);
  EXPECT_EQ(parse_timespan("7"), 7 * ticks_per_day);
  EXPECT_EQ(parse_timespan("0.0000001s"), 1);
}

TEST(ParseTimespan, Clock) {
  EXPECT_EQ(parse_timespan("0.12:34:56.7"),
            12 * ticks_per_hour + 34 * ticks_per_minute + 56 * ticks_per_second + 7'000'000);
  EXPECT_EQ(parse_timespan("00:00:00.0000001"), 1);
  EXPECT_EQ(parse_timespan("-1.00:00:00"), -ticks_per_day);
  EXPECT_EQ(parse_timespan("10:20"), 10 * ticks_per_hour + 20 * ticks_per_minute);
  EXPECT_EQ(parse_timespan(format_timespan(std::numeric_limits<Ticks>::max())), std::numeric_limits<Ticks>::max());
}

TEST(ParseTimespan, RefusesWhatIsNoTimespan) {
  for (const char* text : {"", "d", "1w", "1.5", "1:2:3:4:5", "24:00:00", "00:60:00", "1d2h", "--1d", "1..5h", ".",
                           "1:", "99999999999999999999d", "10675200d", "one day"}) {
    EXPECT_EQ(parse_timespan(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace huntbook
