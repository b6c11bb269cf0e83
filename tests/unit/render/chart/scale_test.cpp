#include "render/chart/scale.hpp"

#include <gtest/gtest.h>

namespace huntbook::render {
namespace {

std::vector<std::string> labels(const Scale& scale) {
  std::vector<std::string> out;
  for (const Tick& tick : scale.ticks()) {
    out.push_back(tick.context.empty() ? tick.label : tick.label + "|" + tick.context);
  }
  return out;
}

using Labels = std::vector<std::string>;

TEST(LinearScale, TicksAtRoundNumbers) {
  EXPECT_EQ(labels(Scale::linear(0, 97, true, 5)), (Labels{"0", "20", "40", "60", "80", "100"}));
  EXPECT_EQ(labels(Scale::linear(0, 2, true, 5)), (Labels{"0", "1", "2"}));
  EXPECT_EQ(labels(Scale::linear(0, 12000, true, 4)), (Labels{"0", "5,000", "10,000", "15,000"}));
}

TEST(LogScale, TicksAtPowersAndShowsTheSmallest) {
  Scale scale = Scale::log(1, 2500);
  scale.place(0, 100);
  EXPECT_EQ(labels(scale), (Labels{"1", "10", "100", "1,000"}));
  EXPECT_GT(scale.at(1), 0);
  EXPECT_EQ(scale.at(0), 0);
}

TEST(TimeScale, TicksAtCalendarUnitsWithTheDateWhereItChanges) {
  const Ticks evening = *parse_datetime("2019-01-14T20:10:00Z");
  EXPECT_EQ(labels(Scale::time(evening, evening + 8 * ticks_per_hour, 5)),
            (Labels{"22:00|Jan 14, 2019", "00:00|Jan 15, 2019", "02:00", "04:00"}));
  const Ticks month = *parse_datetime("2018-11-20T00:00:00Z");
  EXPECT_EQ(labels(Scale::time(month, month + 90 * ticks_per_day, 5)), (Labels{"Dec|2018", "Jan|2019", "Feb"}));
}

TEST(ShortNumber, KeepsItShort) {
  EXPECT_EQ(short_number(0), "0");
  EXPECT_EQ(short_number(22979), "22,979");
  EXPECT_EQ(short_number(1500000), "1.5M");
  EXPECT_EQ(short_number(0.25), "0.25");
  EXPECT_EQ(short_number(-1234), "-1,234");
}

}  // namespace
}  // namespace huntbook::render
