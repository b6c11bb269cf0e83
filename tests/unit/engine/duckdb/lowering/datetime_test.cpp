// Functions over datetime and timespan: documented values, calendar edges.
#include <gtest/gtest.h>

#include "lowered.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;

std::string diff(std::string period, std::string_view left, std::string_view right) {
  return call("datetime_diff", {text(std::move(period)), moment(left), moment(right)});
}

TEST(Datetime, CountsBordersOfPeriods) {
  EXPECT_EQ(diff("year", "2017-01-01", "2000-12-31"), "17");
  EXPECT_EQ(diff("quarter", "2017-07-01", "2017-03-30"), "2");
  EXPECT_EQ(diff("month", "2017-01-01", "2015-12-30"), "13");
  EXPECT_EQ(diff("week", "2017-10-29 00:00", "2017-09-30 23:59"), "5");
  EXPECT_EQ(diff("day", "2017-10-29 00:00", "2017-09-30 23:59"), "29");
  EXPECT_EQ(diff("hour", "2017-10-31 01:00", "2017-10-30 23:59"), "2");
  EXPECT_EQ(diff("Minute", "2017-10-30 23:05:01", "2017-10-30 23:00:59"), "5");
  EXPECT_EQ(diff("second", "2017-10-30 23:00:10.100", "2017-10-30 23:00:00.900"), "10");
  EXPECT_EQ(diff("millisecond", "2017-10-30 23:00:00.200100", "2017-10-30 23:00:00.100900"), "100");
  EXPECT_EQ(diff("microsecond", "2017-10-30 23:00:00.1009001", "2017-10-30 23:00:00.1008009"), "100");
  EXPECT_EQ(diff("nanosecond", "2017-10-30 23:00:00.0000000", "2017-10-30 23:00:00.0000007"), "-700");
  EXPECT_EQ(diff("day", "2017-10-29 00:00", "2017-10-29 00:00"), "0");
  EXPECT_TRUE(diff("fortnight", "2017-10-29", "2017-10-29").starts_with("refused"));
}

TEST(Datetime, AddsPeriods) {
  auto add = [](std::string period, std::int64_t amount, std::string_view from) {
    return call("datetime_add", {text(std::move(period)), integer(amount), moment(from)});
  };
  EXPECT_EQ(add("month", 1, "2024-01-31"), "2024-02-29T00:00:00Z");
  EXPECT_EQ(add("year", 1, "2024-02-29"), "2025-02-28T00:00:00Z");
  EXPECT_EQ(add("quarter", -1, "2024-01-01"), "2023-10-01T00:00:00Z");
  EXPECT_EQ(add("week", 2, "2024-01-01"), "2024-01-15T00:00:00Z");
  EXPECT_EQ(add("nanosecond", 250, "2024-01-01"), "2024-01-01T00:00:00.0000002Z");
  EXPECT_EQ(add("year", 9000, "2024-01-01"), "null");
  EXPECT_EQ(add("hour", INT64_MAX, "2024-01-01"), "null");
  EXPECT_EQ(add("month", INT64_MIN, "2024-01-01"), "null");
}

TEST(Datetime, FindsStartAndEndOfPeriods) {
  EXPECT_EQ(call("startofday", {moment("2017-01-01 10:10:17"), integer(-1)}), "2016-12-31T00:00:00Z");
  EXPECT_EQ(call("startofweek", {moment("2017-01-01 10:10:17")}), "2017-01-01T00:00:00Z");
  EXPECT_EQ(call("startofweek", {moment("2017-01-07"), integer(1)}), "2017-01-08T00:00:00Z");
  EXPECT_EQ(call("startofmonth", {moment("2017-01-01 10:10:17"), integer(-1)}), "2016-12-01T00:00:00Z");
  EXPECT_EQ(call("startofyear", {moment("2017-05-01 10:10:17"), integer(1)}), "2018-01-01T00:00:00Z");
  EXPECT_EQ(call("endofday", {moment("2017-01-01 10:10:17")}), "2017-01-01T23:59:59.9999999Z");
  EXPECT_EQ(call("endofweek", {moment("2017-01-01 10:10:17")}), "2017-01-07T23:59:59.9999999Z");
  EXPECT_EQ(call("endofmonth", {moment("2024-02-05")}), "2024-02-29T23:59:59.9999999Z");
  EXPECT_EQ(call("endofyear", {moment("9999-05-05")}), "9999-12-31T23:59:59.9999999Z");
  EXPECT_EQ(call("startofweek", {moment("0001-01-02")}), "null");
  EXPECT_EQ(call("startofday", {null(DateTime)}), "null");
}

TEST(Datetime, TakesPartsOut) {
  EXPECT_EQ(call("dayofweek", {moment("2015-12-14")}), "1.00:00:00");
  EXPECT_EQ(call("dayofyear", {moment("2015-12-14")}), "348");
  EXPECT_EQ(call("hourofday", {moment("2015-12-14 18:54")}), "18");
  EXPECT_EQ(call("week_of_year", {moment("2020-12-31")}), "53");
  EXPECT_EQ(call("week_of_year", {moment("2020-06-15")}), "25");
  EXPECT_EQ(call("week_of_year", {moment("2021-01-03")}), "53");
  EXPECT_EQ(call("week_of_year", {moment("9999-12-31")}), "52");
  EXPECT_EQ(call("datetime_part", {text("quarter"), moment("2015-12-14")}), "4");
  EXPECT_EQ(call("datetime_part", {text("nanosecond"), moment("2017-10-30 01:02:03.7654321")}), "765432100");
  EXPECT_EQ(call("getmonth", {moment("2015-12-14")}), "12");
}

TEST(Datetime, Formats) {
  auto date = [](std::string_view value, std::string format) {
    return call("format_datetime", {moment(value), text(std::move(format))});
  };
  EXPECT_EQ(date("2017-01-29 09:00:05", "yy-MM-dd [HH:mm:ss]"), "17-01-29 [09:00:05]");
  EXPECT_EQ(date("2017-01-29 09:00:05", "yyyy-M-dd [H:mm:ss]"), "2017-1-29 [9:00:05]");
  EXPECT_EQ(date("2017-01-29 09:00:05", "yy-MM-dd [hh:mm:ss tt]"), "17-01-29 [09:00:05 AM]");
  EXPECT_EQ(date("2017-12-14 02:03:04.12345", "y-M-d h:m:s.fffffff"), "17-12-14 2:3:4.1234500");
  EXPECT_EQ(date("2017-12-14 02:03:04.12", "s.FFFFF"), "4.12");
  EXPECT_TRUE(date("2017-12-14", "yyyy'T'").starts_with("refused"));
  auto time = [](std::string_view value, std::string format) {
    return call("format_timespan", {span(value), text(std::move(format))});
  };
  EXPECT_EQ(time("15.13:45:30.6175425", "d.HH:mm:ss.fff"), "15.13:45:30.617");
  EXPECT_EQ(time("15.13:45:30", "ddd h"), "015 13");
  EXPECT_EQ(call("format_timespan", {null(TimeSpan), text("d")}), "");
}

TEST(Datetime, MakesValues) {
  EXPECT_EQ(call("make_datetime", {integer(2017), integer(10), integer(1), integer(12), integer(10)}),
            "2017-10-01T12:10:00Z");
  EXPECT_EQ(call("make_datetime", {integer(2017), integer(10), integer(1), integer(12), integer(11), real(0.1234567)}),
            "2017-10-01T12:11:00.1234567Z");
  EXPECT_EQ(call("make_datetime", {integer(2017), integer(13), integer(1)}), "null");
  EXPECT_EQ(call("make_timespan", {integer(1), integer(12), real(30.123)}), "01:12:30.1230000");
  EXPECT_EQ(call("make_timespan", {integer(1), integer(12), integer(30), real(55.123)}), "1.12:30:55.1230000");
  EXPECT_EQ(call("unixtime_seconds_todatetime", {integer(1546300800)}), "2019-01-01T00:00:00Z");
  EXPECT_EQ(call("unixtime_milliseconds_todatetime", {integer(1546300800000)}), "2019-01-01T00:00:00Z");
  EXPECT_EQ(call("unixtime_nanoseconds_todatetime", {integer(1546300800000000000)}), "2019-01-01T00:00:00Z");
  EXPECT_EQ(call("unixtime_seconds_todatetime", {real(1.5)}), "1970-01-01T00:00:01.5Z");
  EXPECT_EQ(call("unixtime_seconds_todatetime", {integer(INT64_MAX)}), "null");
  EXPECT_EQ(call("now", {}), "2024-03-05T10:17:00Z");
  EXPECT_EQ(call("ago", {span("1d")}), "2024-03-04T10:17:00Z");
  EXPECT_EQ(call("ago", {span("1d")}, false), "2024-03-04T10:17:00Z");
  EXPECT_EQ(call("ago", {span("1000000d")}), "null");
}

}  // namespace
}  // namespace huntbook::kql
