// Runs the example of every function record through the compiler and the engine, so that help shows nothing that fails.
#include <gtest/gtest.h>

#include "kql/functions/record.hpp"
#include "run_query.hpp"

namespace huntbook::kql_cases {
namespace {

TEST(Examples, OfEveryFunctionRun) {
  auto empty_case = open_empty_case();
  ASSERT_TRUE(empty_case) << empty_case.error().message;
  Ticks now = parse_datetime("2024-05-06T07:08:09Z").value();
  for (const kql::FunctionRecord& record : kql::builtin_functions().records()) {
    SCOPED_TRACE(std::string(record.name) + ": " + std::string(record.example));
    Outcome outcome = run_query(*empty_case, record.example, now);
    EXPECT_EQ(outcome.error, "");
    EXPECT_FALSE(outcome.error.empty() && outcome.rows.empty()) << "no rows";
  }
}

}  // namespace
}  // namespace huntbook::kql_cases
