#include "kql/functions/resolve.hpp"

#include <gtest/gtest.h>

namespace huntbook::kql {
namespace {

using enum ScalarType;

Argument value(ScalarType type) {
  return {type, true, std::nullopt};
}
Argument text(std::string constant) {
  return {String, false, ConstantValue(std::move(constant))};
}

std::expected<Resolved, ResolveFailure> resolve_operator(std::string_view name, std::vector<Argument> arguments) {
  const FunctionRecord* record = builtin_functions().find(FunctionKind::Operator, name);
  if (record == nullptr) return std::unexpected(ResolveFailure{"", "no such operator", std::nullopt, {}});
  return resolve(*record, arguments);
}

ScalarType result_of(std::string_view name, ScalarType left, ScalarType right) {
  auto resolved = resolve_operator(name, {value(left), value(right)});
  EXPECT_TRUE(resolved) << name << ' ' << name_of(left) << ' ' << name_of(right);
  return resolved ? resolved->result : Guid;
}

TEST(Resolve, WidensNumbers) {
  EXPECT_EQ(result_of("+", Int, Int), Long);
  EXPECT_EQ(result_of("+", Int, Real), Real);
  EXPECT_EQ(result_of("+", Real, Decimal), Decimal);
  EXPECT_EQ(result_of("/", Long, Long), Long);
}

TEST(Resolve, KnowsDatetimeArithmetic) {
  EXPECT_EQ(result_of("-", DateTime, DateTime), TimeSpan);
  EXPECT_EQ(result_of("-", DateTime, TimeSpan), DateTime);
  EXPECT_EQ(result_of("+", TimeSpan, DateTime), DateTime);
  EXPECT_EQ(result_of("*", TimeSpan, Real), TimeSpan);
  EXPECT_EQ(result_of("/", TimeSpan, TimeSpan), Real);
  EXPECT_EQ(result_of("/", DateTime, TimeSpan), Real);
  EXPECT_EQ(result_of("%", DateTime, TimeSpan), TimeSpan);
}

TEST(Resolve, TurnsDynamicOperandsIntoTheOtherSidesType) {
  auto resolved = resolve_operator("+", {value(Dynamic), value(Long)});
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->argument_types, (std::vector{Long, Long}));
  EXPECT_EQ(result_of("+", Dynamic, Real), Real);
  EXPECT_EQ(result_of("-", Dynamic, DateTime), TimeSpan);
  EXPECT_EQ(result_of("+", Dynamic, Dynamic), Dynamic);
  auto equality = resolve_operator("==", {value(Dynamic), value(String)});
  ASSERT_TRUE(equality);
  EXPECT_EQ(equality->argument_types, (std::vector{String, String}));
  // Numbers keep the dynamic side, so that 1.5 is not cut to 1 on the way.
  auto number = resolve_operator("==", {value(Dynamic), value(Int)});
  ASSERT_TRUE(number);
  EXPECT_EQ(number->argument_types, (std::vector{Dynamic, Long}));
}

TEST(Resolve, TakesStringConstantsInEquality) {
  auto resolved = resolve_operator("==", {value(DateTime), text("2024-01-01")});
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->argument_types, (std::vector{DateTime, DateTime}));
  auto id = resolve_operator("!=", {value(Int), text("4688")});
  ASSERT_TRUE(id);
  EXPECT_EQ(id->argument_types, (std::vector{Int, Int}));
  EXPECT_FALSE(resolve_operator("<", {value(DateTime), text("2024-01-01")}));
}

TEST(Resolve, ComparesWithATextAsText) {
  auto number = resolve_operator("==", {value(Long), value(String)});
  ASSERT_TRUE(number);
  EXPECT_EQ(number->argument_types, (std::vector{String, String}));
  EXPECT_FALSE(resolve_operator("<", {value(Long), value(String)}));
}

TEST(Resolve, RefusesWithTypesAndHint) {
  auto sum = resolve_operator("+", {value(String), value(String)});
  ASSERT_FALSE(sum);
  EXPECT_EQ(sum.error().code, "KS106");
  EXPECT_EQ(sum.error().message, "The operator '+' is not defined for operands of types string and string.");
  EXPECT_EQ(sum.error().hint, "strcat(a, b) joins strings");
  EXPECT_FALSE(resolve_operator("and", {value(Bool), value(Long)}));
  EXPECT_TRUE(resolve_operator("and", {value(Bool), value(Dynamic)}));
  EXPECT_FALSE(resolve_operator("between", {value(String), value(String), value(String)}));
  EXPECT_TRUE(resolve_operator("between", {value(DateTime), value(DateTime), value(TimeSpan)}));
}

FunctionRecord made(std::vector<Signature> signatures) {
  return {.name = "f", .signatures = std::move(signatures), .doc = "", .example = ""};
}

TEST(Resolve, RepeatsParametersAsAGroup) {
  Parameter condition{"condition", Bool, Parameter::Occurs::Repeated};
  Parameter then{"then", types::any, Parameter::Occurs::Repeated, false, true};
  Parameter otherwise{"otherwise", types::any, Parameter::Occurs::Once, false, true};
  FunctionRecord record = made({{{condition, then, otherwise}, CommonResult{true}}});
  auto run = [&](std::vector<Argument> arguments) { return resolve(record, arguments); };
  auto widened = run({value(Bool), value(Int), value(Bool), value(Real), value(Long)});
  ASSERT_TRUE(widened);
  EXPECT_EQ(widened->result, Real);
  EXPECT_EQ(widened->argument_types, (std::vector{Bool, Real, Bool, Real, Real}));
  EXPECT_EQ(run({value(Bool), value(Long), value(String)})->result, Dynamic);
  EXPECT_EQ(run({value(Bool), value(Dynamic), value(String)})->result, String);
  auto odd = run({value(Bool), value(Long), value(Bool), value(Long)});
  ASSERT_FALSE(odd);
  EXPECT_EQ(odd.error().code, "KS119");
  EXPECT_EQ(odd.error().message, "The function 'f' expects at least 3 arguments, not 4.");
}

TEST(Resolve, NamesTheArgumentAtFault) {
  FunctionRecord record = made({{{{"date", DateTime}, {"offset", Long, Parameter::Occurs::Optional}}, DateTime}});
  std::vector<Argument> arguments{value(DateTime), value(Real)};
  auto failure = resolve(record, arguments);
  ASSERT_FALSE(failure);
  EXPECT_EQ(failure.error().argument, 1U);
  EXPECT_EQ(failure.error().message, "Argument 2 of 'f' (offset) must be of type long, not real.");
  EXPECT_EQ(resolve(record, {}).error().message, "The function 'f' expects between 1 and 2 arguments, not 0.");
  arguments = {value(DateTime), value(Int)};
  EXPECT_TRUE(resolve(record, arguments));
}

TEST(Resolve, WantsConstants) {
  FunctionRecord record = made({{{{"pattern", String, Parameter::Occurs::Once, true}}, String}});
  std::vector<Argument> arguments{value(String)};
  EXPECT_EQ(resolve(record, arguments).error().code, "KS129");
  arguments = {text("x")};
  EXPECT_TRUE(resolve(record, arguments));
}

}  // namespace
}  // namespace huntbook::kql
