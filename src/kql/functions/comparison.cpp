// == != < <= > >=, between, and, or, not (Kusto docs, "Null values", "Logical operators", "between operator").
// Equality of null and a value is false, of two nulls null; all others are null where an operand is.
#include <cmath>

#include "kql/functions/build.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;
using sql::BinaryOperator;

bool is_number(ScalarType type) {
  return types::numbers.contains(type);
}

// Operands that the engine can compare: a bool beside a number counts as 0 or 1; a dynamic value beside a number or
// another dynamic one is compared by a function of ours, whose result is below, at or above zero.
struct Operands {
  sql::ExprPtr left;
  sql::ExprPtr right;
};

Operands comparable(const BoundCall& call, Arguments arguments, std::size_t l = 0, std::size_t r = 1) {
  ScalarType left = call.arguments[l].type;
  ScalarType right = call.arguments[r].type;
  if (left == Dynamic && (right == Dynamic || is_number(right)))
    return {sql::call("hb_dynamic_compare", {arguments[l], arguments[r]}), sql::literal(std::int32_t{0})};
  if (right == Dynamic && is_number(left))
    return {sql::literal(std::int32_t{0}), sql::call("hb_dynamic_compare", {arguments[r], arguments[l]})};
  if (left == Bool && right == Long) return {sql::cast(arguments[l], sql::SqlType::BigInt), arguments[r]};
  if (left == Long && right == Bool) return {arguments[l], sql::cast(arguments[r], sql::SqlType::BigInt)};
  return {arguments[l], arguments[r]};
}

// The engine takes NaN for the greatest number; in KQL no comparison with it holds.
sql::ExprPtr ordered(BinaryOperator op, const Operands& operands, bool reals) {
  sql::ExprPtr result = sql::binary(op, operands.left, operands.right);
  if (!reals) return result;
  bool left_greater = op == BinaryOperator::Greater || op == BinaryOperator::GreaterOrEqual;
  const sql::ExprPtr& greater = left_greater ? operands.left : operands.right;
  if (const auto* number = std::get_if<sql::DoubleLiteral>(&greater->node);
      number != nullptr && !std::isnan(number->value))
    return result;
  return sql::logical_and(std::move(result), sql::logical_not(sql::call("isnan", {greater})));
}

template <BinaryOperator op>
Result<sql::ExprPtr> lower_order(LoweringContext&, const BoundCall& call, Arguments arguments) {
  return ordered(op, comparable(call, arguments), call.arguments[0].type == Real && call.arguments[1].type == Real);
}

template <bool negated>
Result<sql::ExprPtr> lower_equality(LoweringContext& context, const BoundCall& call, Arguments arguments) {
  bool left_null = call.arguments[0].nullable && call.arguments[0].type != String;
  bool right_null = call.arguments[1].nullable && call.arguments[1].type != String;
  if (call.arguments[0].type == Dynamic && call.arguments[1].type == Dynamic) {
    sql::ExprPtr same = sql::call("hb_dynamic_equals", {arguments[0], arguments[1]});
    return negated ? sql::logical_not(std::move(same)) : same;
  }
  Operands operands = comparable(call, arguments);
  // A dynamic value that is no number compares to null, and is then unequal to the number.
  if (call.arguments[0].type == Dynamic) left_null = true;
  if (call.arguments[1].type == Dynamic) right_null = true;
  if (!left_null && !right_null)
    return sql::binary(negated ? BinaryOperator::NotEqual : BinaryOperator::Equal, operands.left, operands.right);
  if (context.predicate && !negated) return sql::equal(operands.left, operands.right);
  sql::ExprPtr known = sql::binary(negated ? BinaryOperator::IsDistinctFrom : BinaryOperator::IsNotDistinctFrom,
                                   operands.left, operands.right);
  // With one operand never null, two nulls cannot meet.
  if (!left_null || !right_null) return known;
  return sql::case_when(sql::logical_and(sql::is_null(operands.left), sql::is_null(operands.right)),
                        sql::null_of(sql::SqlType::Boolean), std::move(known));
}

template <bool negated>
Result<sql::ExprPtr> lower_between(LoweringContext&, const BoundCall& call, Arguments arguments) {
  std::vector<sql::ExprPtr> operands(arguments.begin(), arguments.end());
  if (call.arguments[0].type == DateTime && call.arguments[2].type == TimeSpan)
    operands[2] = sql::call("hb_add", {operands[1], operands[2]});
  bool reals = call.arguments[0].type == Real;
  sql::ExprPtr inside =
      sql::logical_and(ordered(BinaryOperator::GreaterOrEqual, comparable(call, operands, 0, 1), reals),
                       ordered(BinaryOperator::LessOrEqual, comparable(call, operands, 0, 2), reals));
  return negated ? sql::logical_not(std::move(inside)) : inside;
}

template <BinaryOperator op>
Result<sql::ExprPtr> lower_logical(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::binary(op, arguments[0], arguments[1]);
}

Result<sql::ExprPtr> lower_not(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::logical_not(arguments[0]);
}

Signature pair(ScalarType left, ScalarType right) {
  return {{one("left", left), one("right", right)}, Bool};
}

std::vector<Signature> comparisons(std::initializer_list<ScalarType> same) {
  std::vector<Signature> result;
  for (ScalarType type : same) result.push_back(pair(type, type));
  result.push_back(pair(Bool, Long));
  result.push_back(pair(Long, Bool));
  for (ScalarType number : {Long, Real}) {
    result.push_back(pair(Dynamic, number));
    result.push_back(pair(number, Dynamic));
  }
  return result;
}

std::vector<Signature> order_signatures() {
  return comparisons({Int, Long, Real, Decimal, DateTime, TimeSpan, Bool, Dynamic});
}
std::vector<Signature> equality_signatures() {
  return comparisons({String, Int, Long, Real, Decimal, DateTime, TimeSpan, Bool, Guid, Dynamic});
}
std::vector<Signature> between_signatures() {
  std::vector<Signature> result;
  auto add = [&](ScalarType value, ScalarType low, ScalarType high) {
    result.push_back({{one("value", value), one("low", low), one("high", high)}, Bool});
  };
  for (ScalarType type : {Int, Long, Real, Decimal, DateTime, TimeSpan}) add(type, type, type);
  add(DateTime, DateTime, TimeSpan);
  add(Dynamic, Long, Long);
  add(Dynamic, Real, Real);
  return result;
}
std::vector<Signature> logical_signatures() {
  return {pair(Bool, Bool)};
}

FunctionRecord record(std::string_view name, std::vector<Signature> signatures, std::string_view doc,
                      std::string_view example, Lower lower) {
  return {.kind = FunctionKind::Operator,
          .name = name,
          .signatures = std::move(signatures),
          .doc = doc,
          .example = example,
          .lower = lower};
}

}  // namespace

void add_comparison_operators(FunctionCatalogue& catalogue) {
  catalogue.add(record("==", equality_signatures(), "Whether two values are equal; strings with their case.",
                       "print \"a\" == \"A\"", &lower_equality<false>));
  FunctionRecord unequal = record("!=", equality_signatures(), "Whether two values differ; strings with their case.",
                                  "print 1 != 2", &lower_equality<true>);
  unequal.aliases = {"<>"};
  catalogue.add(std::move(unequal));
  catalogue.add(record("<", order_signatures(), "Whether the left value is less.", "print 1 < 2",
                       &lower_order<BinaryOperator::Less>));
  catalogue.add(record("<=", order_signatures(), "Whether the left value is less or equal.", "print 2 <= 2",
                       &lower_order<BinaryOperator::LessOrEqual>));
  catalogue.add(record(">", order_signatures(), "Whether the left value is greater.", "print 1d > 2h",
                       &lower_order<BinaryOperator::Greater>));
  catalogue.add(record(">=", order_signatures(), "Whether the left value is greater or equal.", "print 2.5 >= 2",
                       &lower_order<BinaryOperator::GreaterOrEqual>));
  catalogue.add(record("between", between_signatures(),
                       "Whether a value lies in a range, both ends included; a datetime's upper end may be a timespan.",
                       "print datetime(2024-01-02) between (datetime(2024-01-01) .. 2d)", &lower_between<false>));
  catalogue.add(record("!between", between_signatures(), "Whether a value lies outside of a range.",
                       "print 7 !between (1 .. 5)", &lower_between<true>));
  catalogue.add(record("and", logical_signatures(), "Whether both operands are true.", "print true and false",
                       &lower_logical<BinaryOperator::And>));
  catalogue.add(record("or", logical_signatures(), "Whether an operand is true.", "print true or false",
                       &lower_logical<BinaryOperator::Or>));
  catalogue.add({.kind = FunctionKind::Scalar,
                 .name = "not",
                 .signatures = {{{one("value", Bool)}, Bool}},
                 .doc = "The opposite of a truth value; null of null.",
                 .example = "print not(1 == 2)",
                 .lower = &lower_not});
}

}  // namespace huntbook::kql
