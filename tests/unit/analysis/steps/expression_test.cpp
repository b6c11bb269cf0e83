#include "analysis/steps/expression.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "base/time.hpp"

namespace huntbook::steps {
namespace {

Expression constant(ScalarType type, Value value) {
  return {.operation = Operation::Constant, .type = type, .constant = std::move(value)};
}
Expression number(std::int64_t value) {
  return constant(ScalarType::Long, Value::of(value));
}
Expression null(ScalarType type) {
  return constant(type, nothing(type));
}
Expression of(Operation operation, ScalarType type, std::vector<Expression> operands) {
  return {.operation = operation, .type = type, .operands = std::move(operands)};
}

Value value_of(const Expression& expression) {
  const Batch batch;
  const Formulas formulas = [](std::size_t, std::span<const Value>) -> Result<Value> {
    return fail(ErrorKind::User, "no formula");
  };
  auto value = evaluate(expression, {batch, 0, {}, formulas});
  EXPECT_TRUE(value) << value.error().message;
  return value.value_or(Value{});
}

bool is_true(const Expression& expression) {
  const Value value = value_of(expression);
  return !value.null && value.integer != 0;
}

TEST(Expression, ArithmeticThatDoesNotFitIsNull) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  EXPECT_TRUE(value_of(of(Operation::Add, ScalarType::Long, {number(most), number(1)})).null);
  EXPECT_TRUE(value_of(of(Operation::Multiply, ScalarType::Long, {number(most), number(2)})).null);
  EXPECT_EQ(value_of(of(Operation::Subtract, ScalarType::Long, {number(2), number(5)})).integer, -3);
  const Expression end = constant(ScalarType::DateTime, Value::of(std::int64_t{max_datetime}));
  const Expression tick = constant(ScalarType::TimeSpan, Value::of(std::int64_t{1}));
  EXPECT_TRUE(value_of(of(Operation::Add, ScalarType::DateTime, {end, tick})).null);
}

TEST(Expression, NaNIsEqualToItselfAndInNoOrder) {
  const Expression nan = constant(ScalarType::Real, Value::of(std::nan("")));
  const Expression one = constant(ScalarType::Real, Value::of(1.0));
  EXPECT_TRUE(is_true(of(Operation::Equal, ScalarType::Bool, {nan, nan})));
  for (Operation order : {Operation::Less, Operation::LessOrEqual, Operation::Greater, Operation::GreaterOrEqual}) {
    EXPECT_FALSE(is_true(of(order, ScalarType::Bool, {nan, one})));
    EXPECT_FALSE(is_true(of(order, ScalarType::Bool, {one, nan})));
  }
}

TEST(Expression, LogicIsThreeValued) {
  const Expression yes = constant(ScalarType::Bool, Value::of(true));
  const Expression unknown = null(ScalarType::Bool);
  EXPECT_TRUE(is_true(of(Operation::Or, ScalarType::Bool, {unknown, yes})));
  EXPECT_TRUE(value_of(of(Operation::And, ScalarType::Bool, {unknown, yes})).null);
  EXPECT_TRUE(value_of(of(Operation::Not, ScalarType::Bool, {unknown})).null);
}

TEST(Expression, FormulasThatAreNotNeededAreNotAsked) {
  const Expression formula{.operation = Operation::Formula, .type = ScalarType::Bool};
  const Expression no = constant(ScalarType::Bool, Value::of(false));
  EXPECT_FALSE(is_true(of(Operation::And, ScalarType::Bool, {no, formula})));
  const Expression choice = of(Operation::Case, ScalarType::Long, {no, formula, number(7)});
  EXPECT_EQ(value_of(choice).integer, 7);
}

TEST(Expression, FormulasErrorsComeOut) {
  const Expression formula{.operation = Operation::Formula, .type = ScalarType::Bool};
  const Batch batch;
  const Formulas formulas = [](std::size_t, std::span<const Value>) -> Result<Value> {
    return fail(ErrorKind::User, "the formula failed");
  };
  auto value = evaluate(of(Operation::Not, ScalarType::Bool, {formula}), {batch, 0, {}, formulas});
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().message, "the formula failed");
}

}  // namespace
}  // namespace huntbook::steps
