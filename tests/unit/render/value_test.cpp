#include "render/value.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "base/time.hpp"

namespace huntbook::render {
namespace {

std::string json(const Column& column, std::size_t row) {
  std::string out;
  append_json_value(column, row, RealDigits::RoundTrip, out);
  return out;
}

TEST(FormatReal, PrintsTheShortestThatReadsBack) {
  EXPECT_EQ(format_real(0.1), "0.1");
  EXPECT_EQ(format_real(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(format_real(1.0 / 3, RealDigits::Twelve), "0.333333333333");
  EXPECT_EQ(format_real(0.1 + 0.2, RealDigits::Twelve), "0.3");
  EXPECT_EQ(format_real(-0.0), "0");
  EXPECT_EQ(format_real(std::numeric_limits<double>::quiet_NaN()), "NaN");
  EXPECT_EQ(format_real(-std::numeric_limits<double>::infinity()), "-Infinity");
}

TEST(FormatValue, WritesEachType) {
  Column time(ScalarType::DateTime);
  time.push_long(unix_epoch + 1);
  time.push_null();
  EXPECT_EQ(format_value(time, 0), "1970-01-01T00:00:00.0000001Z");
  EXPECT_EQ(format_value(time, 1), "");
  EXPECT_EQ(json(time, 1), "null");

  Column span(ScalarType::TimeSpan);
  span.push_long(-ticks_per_day - ticks_per_hour);
  EXPECT_EQ(format_value(span, 0), "-1.01:00:00");
  EXPECT_EQ(json(span, 0), "\"-1.01:00:00\"");

  Column flag(ScalarType::Bool);
  flag.push_bool(true);
  EXPECT_EQ(format_value(flag, 0), "true");
}

TEST(JsonValue, KeepsDynamicAsJsonOnOneLine) {
  Column column(ScalarType::Dynamic);
  column.push_text("{\"a\":\n [1, \"x y\\\" \"]}");
  column.push_text("{broken");
  EXPECT_EQ(json(column, 0), "{\"a\":[1,\"x y\\\" \"]}");
  EXPECT_EQ(json(column, 1), "\"{broken\"");
}

TEST(JsonValue, WritesWhatIsNoJsonNumberAsText) {
  Column real(ScalarType::Real);
  real.push_real(std::numeric_limits<double>::infinity());
  EXPECT_EQ(json(real, 0), "\"Infinity\"");
  Column decimal(ScalarType::Decimal);
  decimal.push_text("1.50");
  decimal.push_text("0x1");
  EXPECT_EQ(json(decimal, 0), "1.50");
  EXPECT_EQ(json(decimal, 1), "\"0x1\"");
}

TEST(GroupDigits, PutsCommasBetweenThousands) {
  EXPECT_EQ(group_digits(7), "7");
  EXPECT_EQ(group_digits(999), "999");
  EXPECT_EQ(group_digits(22979), "22,979");
  EXPECT_EQ(group_digits(1234567), "1,234,567");
}

}  // namespace
}  // namespace huntbook::render
