// Operators, mathematical and conditional functions, as documented and at the edges of their types.
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

#include "lowered.hpp"

namespace huntbook::kql {
namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
using enum ScalarType;

TEST(Arithmetic, CutsIntegerDivision) {
  EXPECT_EQ(apply("/", {integer(7), integer(2)}), "3");
  EXPECT_EQ(apply("/", {integer(-7), integer(2)}), "-3");
  EXPECT_EQ(apply("/", {integer(7), real(2)}), "3.5");
  EXPECT_EQ(apply("/", {integer(1), integer(0)}), "null");
  EXPECT_EQ(apply("%", {integer(1), integer(0)}), "null");
  EXPECT_EQ(apply("%", {integer(-7), integer(3)}), "2");
  EXPECT_EQ(apply("/", {real(1), real(0)}), "inf");
}

TEST(Arithmetic, GivesNullWhereIntegersOverflow) {
  EXPECT_EQ(apply("+", {integer(most), integer(1)}), "null");
  EXPECT_EQ(apply("-", {integer(least), integer(1)}), "null");
  EXPECT_EQ(apply("*", {integer(most), integer(2)}), "null");
  EXPECT_EQ(apply("/", {integer(least), integer(-1)}), "null");
  EXPECT_EQ(apply("%", {integer(least), integer(-1)}), "0");
  EXPECT_EQ(apply("neg", {integer(least)}), "null");
  EXPECT_EQ(apply("+", {narrow(2'147'483'647), narrow(1)}), "2147483648");
}

TEST(Arithmetic, CalculatesWithTimes) {
  EXPECT_EQ(apply("+", {moment("2024-01-31"), span("1d")}), "2024-02-01T00:00:00Z");
  EXPECT_EQ(apply("-", {moment("2024-02-01"), moment("2024-01-01")}), "31.00:00:00");
  EXPECT_EQ(apply("*", {span("90m"), integer(2)}), "03:00:00");
  EXPECT_EQ(apply("*", {span("1h"), real(1.5)}), "01:30:00");
  EXPECT_EQ(apply("/", {span("3h"), span("2h")}), "1.5");
  EXPECT_EQ(apply("%", {span("25h"), span("1d")}), "01:00:00");
  EXPECT_EQ(apply("+", {moment("9999-12-31"), span("2d")}), "null");
  EXPECT_EQ(apply("-", {moment("0001-01-01"), span("1tick")}), "null");
  EXPECT_EQ(apply("neg", {span("1h")}), "-01:00:00");
}

TEST(Arithmetic, KeepsDecimalsExact) {
  EXPECT_EQ(apply("+", {decimal("0.1"), decimal("0.2")}), "0.3");
  EXPECT_EQ(apply("*", {decimal("12345678901.5"), decimal("-2")}), "-24691357803");
  EXPECT_EQ(apply("/", {decimal("1"), decimal("3")}), "0.333333333333");
  EXPECT_EQ(apply("/", {decimal("1"), decimal("0")}), "null");
  EXPECT_EQ(apply("*", {decimal("99999999999999999999999999"), decimal("10")}), "null");
}

TEST(Comparison, TreatsNullsAsDocumented) {
  EXPECT_EQ(apply("==", {null(Long), integer(1)}), "false");
  EXPECT_EQ(apply("!=", {null(Long), integer(1)}), "true");
  EXPECT_EQ(apply("==", {null(Long), null(Long)}), "null");
  EXPECT_EQ(apply("!=", {null(Long), null(Long)}), "null");
  EXPECT_EQ(apply("<", {null(Long), integer(1)}), "null");
  EXPECT_EQ(apply("and", {null(Bool), boolean(false)}), "false");
  EXPECT_EQ(apply("and", {null(Bool), boolean(true)}), "null");
  EXPECT_EQ(apply("or", {null(Bool), boolean(true)}), "true");
  EXPECT_EQ(call("not", {null(Bool)}), "null");
  EXPECT_EQ(apply("==", {null(Dynamic), null(Dynamic)}), "null");
}

TEST(Comparison, ComparesStringsWithTheirCase) {
  EXPECT_EQ(apply("==", {text("a"), text("A")}), "false");
  EXPECT_EQ(apply("!=", {text(""), text("A")}), "true");
  EXPECT_EQ(apply("==", {moment("2024-01-01"), text("2024-01-01")}), "true");
  EXPECT_EQ(apply("==", {integer(4688), text("4688")}), "true");
}

TEST(Comparison, HoldsForNoNan) {
  EXPECT_EQ(apply(">", {real(nan), real(1)}, false), "false");
  EXPECT_EQ(apply("<", {real(1), real(nan)}, false), "false");
}

TEST(Comparison, ReadsNumbersOutOfDynamicValues) {
  EXPECT_EQ(apply("==", {json("1"), integer(1)}), "true");
  EXPECT_EQ(apply("==", {json("1.5"), integer(1)}), "false");
  EXPECT_EQ(apply("<", {json("1.5"), integer(2)}), "true");
  EXPECT_EQ(apply("==", {json("9007199254740993"), integer(9007199254740992)}), "false");
  EXPECT_EQ(apply("==", {json("\"x\""), text("x")}), "true");
  EXPECT_EQ(apply("!=", {json("\"x\""), integer(1)}), "true");
  EXPECT_EQ(apply("==", {json("{\"a\":1,\"b\":2}"), json("{\"b\":2,\"a\":1}")}), "true");
  EXPECT_EQ(apply("+", {json("1"), integer(2)}), "3");
  EXPECT_EQ(apply("+", {json("1"), json("2.5")}), "3.5");
}

TEST(Comparison, IncludesBothEndsOfARange) {
  EXPECT_EQ(apply("between", {integer(5), integer(1), integer(5)}), "true");
  EXPECT_EQ(apply("!between", {integer(6), integer(1), integer(5)}), "true");
  EXPECT_EQ(apply("between", {moment("2024-01-02"), moment("2024-01-01"), span("1d")}), "true");
  EXPECT_EQ(apply("between", {null(Long), integer(1), integer(5)}), "null");
}

TEST(Math, RoundsAndBins) {
  EXPECT_EQ(call("round", {real(2.98765), integer(3)}), "2.988");
  EXPECT_EQ(call("round", {real(2.15), integer(1)}), "2.2");
  EXPECT_EQ(call("round", {real(-50.55), integer(-2)}), "-100");
  EXPECT_EQ(call("round", {real(21.5), integer(-1)}), "20");
  EXPECT_EQ(call("round", {integer(155), integer(-1)}), "160");
  EXPECT_EQ(call("bin", {real(4.5), integer(1)}), "4");
  EXPECT_EQ(call("bin", {integer(-1), integer(10)}), "-10");
  EXPECT_EQ(call("bin", {span("16d"), span("7d")}), "14.00:00:00");
  EXPECT_EQ(call("bin", {moment("1970-05-11 13:45:07"), span("1d")}), "1970-05-11T00:00:00Z");
  EXPECT_EQ(call("bin", {moment("1970-05-11 13:45:07"), span("1d")}, false), "1970-05-11T00:00:00Z");
  EXPECT_EQ(call("bin", {integer(5), integer(0)}), "null");
  EXPECT_EQ(call("bin", {integer(5), integer(-5)}), "null");
  EXPECT_EQ(call("bin_at", {real(6.5), real(2.5), real(7)}), "4.5");
  EXPECT_EQ(call("bin_at", {moment("2017-05-15 10:20:00.0"), span("1d"), moment("1970-01-01 12:00:00.0")}),
            "2017-05-14T12:00:00Z");
  EXPECT_EQ(call("ceiling", {real(1.1)}), "2");
  EXPECT_EQ(call("abs", {integer(least)}), "null");
  EXPECT_EQ(call("abs", {span("-1h")}), "01:00:00");
}

TEST(Math, HasNoValueOutsideOfADomain) {
  EXPECT_EQ(call("sqrt", {integer(-1)}), "null");
  EXPECT_EQ(call("sqrt", {integer(256)}), "16");
  EXPECT_EQ(call("log", {real(-1)}), "null");
  EXPECT_EQ(call("log2", {integer(8)}), "3");
  EXPECT_EQ(call("asin", {real(2)}), "null");
  EXPECT_EQ(call("pow", {integer(2), integer(10)}), "1024");
  EXPECT_EQ(call("sign", {real(-42.1)}), "-1");
  EXPECT_EQ(call("binary_and", {integer(12), integer(10)}), "8");
  EXPECT_EQ(call("binary_shift_left", {integer(1), integer(65)}), "2");
  EXPECT_EQ(call("binary_shift_right", {integer(-1), integer(1)}), "null");
  EXPECT_EQ(call("isnan", {real(nan)}), "true");
}

TEST(Conditional, ChoosesValues) {
  EXPECT_EQ(call("iff", {boolean(true), integer(1), real(2.5)}), "1");
  EXPECT_EQ(call("iff", {null(Bool), text("a"), text("b")}), "b");
  EXPECT_EQ(call("iff", {boolean(true), text("a"), integer(1)}), "\"a\"");
  EXPECT_EQ(call("case", {boolean(false), text("a"), boolean(true), text("b"), text("c")}), "b");
  EXPECT_EQ(call("coalesce", {null(Long), integer(42), integer(33)}), "42");
  EXPECT_EQ(call("coalesce", {text(""), text("x")}), "x");
  EXPECT_EQ(call("max_of", {integer(10), integer(1), integer(-3), integer(17)}), "17");
  EXPECT_EQ(call("max_of", {null(Long), integer(2)}), "2");
  EXPECT_EQ(call("min_of", {integer(10), integer(1), real(-3.5)}), "-3.5");
  EXPECT_EQ(call("isnull", {text("")}), "false");
  EXPECT_EQ(call("isnull", {null(Long)}), "true");
}

TEST(Conditional, NamesTypes) {
  EXPECT_EQ(call("gettype", {text("a")}), "string");
  EXPECT_EQ(call("gettype", {integer(111)}), "long");
  EXPECT_EQ(call("gettype", {json("1")}), "int");
  EXPECT_EQ(call("gettype", {json("{\"abc\":1}")}), "dictionary");
  EXPECT_EQ(call("gettype", {json("[1]")}), "array");
  EXPECT_EQ(call("gettype", {null(Dynamic)}), "null");
}

}  // namespace
}  // namespace huntbook::kql
