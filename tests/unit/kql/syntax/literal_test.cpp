#include <gtest/gtest.h>

#include "parsed.hpp"

namespace huntbook::kql::syntax {
namespace {

TEST(Literal, Numbers) {
  EXPECT_EQ(expression("1, 0x1F, 1.5, 1e3, int(5), long(-3)"), "1 31 1.5r 1000r int(5) -3");
  EXPECT_EQ(expression("real(nan), double(-inf), real(+inf), real(1), real(-2.5)"), "nanr -infr infr 1r -2.5r");
  EXPECT_EQ(expression("9223372036854775807, -9223372036854775808"), "9223372036854775807 -9223372036854775808");
  EXPECT_EQ(expression("0xFFFFFFFFFFFFFFFF"), "-1");
  EXPECT_EQ(expression("9223372036854775808"), "KS004 6-25 this number is too large for a long");
  EXPECT_EQ(expression("int(2147483648)"), "KS004 6-21 '2147483648' is not an int");
}

TEST(Literal, Decimals) {
  EXPECT_EQ(expression("decimal(1.50), decimal(-0.0), decimal(1e3), decimal(12e-4), decimal(007)"),
            "decimal(1.50) decimal(0.0) decimal(1000) decimal(0.0012) decimal(7)");
  EXPECT_EQ(expression("decimal(x)"), "KS004 6-16 'x' is not a decimal");
}

TEST(Literal, Nulls) {
  EXPECT_EQ(expression("int(null), datetime(null), dynamic(null), guid( null )"),
            "int(null) datetime(null) dynamic(null) guid(null)");
}

TEST(Literal, Bools) {
  EXPECT_EQ(expression("true, FALSE, bool(True), bool(0)"), "true false true false");
}

TEST(Literal, Times) {
  EXPECT_EQ(expression("datetime(2014-05-25T08:20:03.1234567Z), date(2015-01-01), datetime(\"2015-01-02\")"),
            "datetime(2014-05-25T08:20:03.1234567Z) datetime(2015-01-01T00:00:00Z) datetime(2015-01-02T00:00:00Z)");
  EXPECT_EQ(expression("1d, 1.5h, timespan(0.12:34:56.7), time(15 seconds)"),
            "timespan(1.00:00:00) timespan(01:30:00) timespan(12:34:56.7000000) timespan(00:00:15)");
  EXPECT_EQ(expression("datetime(now)"), "KS004 6-19 'now' is not a datetime");
}

TEST(Literal, Guids) {
  EXPECT_EQ(expression("guid(74BE27DE-1e4e-49d9-b579-fe0b331d3642)"), "guid(74be27de-1e4e-49d9-b579-fe0b331d3642)");
  EXPECT_EQ(expression("guid(74be27de1e4e49d9b579fe0b331d3642)"), "guid(74be27de-1e4e-49d9-b579-fe0b331d3642)");
  EXPECT_EQ(expression("guid(74be27de)"), "KS004 6-20 '74be27de' is not a guid");
}

TEST(Literal, Strings) {
  EXPECT_EQ(expression(R"("a\n\t\\\"\'\x41\u00e9\101")"), R"x("a\n\t\\\"'A)x"
                                                          "\xc3\xa9"
                                                          R"x(A")x");
  EXPECT_EQ(expression(R"('\ud83d\ude00')"), "\"\xf0\x9f\x98\x80\"");
  EXPECT_EQ(expression(R"(@"a\b""c")"), R"("a\\b\"c")");
  EXPECT_EQ(expression("```a\n\"b```"), R"("a\n\"b")");
  EXPECT_EQ(expression(R"("a" 'b' @"c")"), R"("abc")");
  EXPECT_EQ(expression(R"(h"secret")"), R"(h "secret")");
  EXPECT_EQ(expression(R"("a\qb")"), "KS004 8-10 this escape is none");
}

TEST(Literal, DynamicIsCanonicalJson) {
  EXPECT_EQ(expression("dynamic( [1, 2.0, -3, \"a\\n\", 'b', null, True] )"),
            R"(dynamic([1,2.0,-3,"a\n","b",null,true]))");
  EXPECT_EQ(expression(R"(dynamic({'a': {"b": []}, "c": [{}]}))"), R"(dynamic({"a":{"b":[]},"c":[{}]}))");
  EXPECT_EQ(expression(R"(dynamic(["a"]))"), R"(dynamic(["a"]))");
  EXPECT_EQ(expression(R"(dynamic([datetime(2020-01-01), 1d, long(7), dynamic({"x": 1})]))"),
            R"(dynamic(["2020-01-01T00:00:00Z","1.00:00:00",7,{"x":1}]))");
  EXPECT_EQ(expression(R"(dynamic({"a": 1, "b": 2, "a": 3}))"), R"(dynamic({"a":3,"b":2}))");
  EXPECT_EQ(expression(R"(dynamic("x"))"), R"(dynamic("x"))");
}

TEST(Literal, DynamicHoldsConstantsOnly) {
  EXPECT_EQ(expression("dynamic([x])"), "KS006 15-16 'x' is no JSON value");
  EXPECT_EQ(expression("dynamic({a: 1})"), "KS006 15-16 expected a key, which is a string");
  EXPECT_EQ(expression("dynamic([1,])"), "KS006 17-18 expected a JSON value, found ']'");
  EXPECT_EQ(expression("dynamic()"), "KS006 14-15 expected a JSON value, found ')'");
}

}  // namespace
}  // namespace huntbook::kql::syntax
