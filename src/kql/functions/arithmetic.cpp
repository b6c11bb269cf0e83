// + - * / % and the unary signs (Kusto docs, "Numerical operators", "datetime/timespan arithmetic"). Integers that
// overflow, divisions of integers by zero and datetimes outside of years 1-9999 give null.
#include "kql/functions/build.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;
using sql::BinaryOperator;

enum class Arithmetic { Add, Subtract, Multiply, Divide, Modulo };

std::string_view engine_name(Arithmetic op) {
  switch (op) {
    case Arithmetic::Add:
      return "add";
    case Arithmetic::Subtract:
      return "subtract";
    case Arithmetic::Multiply:
      return "multiply";
    case Arithmetic::Divide:
      return "divide";
    case Arithmetic::Modulo:
      return "modulo";
  }
  return "add";
}

BinaryOperator engine_operator(Arithmetic op) {
  switch (op) {
    case Arithmetic::Add:
      return BinaryOperator::Add;
    case Arithmetic::Subtract:
      return BinaryOperator::Subtract;
    case Arithmetic::Multiply:
      return BinaryOperator::Multiply;
    case Arithmetic::Divide:
      return BinaryOperator::Divide;
    case Arithmetic::Modulo:
      return BinaryOperator::Modulo;
  }
  return BinaryOperator::Add;
}

sql::ExprPtr real(sql::ExprPtr operand, ScalarType type) {
  return type == Real ? operand : sql::cast(std::move(operand), sql::SqlType::Double);
}

sql::ExprPtr kernel(std::string_view prefix, Arithmetic op, Arguments arguments) {
  return sql::call(std::string(prefix) + std::string(engine_name(op)), {arguments[0], arguments[1]});
}

// Ticks times or over a real: through double, as the documentation's own examples of timespan * real do.
sql::ExprPtr scale_ticks(Arithmetic op, Arguments arguments, const BoundCall& call) {
  sql::ExprPtr product = sql::binary(engine_operator(op), real(arguments[0], call.arguments[0].type),
                                     real(arguments[1], call.arguments[1].type));
  return sql::call("hb_real_to_ticks", {std::move(product)});
}

template <Arithmetic op>
Result<sql::ExprPtr> lower(LoweringContext&, const BoundCall& call, Arguments arguments) {
  ScalarType left = call.arguments[0].type;
  ScalarType right = call.arguments[1].type;
  if (left == Dynamic && right == Dynamic) return kernel("hb_dynamic_", op, arguments);
  sql::ExprPtr result;
  if (left == Decimal || right == Decimal) {
    sql::ExprPtr text =
        sql::call(std::string("hb_decimal_") + std::string(engine_name(op)),
                  {sql::cast(arguments[0], sql::SqlType::VarChar), sql::cast(arguments[1], sql::SqlType::VarChar)});
    return sql::try_cast(std::move(text), sql::SqlType::Decimal);
  }
  if (left == Real && right == Real) {
    result = op == Arithmetic::Modulo ? kernel("hb_real_", op, arguments)
                                      : sql::binary(engine_operator(op), arguments[0], arguments[1]);
  } else if (call.result == Real) {
    result = sql::binary(BinaryOperator::Divide, real(arguments[0], left), real(arguments[1], right));
  } else if (left == Real || right == Real) {
    result = op == Arithmetic::Modulo
                 ? sql::call("hb_modulo", {sql::call("hb_real_to_ticks", {real(arguments[0], left)}),
                                           sql::call("hb_real_to_ticks", {real(arguments[1], right)})})
                 : scale_ticks(op, arguments, call);
  } else {
    result = kernel("hb_", op, arguments);
  }
  if (call.result == DateTime) return sql::call("hb_datetime_in_range", {std::move(result)});
  return result;
}

Result<sql::ExprPtr> lower_negate(LoweringContext&, const BoundCall& call, Arguments arguments) {
  switch (call.arguments[0].type) {
    case Real:
      return sql::unary(sql::UnaryOperator::Negate, arguments[0]);
    case Decimal:
      return sql::cast(sql::unary(sql::UnaryOperator::Negate, arguments[0]), sql::SqlType::Decimal);
    case Dynamic:
      return sql::call("hb_dynamic_subtract", {sql::literal("0"), arguments[0]});
    default: {
      sql::ExprPtr negated = sql::call("hb_subtract", {sql::literal(std::int64_t{0}), arguments[0]});
      if (call.result == DateTime) return sql::call("hb_datetime_in_range", {std::move(negated)});
      return call.result == Int ? sql::try_cast(std::move(negated), sql::SqlType::Integer) : negated;
    }
  }
}

Result<sql::ExprPtr> lower_plus(LoweringContext&, const BoundCall&, Arguments arguments) {
  return arguments[0];
}

Signature pair(ScalarType left, ScalarType right, ScalarType result) {
  return {{one("left", left), one("right", right)}, result};
}

std::vector<Signature> signatures_of(Arithmetic op) {
  std::vector<Signature> result = {pair(Long, Long, Long), pair(Real, Real, Real), pair(Decimal, Decimal, Decimal)};
  auto add = [&](ScalarType left, ScalarType right, ScalarType type) { result.push_back(pair(left, right, type)); };
  switch (op) {
    case Arithmetic::Add:
      add(TimeSpan, TimeSpan, TimeSpan);
      add(DateTime, TimeSpan, DateTime);
      add(TimeSpan, DateTime, DateTime);
      add(DateTime, DateTime, DateTime);
      break;
    case Arithmetic::Subtract:
      add(TimeSpan, TimeSpan, TimeSpan);
      add(DateTime, DateTime, TimeSpan);
      add(DateTime, TimeSpan, DateTime);
      add(TimeSpan, DateTime, DateTime);
      break;
    case Arithmetic::Multiply:
      for (ScalarType number : {Long, Real}) {
        add(TimeSpan, number, TimeSpan);
        add(number, TimeSpan, TimeSpan);
        add(DateTime, number, DateTime);
        add(number, DateTime, DateTime);
      }
      break;
    case Arithmetic::Divide:
      add(TimeSpan, TimeSpan, Real);
      add(DateTime, DateTime, Real);
      add(DateTime, TimeSpan, Real);
      for (ScalarType number : {Long, Real}) {
        add(TimeSpan, number, TimeSpan);
        add(DateTime, number, DateTime);
      }
      break;
    case Arithmetic::Modulo:
      add(TimeSpan, TimeSpan, TimeSpan);
      add(DateTime, DateTime, TimeSpan);
      add(DateTime, TimeSpan, TimeSpan);
      for (ScalarType number : {Long, Real}) {
        add(TimeSpan, number, TimeSpan);
        add(DateTime, number, DateTime);
      }
      break;
  }
  add(Dynamic, Dynamic, Dynamic);
  return result;
}

std::vector<Signature> signed_types() {
  std::vector<Signature> result;
  for (ScalarType type : {Int, Long, Real, Decimal, TimeSpan, DateTime, Dynamic})
    result.push_back({{one("operand", type)}, type});
  return result;
}

template <Arithmetic op>
FunctionRecord record(std::string_view name, std::string_view doc, std::string_view example) {
  return {.kind = FunctionKind::Operator,
          .name = name,
          .signatures = signatures_of(op),
          .doc = doc,
          .example = example,
          .lower = &lower<op>};
}

}  // namespace

void add_arithmetic_operators(FunctionCatalogue& catalogue) {
  catalogue.add(record<Arithmetic::Add>("+", "Sum of two numbers, or of a datetime and a timespan.",
                                        "print datetime(2024-01-31) + 1d"));
  catalogue.add(record<Arithmetic::Subtract>("-", "Difference of two numbers, datetimes or timespans.",
                                             "print datetime(2024-02-01) - datetime(2024-01-01)"));
  catalogue.add(
      record<Arithmetic::Multiply>("*", "Product of two numbers, or of a timespan and a number.", "print 90m * 2"));
  catalogue.add(record<Arithmetic::Divide>(
      "/", "Quotient; between integers it is cut to an integer, and null for a zero divisor.", "print 7 / 2, 7 / 2.0"));
  catalogue.add(record<Arithmetic::Modulo>("%", "Remainder of a division.", "print 17 % 5"));
  catalogue.add({.kind = FunctionKind::Operator,
                 .name = "neg",
                 .signatures = signed_types(),
                 .doc = "The value with the opposite sign.",
                 .example = "print x = 5 | extend y = -x",
                 .lower = &lower_negate});
  catalogue.add({.kind = FunctionKind::Operator,
                 .name = "pos",
                 .signatures = signed_types(),
                 .doc = "The value itself.",
                 .example = "print x = 5 | extend y = +x",
                 .lower = &lower_plus});
}

}  // namespace huntbook::kql
