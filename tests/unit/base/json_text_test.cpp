#include "base/json_text.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "base/number_text.hpp"

namespace huntbook {
namespace {

std::string real_text(double value) {
  std::string out;
  append_real(out, value);
  return out;
}

TEST(JsonText, EscapesWhatJsonForbids) {
  std::string out;
  append_json_string(out, std::string_view("a\"b\\c\n\t\x01\0é", 11));
  EXPECT_EQ(out, "\"a\\\"b\\\\c\\n\\t\\u0001\\u0000é\"");
}

TEST(JsonText, WriterSetsCommas) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.member("a", "x");
  json.key("b");
  json.begin_array();
  json.integer(-1);
  json.real(2);
  json.null();
  json.begin_array();
  json.end_array();
  json.boolean(true);
  json.end_array();
  json.key("c");
  json.raw("{}");
  json.end_object();
  EXPECT_EQ(out, R"({"a":"x","b":[-1,2.0,null,[],true],"c":{}})");
}

TEST(NumberText, RealsAreShortAndStayReals) {
  EXPECT_EQ(real_text(1), "1.0");
  EXPECT_EQ(real_text(123.45), "123.45");
  EXPECT_EQ(real_text(-0.00001), "-0.00001");
  EXPECT_EQ(real_text(1e20), "1E+20");
  EXPECT_EQ(real_text(1.5e-7), "1.5E-07");
  EXPECT_EQ(real_text(0), "0.0");
  EXPECT_EQ(real_text(std::nan("")), "NaN");
  EXPECT_EQ(real_text(-std::numeric_limits<double>::infinity()), "-Infinity");
  std::string out;
  append_json_real(out, std::nan(""));
  EXPECT_EQ(out, "\"NaN\"");
}

TEST(NumberText, ReadsIntegers) {
  EXPECT_EQ(parse_long("123"), 123);
  EXPECT_EQ(parse_long(" -5 "), -5);
  EXPECT_EQ(parse_long("0x1F"), 31);
  EXPECT_EQ(parse_long("0xffffffffffffffff"), -1);
  EXPECT_EQ(parse_long("2.9"), 2);
  EXPECT_EQ(parse_long("-2.9"), -2);
  EXPECT_EQ(parse_long("1e3"), 1000);
  EXPECT_EQ(parse_long("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(parse_long("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
  for (std::string_view wrong : {"", " ", "-", "--1", "+-1", "12a", "0x", "0xg", "9223372036854775808", "1e19", "nan",
                                 "1 2", "0x11112222333344445"})
    EXPECT_EQ(parse_long(wrong), std::nullopt) << wrong;
}

TEST(NumberText, ReadsReals) {
  EXPECT_EQ(parse_real("123.4"), 123.4);
  EXPECT_EQ(parse_real("-.5"), -.5);
  EXPECT_EQ(parse_real("+1e-3"), 1e-3);
  EXPECT_TRUE(std::isnan(*parse_real("NaN")));
  EXPECT_EQ(parse_real("-Infinity"), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(parse_real("1e400"), std::numeric_limits<double>::infinity());
  EXPECT_EQ(parse_real("1e-400"), 0.0);
  for (std::string_view wrong : {"", "-", "1.2.3", "0x10", "abc", "1,5", "nanx", "1e"})
    EXPECT_EQ(parse_real(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace huntbook
