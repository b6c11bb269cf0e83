#include "kql/functions/convert.hpp"

#include <gtest/gtest.h>

#include "kql/functions/build.hpp"
#include "sql/dialect/duckdb.hpp"

namespace huntbook::kql {
namespace {

std::string converted(ScalarType from, ScalarType to) {
  return sql::print_duckdb(*convert(sql::column("", "x"), from, to));
}

TEST(Convert, SameTypeIsLeftAlone) {
  for (ScalarType type : all_scalar_types) EXPECT_EQ(converted(type, type), "\"x\"");
}

TEST(Convert, EveryPairGivesAnExpression) {
  for (ScalarType from : all_scalar_types)
    for (ScalarType to : all_scalar_types) EXPECT_FALSE(converted(from, to).empty());
}

TEST(Convert, TextNeverBecomesNull) {
  EXPECT_EQ(converted(ScalarType::Long, ScalarType::String), "coalesce(CAST(\"x\" AS VARCHAR), '')");
  EXPECT_EQ(converted(ScalarType::Dynamic, ScalarType::String), "hb_dynamic_to_string(\"x\")");
}

TEST(Convert, FractionsAreCutOff) {
  EXPECT_EQ(converted(ScalarType::Real, ScalarType::Long), "TRY_CAST(trunc(\"x\") AS BIGINT)");
}

}  // namespace
}  // namespace huntbook::kql
