// Functions over a series element by element (Kusto docs, "Series processing functions"): arithmetic, comparison,
// functions of each element, and what stands in for missing values.
#include "kql/functions/build.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;

Parameter number(std::string_view name) {
  return as_dynamic(one(name, types::numbers));
}
Parameter maybe_number(std::string_view name) {
  return as_dynamic(optional(name, types::numbers));
}

// Two series, or a series and a number that stands at every place.
FunctionRecord of_two(FunctionText text, Lower lower) {
  Parameter series[] = {one("series1", Dynamic), one("series2", Dynamic)};
  FunctionRecord made = scalar_record(text, {series[0], series[1]}, Dynamic, lower);
  made.signatures.push_back({{series[0], number("series2")}, Dynamic});
  made.signatures.push_back({{number("series1"), series[1]}, Dynamic});
  return made;
}

FunctionRecord of_one(FunctionText text, Lower lower) {
  return scalar_record(text, {one("series", Dynamic)}, Dynamic, lower);
}

FunctionRecord filling(FunctionText text, std::vector<Parameter> parameters, Lower lower) {
  FunctionRecord made = scalar_record(text, std::move(parameters), Dynamic, lower);
  made.result_name = ResultName::FirstArgument;
  return made;
}

// A series or number that a call leaves out.
sql::ExprPtr none() {
  return sql::null_of(sql::SqlType::VarChar);
}

template <FixedText Function>
Result<sql::ExprPtr> lower_fill(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::call(Function.text, {arguments[0], argument_or(arguments, 1, none())});
}

Result<sql::ExprPtr> lower_fill_const(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::call("hb_series_fill_const", {arguments[0], arguments[1], argument_or(arguments, 2, none())});
}

Result<sql::ExprPtr> lower_fill_linear(LoweringContext&, const BoundCall&, Arguments arguments) {
  sql::ExprPtr fill_edges = argument_or(arguments, 2, sql::literal(true));
  sql::ExprPtr constant = argument_or(arguments, 3, sql::literal("0.0"));
  return sql::call("hb_series_fill_linear",
                   {arguments[0], argument_or(arguments, 1, none()), std::move(fill_edges), std::move(constant)});
}

void add_arithmetic(FunctionCatalogue& catalogue) {
  catalogue.add(of_two({"series_add", "Sums of the elements at each place.", "print series_add(dynamic([1, 2]), 10)"},
                       &lower_to<"hb_series_add">));
  catalogue.add(of_two({"series_subtract", "Differences of the elements at each place.",
                        "print series_subtract(dynamic([5, 7]), dynamic([1, 2]))"},
                       &lower_to<"hb_series_subtract">));
  catalogue.add(of_two({"series_multiply", "Products of the elements at each place.",
                        "print series_multiply(dynamic([1, 2]), dynamic([3, 4]))"},
                       &lower_to<"hb_series_multiply">));
  catalogue.add(of_two({"series_divide", "Quotients of the elements at each place, as reals.",
                        "print series_divide(dynamic([1, 2]), dynamic([4, 4]))"},
                       &lower_to<"hb_series_divide">));
  catalogue.add(of_two({"series_pow", "The elements of the first series, each raised to the power of the second's.",
                        "print series_pow(dynamic([2, 3]), 2)"},
                       &lower_to<"hb_series_pow">));
}

void add_comparisons(FunctionCatalogue& catalogue) {
  catalogue.add(of_two({"series_equals", "Whether the elements at each place are equal.",
                        "print series_equals(dynamic([1, 2]), dynamic([1, 3]))"},
                       &lower_to<"hb_series_equals">));
  catalogue.add(of_two({"series_not_equals", "Whether the elements at each place differ.",
                        "print series_not_equals(dynamic([1, 2]), dynamic([1, 3]))"},
                       &lower_to<"hb_series_not_equals">));
  catalogue.add(of_two({"series_less", "Whether the first series' element is less than the second's, at each place.",
                        "print series_less(dynamic([1, 2]), 2)"},
                       &lower_to<"hb_series_less">));
  catalogue.add(
      of_two({"series_less_equals", "Whether the first series' element is at most the second's, at each place.",
              "print series_less_equals(dynamic([1, 2]), 2)"},
             &lower_to<"hb_series_less_equals">));
  catalogue.add(
      of_two({"series_greater", "Whether the first series' element is greater than the second's, at each place.",
              "print series_greater(dynamic([1, 3]), 2)"},
             &lower_to<"hb_series_greater">));
  catalogue.add(
      of_two({"series_greater_equals", "Whether the first series' element is at least the second's, at each place.",
              "print series_greater_equals(dynamic([1, 3]), 2)"},
             &lower_to<"hb_series_greater_equals">));
}

void add_each(FunctionCatalogue& catalogue) {
  catalogue.add(of_one({"series_abs", "The absolute value of each element.", "print series_abs(dynamic([-1, 2.5]))"},
                       &lower_to<"hb_series_abs">));
  catalogue.add(of_one({"series_sign", "-1, 0 or 1 for each element.", "print series_sign(dynamic([-6, 0, 8]))"},
                       &lower_to<"hb_series_sign">));
  catalogue.add(of_one({"series_floor", "Each element rounded down.", "print series_floor(dynamic([1.5]))"},
                       &lower_to<"hb_series_floor">));
  catalogue.add(of_one({"series_ceiling", "Each element rounded up.", "print series_ceiling(dynamic([1.5]))"},
                       &lower_to<"hb_series_ceiling">));
  catalogue.add(of_one({"series_exp", "e to the power of each element.", "print series_exp(dynamic([0, 1]))"},
                       &lower_to<"hb_series_exp">));
  catalogue.add(of_one({"series_log", "The natural logarithm of each element.", "print series_log(dynamic([1, 2]))"},
                       &lower_to<"hb_series_log">));
  catalogue.add(of_one({"series_sin", "The sine of each element.", "print series_sin(dynamic([0, 1]))"},
                       &lower_to<"hb_series_sin">));
  catalogue.add(of_one({"series_cos", "The cosine of each element.", "print series_cos(dynamic([0, 1]))"},
                       &lower_to<"hb_series_cos">));
  catalogue.add(of_one({"series_tan", "The tangent of each element.", "print series_tan(dynamic([0, 1]))"},
                       &lower_to<"hb_series_tan">));
  catalogue.add(of_one({"series_asin", "The arc sine of each element.", "print series_asin(dynamic([0, 1]))"},
                       &lower_to<"hb_series_asin">));
  catalogue.add(of_one({"series_acos", "The arc cosine of each element.", "print series_acos(dynamic([0, 1]))"},
                       &lower_to<"hb_series_acos">));
  catalogue.add(of_one({"series_atan", "The arc tangent of each element.", "print series_atan(dynamic([0, 1]))"},
                       &lower_to<"hb_series_atan">));
}

void add_filling(FunctionCatalogue& catalogue) {
  Parameter series = one("series", Dynamic);
  Parameter placeholder = maybe_number("missing_value_placeholder");
  catalogue.add(filling({"series_fill_const", "Missing elements replaced by a number.",
                         "print series_fill_const(dynamic([1, null, 3]), 0)"},
                        {series, number("constant_value"), placeholder}, &lower_fill_const));
  catalogue.add(filling({"series_fill_forward", "Missing elements replaced by the nearest one before them.",
                         "print series_fill_forward(dynamic([null, 1, null]))"},
                        {series, placeholder}, &lower_fill<"hb_series_fill_forward">));
  catalogue.add(filling({"series_fill_backward", "Missing elements replaced by the nearest one after them.",
                         "print series_fill_backward(dynamic([null, 1, null]))"},
                        {series, placeholder}, &lower_fill<"hb_series_fill_backward">));
  catalogue.add(filling(
      {"series_fill_linear", "Missing elements laid on the line between their neighbours; at the ends the nearest one.",
       "print series_fill_linear(dynamic([null, 1.0, null, 2.0]))"},
      {series, placeholder, optional("fill_edges", Bool), maybe_number("constant_value")}, &lower_fill_linear));
}

}  // namespace

void add_series_element_functions(FunctionCatalogue& catalogue) {
  add_arithmetic(catalogue);
  add_comparisons(catalogue);
  add_each(catalogue);
  add_filling(catalogue);
}

}  // namespace huntbook::kql
