// Functions that choose between values or ask about them (Kusto docs, "Conditional functions", "Type functions").
#include "kql/functions/build.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;

constexpr TypeSet orderable = types::summable | TypeSet{Bool, String};

Result<sql::ExprPtr> lower_case(LoweringContext&, const BoundCall&, Arguments arguments) {
  sql::Case result;
  for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) result.branches.push_back({arguments[i], arguments[i + 1]});
  result.otherwise = arguments.back();
  return sql::make(std::move(result));
}

// The first string that is not empty; for other types the first value that is not null.
Result<sql::ExprPtr> lower_coalesce(LoweringContext&, const BoundCall& call, Arguments arguments) {
  if (call.result != String)
    return sql::call("coalesce", std::vector<sql::ExprPtr>(arguments.begin(), arguments.end()));
  sql::Case result;
  for (std::size_t i = 0; i + 1 < arguments.size(); ++i)
    result.branches.push_back(
        {sql::binary(sql::BinaryOperator::NotEqual, arguments[i], sql::literal("")), arguments[i]});
  result.otherwise = arguments.back();
  return sql::make(std::move(result));
}

template <bool negated>
Result<sql::ExprPtr> lower_isnull(LoweringContext&, const BoundCall& call, Arguments arguments) {
  if (call.arguments[0].type == String) return sql::literal(negated);
  return negated ? sql::is_not_null(arguments[0]) : sql::is_null(arguments[0]);
}

Result<sql::ExprPtr> lower_gettype(LoweringContext&, const BoundCall& call, Arguments arguments) {
  if (call.arguments[0].type == Dynamic) return sql::call("hb_dynamic_type", {arguments[0]});
  return sql::literal(name_of(call.arguments[0].type));
}

// The binder computes the condition and puts its answer in the place of the call.
Result<sql::ExprPtr> lower_assert(LoweringContext&, const BoundCall&, Arguments) {
  return fail(ErrorKind::Internal, "assert() was not taken apart");
}

}  // namespace

void add_conditional_functions(FunctionCatalogue& catalogue) {
  catalogue.add({.name = "assert",
                 .signatures = {{{one("condition", Bool), one("message", String)}, Bool}},
                 .doc = "True; where the condition, a constant, does not hold, the query fails with the message.",
                 .example = "print assert(2 > 1, \"two is more than one\")",
                 .lower = &lower_assert});
  catalogue.add({.name = "iff",
                 .aliases = {"iif"},
                 .signatures = {{{one("if", Bool), common(one("then", types::any)), common(one("else", types::any))},
                                 CommonResult{true}}},
                 .doc = "The second value where the condition holds, else the third.",
                 .example = "print iff(2 > 1, \"yes\", \"no\")",
                 .lower = &lower_case});
  catalogue.add({.name = "case",
                 .signatures = {{{repeated("predicate", Bool), common(repeated("then", types::any)),
                                  common(one("else", types::any))},
                                 CommonResult{true}}},
                 .doc = "The value behind the first condition that holds, else the last value.",
                 .example = "print case(1 > 2, \"a\", 2 > 1, \"b\", \"c\")",
                 .lower = &lower_case});
  catalogue.add(
      {.name = "coalesce",
       .signatures = {{{common(one("value", types::any)), common(repeated("values", types::any))}, CommonResult{}}},
       .doc = "The first value that is not null, or not empty for strings.",
       .example = "print coalesce(tolong(\"x\"), 5)",
       .lower = &lower_coalesce});
  catalogue.add(
      {.name = "max_of",
       .signatures = {{{common(one("value", orderable)), common(repeated("values", orderable))}, CommonResult{}}},
       .doc = "The greatest of the values.",
       .example = "print max_of(10, 1, 17)",
       .lower = &lower_to<"greatest">});
  catalogue.add(
      {.name = "min_of",
       .signatures = {{{common(one("value", orderable)), common(repeated("values", orderable))}, CommonResult{}}},
       .doc = "The least of the values.",
       .example = "print min_of(10, 1, 17)",
       .lower = &lower_to<"least">});
  catalogue.add({.name = "isnull",
                 .signatures = {{{one("value", types::any)}, Bool}},
                 .doc = "Whether a value is null; a string never is.",
                 .example = "print isnull(tolong(\"x\"))",
                 .lower = &lower_isnull<false>,
                 .nullable = false});
  catalogue.add({.name = "isnotnull",
                 .aliases = {"notnull"},
                 .signatures = {{{one("value", types::any)}, Bool}},
                 .doc = "Whether a value is not null; a string never is.",
                 .example = "print isnotnull(5)",
                 .lower = &lower_isnull<true>,
                 .nullable = false});
  catalogue.add({.name = "gettype",
                 .signatures = {{{one("value", types::any)}, String}},
                 .result_name = ResultName::PrefixAndFirstArgument,
                 .result_prefix = "type",
                 .doc = "Name of a value's type; of a dynamic value the type that it holds.",
                 .example = "print gettype(1d)",
                 .lower = &lower_gettype,
                 .nullable = false});
}

}  // namespace huntbook::kql
