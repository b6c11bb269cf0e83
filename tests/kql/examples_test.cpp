// Runs the example of every function, operator and plugin record through the compiler and the engine, so that help
// shows nothing that fails.
#include <gtest/gtest.h>

#include "kql/bind/plan_plugin.hpp"
#include "kql/functions/record.hpp"
#include "kql/operators/record.hpp"
#include "run_query.hpp"

namespace huntbook::kql_cases {
namespace {

template <class Record>
void expect_rows(EmptyCase& empty_case, const Record& record) {
  SCOPED_TRACE(std::string(record.name) + ": " + std::string(record.example));
  Outcome outcome = run_query(empty_case, record.example, parse_datetime("2024-05-06T07:08:09Z").value());
  EXPECT_EQ(outcome.error, "");
  EXPECT_FALSE(outcome.error.empty() && outcome.rows.empty()) << "no rows";
}

TEST(Examples, OfEveryFunctionRun) {
  auto empty_case = open_empty_case();
  ASSERT_TRUE(empty_case) << empty_case.error().message;
  for (const kql::FunctionRecord& record : kql::builtin_functions().records()) expect_rows(*empty_case, record);
}

TEST(Examples, OfEveryOperatorRun) {
  auto empty_case = open_empty_case();
  ASSERT_TRUE(empty_case) << empty_case.error().message;
  for (const kql::OperatorRecord& record : kql::operator_records()) {
    SCOPED_TRACE(std::string(record.name) + ": " + std::string(record.example));
    Outcome outcome = run_query(*empty_case, record.example, parse_datetime("2024-05-06T07:08:09Z").value());
    EXPECT_EQ(outcome.error, "");
    EXPECT_EQ(outcome.rows.empty(), record.name == "consume");
  }
}

TEST(Examples, OfEveryPlanPluginRun) {
  auto empty_case = open_empty_case();
  ASSERT_TRUE(empty_case) << empty_case.error().message;
  for (const kql::bind::PlanPlugin& plugin : kql::bind::plan_plugins()) expect_rows(*empty_case, plugin);
}

}  // namespace
}  // namespace huntbook::kql_cases
