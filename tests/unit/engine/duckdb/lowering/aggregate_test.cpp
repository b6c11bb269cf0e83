// Aggregates: values, nulls, the defaults of nothing, and arrays.
#include <gtest/gtest.h>

#include "lowered.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Rows = std::vector<std::vector<Value>>;

Rows longs(std::vector<std::int64_t> values) {
  Rows rows;
  for (std::int64_t value : values) rows.push_back({integer(value)});
  return rows;
}
const Rows no_values{{null(Long)}};

TEST(Aggregate, Counts) {
  EXPECT_EQ(aggregate("count", {{boolean(true)}, {boolean(false)}, {null(Bool)}}), "1");
  EXPECT_EQ(aggregate("countif", {{boolean(true)}, {boolean(true)}}), "2");
  EXPECT_EQ(aggregate("dcount", {{integer(1)}, {integer(1)}, {null(Long)}, {integer(2)}}), "2");
  EXPECT_EQ(aggregate("dcount", longs({1, 2}), {integer(4)}), "2");
  EXPECT_EQ(aggregate("dcountif", {{integer(1), boolean(true)}, {integer(2), boolean(false)}}), "1");
}

TEST(Aggregate, SumsWithoutRaising) {
  EXPECT_EQ(aggregate("sum", longs({1, 2, 3})), "6");
  EXPECT_EQ(aggregate("sum", longs({INT64_MAX, 1})), "null");
  EXPECT_EQ(aggregate("sum", longs({INT64_MAX, 1, -1})), "9223372036854775807");
  EXPECT_EQ(aggregate("sum", no_values), "0");
  EXPECT_EQ(aggregate("sum", {{real(0.5)}, {real(0.25)}}), "0.75");
  EXPECT_EQ(aggregate("sum", {{span("1h")}, {span("30m")}}), "01:30:00");
  EXPECT_EQ(aggregate("sumif", {{integer(1), boolean(true)}, {integer(5), boolean(false)}}), "1");
  EXPECT_EQ(aggregate("sum", {{decimal("-1.5")}, {decimal("0.25")}}), "-1.25");
  EXPECT_EQ(aggregate("sum", {{null(Decimal)}}), "0");
  EXPECT_EQ(aggregate("avg", longs({1, 2})), "1.5");
  EXPECT_EQ(aggregate("avg", no_values), "nan");
  EXPECT_EQ(aggregate("avg", {{moment("2024-01-01")}, {moment("2024-01-02")}}), "2024-01-01T12:00:00Z");
  EXPECT_EQ(aggregate("avg", {{decimal("1")}, {decimal("2")}}), "1.5");
}

TEST(Aggregate, FindsExtremes) {
  EXPECT_EQ(aggregate("max", longs({3, 1})), "3");
  EXPECT_EQ(aggregate("min", {{text("b")}, {text("a")}}), "a");
  EXPECT_EQ(aggregate("maxif", {{text("b"), boolean(false)}}), "");
  EXPECT_EQ(aggregate("max", no_values), "null");
}

TEST(Aggregate, MeasuresSpread) {
  EXPECT_EQ(aggregate("stdev", longs({1, 2, 3, 4, 5})).substr(0, 9), "1.5811388");
  EXPECT_EQ(aggregate("variance", longs({1, 2, 3, 4, 5})), "2.5");
  EXPECT_EQ(aggregate("variancep", longs({1, 2, 3, 4, 5})), "2");
  EXPECT_EQ(aggregate("stdev", no_values), "0");
  EXPECT_EQ(aggregate("stdev", {{real(1)}, {real(1.0 / 0.0)}}), "nan");
  EXPECT_EQ(aggregate("covariance", {{integer(1), integer(2)}, {integer(3), integer(6)}}), "4");
}

TEST(Aggregate, TakesTheRowOfTheGreatest) {
  Rows rows{{integer(1), text("a")}, {integer(3), text("")}, {integer(2), text("b")}, {null(Long), text("c")}};
  EXPECT_EQ(aggregate("arg_max", rows), "");
  EXPECT_EQ(aggregate("arg_min", rows), "a");
  EXPECT_EQ(aggregate("arg_max", {{integer(1), integer(5)}, {integer(2), null(Long)}}), "null");
  EXPECT_EQ(aggregate("arg_max", longs({1, 2})), "2");
  EXPECT_EQ(aggregate("take_any", {{text("")}, {text("x")}}), "x");
  EXPECT_EQ(aggregate("take_anyif", {{integer(1), boolean(false)}, {integer(2), boolean(true)}}), "2");
}

TEST(Aggregate, RanksPercentiles) {
  EXPECT_EQ(aggregate("percentile", longs({1, 2, 3, 4}), {integer(50)}), "2");
  EXPECT_EQ(aggregate("percentile", longs({1, 2, 3, 4}), {integer(100)}), "4");
  EXPECT_EQ(aggregate("percentile", longs({15, 20, 35, 40, 50}), {real(30)}), "20");
  EXPECT_TRUE(aggregate("percentile", longs({1}), {integer(101)}).starts_with("refused"));
}

TEST(Aggregate, GathersArrays) {
  EXPECT_EQ(aggregate("make_list", longs({2, 1, 2})), "[2,1,2]");
  EXPECT_EQ(aggregate("make_list", longs({2, 1, 2}), {integer(2)}), "[2,1]");
  EXPECT_EQ(aggregate("make_list", no_values), "[]");
  EXPECT_EQ(aggregate("make_list_with_nulls", {{integer(1)}, {null(Long)}}), "[1,null]");
  EXPECT_EQ(aggregate("make_set", longs({10, 9, 10})), "[9,10]");
  EXPECT_EQ(aggregate("make_set", {{text("b")}, {text("a\"")}, {text("")}}), "[\"\",\"a\\\"\",\"b\"]");
  EXPECT_EQ(aggregate("make_set_if", {{integer(1), boolean(true)}, {integer(2), boolean(false)}}), "[1]");
  EXPECT_EQ(aggregate("make_bag", {{json("{\"a\":1}")}, {json("{\"b\":2}")}, {null(Dynamic)}}), "{\"a\":1,\"b\":2}");
  EXPECT_EQ(aggregate("binary_all_or", longs({8, 4})), "12");
}

}  // namespace
}  // namespace huntbook::kql
