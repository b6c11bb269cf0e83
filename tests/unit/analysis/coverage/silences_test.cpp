// Silences: which ones are unusual, with the figures that the documented formulas give.
#include "analysis/coverage/silences.hpp"

#include <cmath>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "analysis/coverage/rhythm.hpp"
#include "analysis/coverage/spacing.hpp"

namespace huntbook::coverage {
namespace {

// Minutes of a log from Monday 2024-01-01 on.
class Log {
 public:
  // Events every `step` minutes of [from, to).
  Log& busy(int from, int to, int step = 1) {
    for (int at = from; at < to; at += step) minutes_.insert(at);
    return *this;
  }
  Log& silent(int from, int to) {
    minutes_.erase(minutes_.lower_bound(from), minutes_.lower_bound(to));
    return *this;
  }
  // "d hh:mm + minutes by test" for each unusual silence.
  std::string unusual() const {
    std::string all;
    for (const Silence& silence : silences()) {
      if (!silence.unusual) continue;
      const Ticks begin = (silence.begin - start()) / ticks_per_minute;
      const Ticks length = (silence.end - silence.begin) / ticks_per_minute;
      all += (all.empty() ? "" : ", ") + std::to_string(begin / 1440) + " " + std::to_string(begin % 1440 / 60) + ":" +
             std::to_string(begin % 60) + " + " + std::to_string(length) + " by " + std::string(silence.test);
    }
    return all;
  }
  std::vector<Silence> silences() const {
    ActiveMinutes minutes;
    for (int at : minutes_) minutes.add(start() + at * ticks_per_minute + 30 * ticks_per_second);
    return minutes.silences();
  }
  static Ticks start() { return *parse_datetime("2024-01-01T00:00:00Z"); }

 private:
  std::set<int> minutes_;
};

constexpr int hour = 60;
constexpr int day = 24 * hour;

// A host that is used on workdays from 8 to 18.
Log office(int days, int step = 3) {
  Log log;
  for (int i = 0; i < days; ++i) {
    if (i % 7 < 5) log.busy(i * day + 8 * hour, i * day + 18 * hour, step);
  }
  return log;
}

TEST(Silences, NightsAndWeekendsAreNoNews) {
  EXPECT_EQ(office(28).unusual(), "");
  EXPECT_EQ(office(5).unusual(), "");
  EXPECT_EQ(office(8).unusual(), "");
  EXPECT_EQ(office(2, 1).unusual(), "");
}

TEST(Silences, AMorningInWhichAnOfficeIsSilentIs) {
  EXPECT_EQ(office(28).silent(8 * day + 9 * hour, 8 * day + 14 * hour).unusual(), "8 8:58 + 302 by rhythm");
  EXPECT_EQ(office(5).silent(2 * day + 9 * hour, 2 * day + 16 * hour).unusual(), "2 8:58 + 422 by rhythm");
  // A whole workday, and with it the nights around it.
  EXPECT_EQ(office(28).silent(9 * day, 10 * day).unusual(), "8 17:58 + 2282 by rhythm");
}

TEST(Silences, AServerThatAlwaysSpeaksIsMissedAfterMinutes) {
  Log server;
  server.busy(0, 6 * hour);
  EXPECT_EQ(server.unusual(), "");
  EXPECT_EQ(server.silent(200, 220).unusual(), "0 3:20 + 20 by spacing");
  EXPECT_EQ(Log().busy(0, 28 * day).silent(5 * day + 200, 5 * day + 230).unusual(), "5 3:20 + 30 by spacing");
  EXPECT_EQ(Log().busy(0, 28 * day).silent(5 * day, 5 * day + 10 * hour).unusual(), "5 0:0 + 600 by rhythm");
}

TEST(Silences, ASilenceAsLongAsANightIsLeftAloneWhereNoOtherDayIsKnown) {
  EXPECT_EQ(Log().busy(0, 10 * hour).busy(20 * hour, 30 * hour).unusual(), "");
}

TEST(Silences, BurstsAndQuietLogsGiveNoAlarm) {
  Log bursts;
  for (int i = 0; i < 48; ++i) bursts.busy(i * hour, i * hour + 30);
  EXPECT_EQ(bursts.unusual(), "");
  EXPECT_EQ(Log().busy(0, 90).busy(5 * day, 5 * day + 5).unusual(), "");  // fewer than 100 minutes
  EXPECT_EQ(Log().busy(0, 20 * day, 7 * hour + 13).unusual(), "");
  EXPECT_EQ(Log().unusual(), "");
}

// Saturdays with work and Sundays without it, and sessions of a few hours now and then.
TEST(Silences, HoursThatAreOftenSilentSayNothing) {
  Log shop;
  for (int i = 0; i < 28; ++i) {
    if (i % 7 < 6) shop.busy(i * day + 8 * hour, i * day + 18 * hour, 3);
  }
  EXPECT_EQ(shop.unusual(), "");
  Log sessions;
  for (int i : {0, 1, 2, 4, 7, 8, 9, 14, 15, 16, 17, 18, 21, 23, 25})
    sessions.busy(i * day + (8 + i % 5) * hour, i * day + (12 + i % 5) * hour, 10);
  EXPECT_EQ(sessions.unusual(), "");
}

TEST(Silences, TheLongestOneIsToldInAnyCase) {
  const auto found = Log().busy(0, 5).busy(65, 70).busy(72, 73).silences();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].end - found[0].begin, 60 * ticks_per_minute);
  EXPECT_FALSE(found[0].unusual);
  EXPECT_FALSE(found[0].expected);
  EXPECT_EQ(Log().busy(0, 50).silences().size(), 0U);
}

TEST(Silences, ImpossibleTimesDoNotCount) {
  ActiveMinutes minutes;
  for (const char* time : {"0001-01-01T00:00:00Z", "1979-12-31T23:59:59Z", "2024-01-01T00:00:00Z",
                           "2024-01-01T00:05:00Z", "2100-01-01T00:00:00Z"})
    minutes.add(*parse_datetime(time));
  const auto found = minutes.silences();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(format_timespan(found[0].end - found[0].begin), "00:04:00");
}

// 2024-01-01, a Monday, is day 19723.
constexpr std::uint32_t monday = 19'723 * 24;

TEST(RhythmTest, IsTheProductOverTheSilentHours) {
  // Ten workdays of two weeks with events at 9 and at 10, but for the second Tuesday's.
  std::vector<std::uint32_t> hours;
  for (std::uint32_t i : {0U, 1U, 2U, 3U, 4U, 7U, 9U, 10U, 11U}) {
    hours.push_back(monday + i * 24 + 9);
    hours.push_back(monday + i * 24 + 10);
  }
  const Rhythm rhythm(hours);
  const std::int64_t tuesday = monday + 8 * 24;
  // Nine other days, none of them silent.
  EXPECT_DOUBLE_EQ(*rhythm.probability(tuesday + 9, tuesday + 10), 0.5 / 10);
  EXPECT_DOUBLE_EQ(*rhythm.probability(tuesday + 9, tuesday + 11), 0.5 / 10 * 0.5 / 10);
  // At 11 nothing is expected.
  EXPECT_FALSE(rhythm.probability(tuesday + 11, tuesday + 12));
  EXPECT_DOUBLE_EQ(*rhythm.probability(tuesday + 9, tuesday + 14), 0.5 / 10 * 0.5 / 10);
  // One weekend says nothing of weekends.
  EXPECT_FALSE(rhythm.probability(monday + 5 * 24 + 9, monday + 5 * 24 + 12));
  EXPECT_FALSE(Rhythm({}).probability(0, 5));
}

TEST(SpacingTest, IsWeissmansEstimateWithoutTheSpacingItself) {
  std::vector<std::uint32_t> lengths(98, 1);
  lengths.push_back(4);
  lengths.push_back(16);
  const Spacing spacing(lengths);
  // k = 10, x = 1; h = (log 4 + 1) / 10.
  EXPECT_NEAR(spacing.expected(16), 10 * std::pow(16.0, -10 / (std::log(4.0) + 1)), 1e-12);
  EXPECT_NEAR(spacing.expected(4), 10 * std::pow(4.0, -10 / (std::log(16.0) + 1)), 1e-12);
  EXPECT_EQ(spacing.expected(1), 10);
  EXPECT_EQ(Spacing({5, 5}).expected(5), 1);
}

}  // namespace
}  // namespace huntbook::coverage
