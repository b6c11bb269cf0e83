#include "engine/duckdb/functions/conversion.hpp"

#include <gtest/gtest.h>

#include "base/time.hpp"

namespace huntbook::engine::duckdb {
namespace {

template <auto kernel, class Out = TextResult, class... Arguments>
std::string text(Arguments... arguments) {
  Out out;
  return kernel(out, arguments...) ? out.buffer() : "(null)";
}

TEST(Conversion, ToString) {
  EXPECT_EQ(text<&real_to_string>(1.5), "1.5");
  EXPECT_EQ(text<&decimal_to_string>("1.5000"), "1.5");
  EXPECT_EQ(text<&decimal_to_string>("10.000"), "10");
  EXPECT_EQ(text<&decimal_to_string>("100"), "100");
  EXPECT_EQ(text<&datetime_to_string>(*parse_datetime("2017-10-15 12:00")), "2017-10-15T12:00:00.0000000Z");
  EXPECT_EQ(text<&datetime_to_string>(*parse_datetime("2017-10-15 12:00:00.5")), "2017-10-15T12:00:00.5000000Z");
  EXPECT_EQ(text<&timespan_to_string>(3 * ticks_per_hour), "03:00:00");
  EXPECT_EQ(text<&dynamic_to_string>(R"("a\"b")"), "a\"b");
  EXPECT_EQ(text<&dynamic_to_string>(R"("plain")"), "plain");
  EXPECT_EQ(text<&dynamic_to_string>("null"), "");
  EXPECT_EQ(text<&dynamic_to_string>(R"({"a":1})"), R"({"a":1})");
  EXPECT_EQ(text<&dynamic_to_string>("\""), "\"");
}

TEST(Conversion, ToGuidTakesThirtyTwoDigits) {
  constexpr std::string_view guid = "01234567-89ab-cdef-0123-456789abcdef";
  EXPECT_EQ((text<&string_to_guid, JsonResult>("0123456789abcdef0123456789abcdef")), guid);
  EXPECT_EQ((text<&string_to_guid, JsonResult>("0123456789ab-cdef-0123-456789abcdef")), guid);
  EXPECT_EQ((text<&string_to_guid, JsonResult>("0123456789ABCDEF0123456789ABCDEF and more")), guid);
  EXPECT_EQ((text<&string_to_guid, JsonResult>("a string that is not a guid")), "(null)");
  EXPECT_EQ((text<&string_to_guid, JsonResult>("0123")), "(null)");
}

TEST(Conversion, ToBool) {
  EXPECT_EQ(string_to_bool("TRUE"), true);
  EXPECT_EQ(string_to_bool("false"), false);
  EXPECT_EQ(string_to_bool("123"), true);
  EXPECT_EQ(string_to_bool("0"), false);
  EXPECT_EQ(string_to_bool("yes"), std::nullopt);
  EXPECT_EQ(string_to_bool(""), std::nullopt);
}

TEST(Conversion, ToDecimal) {
  EXPECT_EQ((text<&string_to_decimal, JsonResult>(" +123.45678 ")), "123.45678");
  EXPECT_EQ((text<&string_to_decimal, JsonResult>("1e5")), "1e5");
  for (std::string_view wrong : {"", ".", "1_000", "1e99999", "abc", "1.2.3", "0x1", "nan"})
    EXPECT_EQ((text<&string_to_decimal, JsonResult>(wrong)), "(null)") << wrong;
}

TEST(Conversion, FromDynamic) {
  EXPECT_EQ(dynamic_to_long("100"), 100);
  EXPECT_EQ(dynamic_to_long("2.9"), 2);
  EXPECT_EQ(dynamic_to_long("\"101\""), 101);
  EXPECT_EQ(dynamic_to_long("true"), 1);
  EXPECT_EQ(dynamic_to_long("1e300"), std::nullopt);
  EXPECT_EQ(dynamic_to_long("[1]"), std::nullopt);
  EXPECT_EQ(dynamic_to_long("null"), std::nullopt);
  EXPECT_EQ(dynamic_to_long("no json"), std::nullopt);
  EXPECT_EQ(dynamic_to_real("\"1.5\""), 1.5);
  EXPECT_EQ(dynamic_to_bool("\"true\""), true);
  EXPECT_EQ(dynamic_to_bool("0"), false);
}

}  // namespace
}  // namespace huntbook::engine::duckdb
