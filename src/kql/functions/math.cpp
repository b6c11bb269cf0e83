// Mathematical functions (Kusto docs, "Mathematical functions"). Where a real function has no value (sqrt of a negative
// number) the result is null.
#include <numbers>

#include "kql/functions/build.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;

FunctionRecord real_function(std::string_view name, std::string_view doc, std::string_view example, Lower lower,
                             ResultName result_name = ResultName::FirstArgument) {
  return {.name = name,
          .signatures = {{{one("number", Real)}, Real}},
          .result_name = result_name,
          .doc = doc,
          .example = example,
          .lower = lower};
}

FunctionRecord real_pair(std::string_view name, std::string_view first, std::string_view second, std::string_view doc,
                         std::string_view example, Lower lower) {
  return {.name = name,
          .signatures = {{{one(first, Real), one(second, Real)}, Real}},
          .result_name = ResultName::FirstArgument,
          .doc = doc,
          .example = example,
          .lower = lower};
}

// Null is neither: the answer is no.
template <FixedText Name>
Result<sql::ExprPtr> lower_test(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::coalesce(sql::call(Name.text, {arguments[0]}), sql::literal(false));
}

FunctionRecord real_test(std::string_view name, std::string_view doc, std::string_view example, Lower lower) {
  return {.name = name,
          .signatures = {{{one("number", Real)}, Bool}},
          .doc = doc,
          .example = example,
          .lower = lower,
          .nullable = false};
}

Result<sql::ExprPtr> lower_pi(LoweringContext&, const BoundCall&, Arguments) {
  return sql::literal(std::numbers::pi);
}

Result<sql::ExprPtr> lower_abs(LoweringContext&, const BoundCall& call, Arguments arguments) {
  bool integer = call.result == Long || call.result == TimeSpan;
  sql::ExprPtr result = sql::call(integer ? "hb_abs" : "abs", {arguments[0]});
  return call.result == Decimal ? sql::cast(std::move(result), sql::SqlType::Decimal) : result;
}

Result<sql::ExprPtr> lower_sign(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::cast(sql::call("sign", {arguments[0]}), sql::SqlType::Double);
}

Result<sql::ExprPtr> lower_rand(LoweringContext&, const BoundCall&, Arguments arguments) {
  sql::ExprPtr random = sql::call("random", {});
  if (arguments.empty()) return random;
  sql::ExprPtr scaled =
      sql::binary(sql::BinaryOperator::Multiply, std::move(random), sql::cast(arguments[0], sql::SqlType::Double));
  return sql::call("floor", {std::move(scaled)});
}

Result<sql::ExprPtr> lower_format_bytes(LoweringContext&, const BoundCall&, Arguments arguments) {
  sql::ExprPtr precision = argument_or(arguments, 1, sql::literal(std::int64_t{0}));
  sql::ExprPtr units = argument_or(arguments, 2, sql::literal(""));
  return sql::call("hb_format_bytes",
                   {arguments[0], sql::cast(std::move(precision), sql::SqlType::BigInt), std::move(units)});
}

Result<sql::ExprPtr> lower_round(LoweringContext&, const BoundCall& call, Arguments arguments) {
  const std::int64_t* precision = arguments.size() > 1 ? constant_integer(call.arguments[1]) : nullptr;
  std::int64_t digits = precision != nullptr ? *precision : 0;
  if (arguments.size() > 1 && precision == nullptr) return null_value(call.result);
  switch (call.result) {
    case Real:
      return sql::call("hb_round", {arguments[0], sql::literal(digits)});
    case Decimal:
      return sql::try_cast(
          sql::call("hb_decimal_round", {sql::cast(arguments[0], sql::SqlType::VarChar), sql::literal(digits)}),
          sql::SqlType::Decimal);
    default:
      if (digits >= 0) return arguments[0];
      return sql::try_cast(sql::call("hb_round", {sql::cast(arguments[0], sql::SqlType::BigInt), sql::literal(digits)}),
                           sql_type_of(call.result));
  }
}

Result<sql::ExprPtr> lower_ceiling(LoweringContext&, const BoundCall& call, Arguments arguments) {
  if (call.result == Real) return sql::call("ceil", {arguments[0]});
  if (call.result == Decimal) return sql::try_cast(sql::call("ceil", {arguments[0]}), sql::SqlType::Decimal);
  return arguments[0];
}

ScalarType first_type(std::span<const Argument> arguments) {
  return arguments[0].type;
}

Result<sql::ExprPtr> lower_bin(LoweringContext&, const BoundCall& call, Arguments arguments) {
  if (call.result == Real) return sql::call("hb_bin", {arguments[0], arguments[1]});
  if (call.result == Decimal)
    return sql::try_cast(sql::call("hb_decimal_bin", {sql::cast(arguments[0], sql::SqlType::VarChar),
                                                      sql::cast(arguments[1], sql::SqlType::VarChar)}),
                         sql::SqlType::Decimal);
  const std::int64_t* size = constant_integer(call.arguments[1]);
  // datetime has no negative ticks, so the engine's own division finds the bin.
  if (call.result == DateTime && size != nullptr && *size > 0) {
    sql::ExprPtr step = sql::literal(*size);
    return sql::binary(sql::BinaryOperator::Multiply,
                       sql::binary(sql::BinaryOperator::IntegerDivide, arguments[0], step), step);
  }
  return sql::call("hb_bin", {arguments[0], arguments[1]});
}

Result<sql::ExprPtr> lower_bin_at(LoweringContext&, const BoundCall& call, Arguments arguments) {
  sql::ExprPtr result = sql::call("hb_bin_at", {arguments[0], arguments[1], arguments[2]});
  if (call.result == DateTime) return sql::call("hb_datetime_in_range", {std::move(result)});
  return result;
}

FunctionRecord bits(std::string_view name, std::vector<Parameter> parameters, std::string_view doc,
                    std::string_view example, Lower lower) {
  return {.name = name,
          .signatures = {{std::move(parameters), Long}},
          .result_name = ResultName::FirstArgument,
          .doc = doc,
          .example = example,
          .lower = lower};
}

void add_bit_functions(FunctionCatalogue& catalogue) {
  auto two = [] { return std::vector<Parameter>{one("value1", Long), one("value2", Long)}; };
  auto shift = [] { return std::vector<Parameter>{one("value", Long), one("shift", Long)}; };
  catalogue.add(bits("binary_and", two(), "Bitwise and of two integers.", "print binary_and(12, 10)",
                     &lower_to<"hb_binary_and">));
  catalogue.add(
      bits("binary_or", two(), "Bitwise or of two integers.", "print binary_or(12, 10)", &lower_to<"hb_binary_or">));
  catalogue.add(bits("binary_xor", two(), "Bitwise exclusive or of two integers.", "print binary_xor(12, 10)",
                     &lower_to<"hb_binary_xor">));
  catalogue.add(bits("binary_not", {one("value", Long)}, "All bits inverted.", "print binary_not(0)",
                     &lower_to<"hb_binary_not">));
  catalogue.add(bits("binary_shift_left", shift(), "Bits shifted to the left; the count is taken modulo 64.",
                     "print binary_shift_left(1, 4)", &lower_to<"hb_binary_shift_left">));
  catalogue.add(bits("binary_shift_right", shift(), "Bits shifted to the right; the count is taken modulo 64.",
                     "print binary_shift_right(16, 2)", &lower_to<"hb_binary_shift_right">));
  catalogue.add(bits("bitset_count_ones", {one("value", Long)}, "Number of bits that are set.",
                     "print bitset_count_ones(255), bitset_count_ones(-1)", &lower_to<"hb_bit_count">));
}

void add_real_functions(FunctionCatalogue& catalogue) {
  catalogue.add(
      real_function("sqrt", "Square root; null for a negative number.", "print sqrt(16)", &lower_to<"hb_sqrt">));
  catalogue.add(real_function("exp", "e to the power of a number.", "print exp(1)", &lower_to<"hb_exp">));
  catalogue.add(real_function("exp2", "2 to the power of a number.", "print exp2(10)", &lower_to<"hb_exp2">));
  catalogue.add(real_function("exp10", "10 to the power of a number.", "print exp10(3)", &lower_to<"hb_exp10">));
  catalogue.add(
      real_function("log", "Natural logarithm; null for a negative number.", "print log(10)", &lower_to<"hb_log">));
  catalogue.add(
      real_function("log2", "Logarithm to base 2; null for a negative number.", "print log2(8)", &lower_to<"hb_log2">));
  catalogue.add(real_function("log10", "Logarithm to base 10; null for a negative number.", "print log10(1000)",
                              &lower_to<"hb_log10">));
  catalogue.add(real_function("sin", "Sine of an angle in radians.", "print sin(pi() / 2)", &lower_to<"hb_sin">));
  catalogue.add(real_function("cos", "Cosine of an angle in radians.", "print cos(0)", &lower_to<"hb_cos">));
  catalogue.add(real_function("tan", "Tangent of an angle in radians.", "print tan(0)", &lower_to<"hb_tan">));
  catalogue.add(
      real_function("cot", "Cotangent of an angle in radians.", "print cot(1)", &lower_to<"hb_cot">, ResultName::None));
  catalogue.add(real_function("asin", "Angle whose sine is the number; null outside of -1 to 1.", "print asin(0.5)",
                              &lower_to<"hb_asin">));
  catalogue.add(real_function("acos", "Angle whose cosine is the number; null outside of -1 to 1.", "print acos(0.5)",
                              &lower_to<"hb_acos">));
  catalogue.add(real_function("atan", "Angle whose tangent is the number.", "print atan(1)", &lower_to<"hb_atan">));
  catalogue.add(real_function("degrees", "Radians as degrees.", "print degrees(pi())", &lower_to<"hb_degrees">,
                              ResultName::None));
  catalogue.add(
      real_function("radians", "Degrees as radians.", "print radians(180)", &lower_to<"hb_radians">, ResultName::None));
  catalogue.add(real_function("gamma", "The gamma function.", "print gamma(5)", &lower_to<"hb_gamma">));
  catalogue.add(real_function("loggamma", "Logarithm of the absolute value of the gamma function.", "print loggamma(5)",
                              &lower_to<"hb_loggamma">));
  catalogue.add(real_function("erf", "The error function.", "print erf(0.5)", &lower_to<"hb_erf">));
  catalogue.add(real_function("erfc", "The complementary error function.", "print erfc(0.5)", &lower_to<"hb_erfc">));
  catalogue.add(real_function("sign", "1, 0 or -1, as the number is positive, zero or negative.", "print sign(-5)",
                              &lower_sign, ResultName::None));
  catalogue.add(real_pair("pow", "base", "exponent", "A number to the power of another.", "print pow(2, 10)",
                          &lower_to<"hb_pow">));
  catalogue.add(real_pair("atan2", "y", "x", "Angle between the x axis and the ray to the point (x, y).",
                          "print atan2(1, 1)", &lower_to<"hb_atan2">));
  catalogue.add(real_test("isnan", "Whether a real is not a number.", "print isnan(0.0 / 0.0)", &lower_test<"isnan">));
  catalogue.add(real_test("isinf", "Whether a real is infinite.", "print isinf(1.0 / 0.0)", &lower_test<"isinf">));
  catalogue.add(real_test("isfinite", "Whether a real is neither infinite nor NaN.", "print isfinite(0.5)",
                          &lower_test<"isfinite">));
}

FunctionRecord of_beta(std::string_view name, std::string_view first, std::string_view doc, std::string_view example,
                       Lower lower) {
  return {.name = name,
          .signatures = {{{one(first, Real), one("alpha", Real), one("beta", Real)}, Real}},
          .doc = doc,
          .example = example,
          .lower = lower};
}

void add_distributions(FunctionCatalogue& catalogue) {
  catalogue.add(of_beta("beta_cdf", "x", "The share of a beta distribution below a value; NaN outside of 0..1.",
                        "print beta_cdf(0.9, 10, 20)", &lower_to<"hb_beta_cdf">));
  catalogue.add(of_beta("beta_pdf", "x", "The density of a beta distribution at a value; NaN outside of 0..1.",
                        "print beta_pdf(0.5, 10, 20)", &lower_to<"hb_beta_pdf">));
  catalogue.add(of_beta("beta_inv", "probability", "The value below which a share of a beta distribution lies.",
                        "print beta_inv(0.1, 10, 20)", &lower_to<"hb_beta_inv">));
  catalogue.add({.name = "welch_test",
                 .signatures = {{{one("mean1", Real), one("variance1", Real), one("count1", Real), one("mean2", Real),
                                  one("variance2", Real), one("count2", Real)},
                                 Real}},
                 .doc = "How likely two samples of one mean would differ as much: the p value of Welch's t test.",
                 .example = "print welch_test(20.8, 7.9, 15, 23.0, 3.8, 15)",
                 .lower = &lower_to<"hb_welch_test">});
}

// The binder makes other calls of it.
Result<sql::ExprPtr> lower_bound_elsewhere(LoweringContext&, const BoundCall&, Arguments) {
  return fail(ErrorKind::Internal, "a function that the binder should have replaced");
}

}  // namespace

void add_math_functions(FunctionCatalogue& catalogue) {
  add_distributions(catalogue);
  add_real_functions(catalogue);
  add_bit_functions(catalogue);
  catalogue.add({.name = "pi",
                 .signatures = {{{}, Real}},
                 .doc = "Ratio of a circle's circumference to its diameter.",
                 .example = "print pi()",
                 .lower = &lower_pi,
                 .nullable = false});
  catalogue.add({.name = "abs",
                 .signatures = {{{one("number", Long)}, Long},
                                {{one("number", Real)}, Real},
                                {{one("number", Decimal)}, Decimal},
                                {{one("number", TimeSpan)}, TimeSpan}},
                 .result_name = ResultName::FirstArgument,
                 .doc = "Absolute value.",
                 .example = "print abs(-5)",
                 .lower = &lower_abs});
  catalogue.add(
      {.name = "round",
       .signatures = {{{one("number", types::numbers), constant(optional("precision", types::integers))}, first_type}},
       .result_name = ResultName::FirstArgument,
       .doc = "Rounds to a number of digits after the point; halves go away from zero.",
       .example = "print round(2.98765, 3)",
       .lower = &lower_round});
  catalogue.add({.name = "ceiling",
                 .signatures = {{{one("number", types::numbers)}, first_type}},
                 .result_name = ResultName::FirstArgument,
                 .doc = "Smallest whole number that is not less.",
                 .example = "print ceiling(1.1)",
                 .lower = &lower_ceiling});
  catalogue.add({.name = "bin",
                 .aliases = {"floor"},
                 .signatures = {{{one("value", Long), one("roundTo", Long)}, Long},
                                {{one("value", Real), one("roundTo", Real)}, Real},
                                {{one("value", Decimal), one("roundTo", Decimal)}, Decimal},
                                {{one("value", DateTime), one("roundTo", TimeSpan)}, DateTime},
                                {{one("value", DateTime), one("roundTo", DateTime)}, DateTime},
                                {{one("value", TimeSpan), one("roundTo", TimeSpan)}, TimeSpan}},
                 .result_name = ResultName::FirstArgument,
                 .doc = "Rounds down to a multiple of a size; null for a size that is not positive.",
                 .example = "print bin(datetime(2024-01-01 10:17), 15m)",
                 .lower = &lower_bin});
  catalogue.add(
      {.name = "bin_at",
       .signatures = {{{one("value", Long), one("bin_size", Long), one("fixed_point", Long)}, Long},
                      {{one("value", Real), one("bin_size", Real), one("fixed_point", Real)}, Real},
                      {{one("value", DateTime), one("bin_size", TimeSpan), one("fixed_point", DateTime)}, DateTime},
                      {{one("value", TimeSpan), one("bin_size", TimeSpan), one("fixed_point", TimeSpan)}, TimeSpan}},
       .result_name = ResultName::FirstArgument,
       .doc = "Rounds down to a multiple of a size, counted from a fixed point.",
       .example = "print bin_at(datetime(2024-01-10), 7d, datetime(2024-01-01))",
       .lower = &lower_bin_at});
  catalogue.add({.name = "bin_auto",
                 .signatures = {{{one("value", types::steppable)}, Long}},
                 .result_name = ResultName::FirstArgument,
                 .doc = "Rounds down to a bin whose size, and start, stand in the options query_bin_auto_size and "
                        "query_bin_auto_at.",
                 .example = "set query_bin_auto_size = 15m; print bin_auto(datetime(2024-01-01 10:17))",
                 .lower = &lower_bound_elsewhere});
  auto three = [](ScalarType value, ScalarType delta) {
    return Signature{{one("value", value), one("center", value), one("delta", delta)}, Bool};
  };
  catalogue.add(
      {.name = "around",
       .signatures = {three(Long, Long), three(Real, Real), three(DateTime, TimeSpan), three(TimeSpan, TimeSpan)},
       .doc = "Whether a value is within a distance of a centre, both ends included.",
       .example = "print around(datetime(2024-01-01 10:01), datetime(2024-01-01 10:00), 1m)",
       .lower = &lower_to<"hb_around">});
  catalogue.add(
      {.name = "format_bytes",
       .signatures = {{{one("size", Real), optional("precision", types::integers), optional("units", String)}, String}},
       .result_name = ResultName::FirstArgument,
       .doc = "A number of bytes in the largest unit of which there is one, or in a given unit.",
       .example = "print format_bytes(734003200), format_bytes(1536, 1)",
       .lower = &lower_format_bytes,
       .nullable = false});
  catalogue.add({.name = "new_guid",
                 .signatures = {{{}, Guid}},
                 .doc = "A random guid, another one in each row.",
                 .example = "print isnotnull(new_guid())",
                 .lower = &lower_to<"uuid">,
                 .deterministic = false,
                 .nullable = false});
  catalogue.add({.name = "rand",
                 .signatures = {{{optional("number", types::integers)}, Real}},
                 .result_name = ResultName::FirstArgument,
                 .doc = "A random number from 0 to 1, or a whole one below a limit.",
                 .example = "print rand() < 1.0",
                 .lower = &lower_rand,
                 .deterministic = false});
}

}  // namespace huntbook::kql
