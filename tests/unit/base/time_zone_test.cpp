#include "base/time_zone.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace huntbook {
namespace {

Ticks at(std::string_view text) {
  return *parse_datetime(text);
}

TEST(TimeZone, SummerAndWinter) {
  const TimeZone* paris = TimeZone::find("Europe/Paris");
  ASSERT_NE(paris, nullptr) << "the machine has no time zone database (Debian's tzdata)";
  EXPECT_EQ(format_datetime(paris->to_local(at("2020-02-02T19:02:20Z"))), "2020-02-02T20:02:20Z");
  EXPECT_EQ(format_datetime(paris->to_local(at("2020-07-02T19:02:20Z"))), "2020-07-02T21:02:20Z");
  EXPECT_EQ(format_datetime(paris->to_utc(at("2020-02-02T20:02:20Z"))), "2020-02-02T19:02:20Z");
  EXPECT_EQ(paris->offset_at(at("2022-03-27T00:59:59.9999999Z")), ticks_per_hour);
  EXPECT_EQ(paris->offset_at(at("2022-03-27T01:00:00Z")), 2 * ticks_per_hour);
}

TEST(TimeZone, BeyondTheTransitionsOfTheFile) {
  EXPECT_EQ(TimeZone::find("Europe/Paris")->offset_at(at("2090-07-01T00:00:00Z")), 2 * ticks_per_hour);
  EXPECT_EQ(TimeZone::find("Europe/Paris")->offset_at(at("2090-12-01T00:00:00Z")), ticks_per_hour);
  EXPECT_EQ(TimeZone::find("Australia/Canberra")->offset_at(at("2090-01-01T00:00:00Z")), 11 * ticks_per_hour);
  EXPECT_EQ(TimeZone::find("Asia/Kolkata")->offset_at(at("9999-12-31T00:00:00Z")), 330 * ticks_per_minute);
}

// The skipped hour as in Kusto's example of datetime_local_to_utc(); the hour that occurs twice is the earlier one.
TEST(TimeZone, SkippedAndRepeatedHours) {
  const TimeZone* brussels = TimeZone::find("Europe/Brussels");
  EXPECT_EQ(format_datetime(brussels->to_utc(at("2022-03-27T01:00:00Z"))), "2022-03-27T00:00:00Z");
  EXPECT_EQ(format_datetime(brussels->to_utc(at("2022-03-27T02:00:00Z"))), "2022-03-27T00:00:00Z");
  EXPECT_EQ(format_datetime(brussels->to_utc(at("2022-03-27T03:00:00Z"))), "2022-03-27T01:00:00Z");
  EXPECT_EQ(format_datetime(brussels->to_utc(at("2022-10-30T02:30:00Z"))), "2022-10-30T00:30:00Z");
}

TEST(TimeZone, NamesThatAreNone) {
  for (std::string_view name :
       {"", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "tzdata.zi", "Europe", "leapseconds"})
    EXPECT_EQ(TimeZone::find(name), nullptr) << name;
  EXPECT_TRUE(std::ranges::binary_search(TimeZone::names(), "US/Pacific"));
}

TEST(TimeZone, HostileFiles) {
  std::string head = "TZif2" + std::string(15, '\0');
  EXPECT_FALSE(TimeZone::parse(""));
  EXPECT_FALSE(TimeZone::parse("TZif"));
  EXPECT_FALSE(TimeZone::parse(head + std::string(24, '\xff')));
  std::string empty = head + std::string(24, '\0');
  EXPECT_FALSE(TimeZone::parse(empty + empty)) << "no type of local time";
  std::string one_type = head + std::string(16, '\0') + std::string("\0\0\0\1\0\0\0\0", 8);
  std::string body(6, '\0');
  EXPECT_TRUE(TimeZone::parse(empty + one_type + body + "\nXXX-3\n"));
  EXPECT_EQ(TimeZone::parse(empty + one_type + body + "\nXXX-3\n")->offset_at(0), 3 * ticks_per_hour);
  for (std::string_view rule : {"X", "XXX", "XXXYYY", "XXX3YYY", "XXX3YYY,M13.1.0,M1.1.0", "XXX3YYY,M3.1.0", "<X3"})
    EXPECT_FALSE(TimeZone::parse(empty + one_type + body + "\n" + std::string(rule) + "\n")) << rule;
}

}  // namespace
}  // namespace huntbook
