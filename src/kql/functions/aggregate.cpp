// Aggregates of summarize over numbers, counts and chosen rows (Kusto docs, "Aggregation functions"). Nulls are left
// out; what remains of nothing is the documented default ("summarize operator", "Default values of aggregations").
#include <charconv>

#include <fmt/format.h>

#include "kql/functions/build.hpp"
#include "kql/functions/convert.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;

constexpr TypeSet orderable = types::summable | TypeSet{Bool, String};

ScalarType first_type(std::span<const Argument> arguments) {
  return arguments[0].type;
}

sql::ExprPtr aggregate(std::string function, std::vector<sql::ExprPtr> arguments, sql::ExprPtr filter = nullptr,
                       bool distinct = false) {
  return sql::make(sql::Call{std::move(function), std::move(arguments), distinct, {}, std::move(filter)});
}

// The result's null becomes the empty string where it is a string.
sql::ExprPtr filled(sql::ExprPtr value, ScalarType type) {
  return type == String ? sql::coalesce(std::move(value), sql::literal("")) : value;
}

// The condition of an ..if aggregate: the argument behind the `values` aggregated ones.
template <bool conditional>
sql::ExprPtr condition(Arguments arguments, std::size_t values) {
  return conditional ? arguments[values] : nullptr;
}

// count(x) of what is no condition counts all rows, nulls too (Kusto docs, "summarize operator").
Result<sql::ExprPtr> lower_count(LoweringContext&, const BoundCall& call, Arguments arguments) {
  const bool conditional = !arguments.empty() && call.arguments[0].type == Bool;
  return aggregate("count", {}, conditional ? arguments[0] : nullptr);
}

template <bool conditional>
Result<sql::ExprPtr> lower_dcount(LoweringContext&, const BoundCall&, Arguments arguments) {
  return aggregate("count", {arguments[0]}, condition<conditional>(arguments, 1), true);
}

// Whole parts and fractions are summed apart, since the engine raises where a sum of decimals passes 38 digits on the
// way; the parts are text, null for no values.
sql::ExprPtr decimal_sum(const sql::ExprPtr& value, const sql::ExprPtr& filter) {
  sql::ExprPtr whole = sql::call("trunc", {value});
  sql::ExprPtr fraction = sql::binary(sql::BinaryOperator::Subtract, value, sql::cast(whole, sql::SqlType::Decimal));
  auto part = [&](sql::ExprPtr summed) {
    return sql::cast(aggregate("sum", {std::move(summed)}, filter), sql::SqlType::VarChar);
  };
  return sql::call("hb_decimal_add", {part(sql::cast(whole, sql::SqlType::HugeInt)), part(std::move(fraction))});
}

template <bool conditional>
Result<sql::ExprPtr> lower_sum(LoweringContext&, const BoundCall& call, Arguments arguments) {
  sql::ExprPtr filter = condition<conditional>(arguments, 1);
  if (call.result == Decimal)
    return sql::try_cast(sql::coalesce(decimal_sum(arguments[0], filter),
                                       sql::case_when(sql::equal(aggregate("count", {arguments[0]}, filter),
                                                                 sql::literal(std::int64_t{0})),
                                                      sql::literal("0"), sql::null_of(sql::SqlType::VarChar))),
                         sql::SqlType::Decimal);
  sql::ExprPtr sum = aggregate("sum", {arguments[0]}, filter);
  switch (call.result) {
    case Real:
      return sql::coalesce(std::move(sum), sql::literal(0.0));
    default: {
      // The engine sums in 128 bits; a sum that does not fit is null.
      sql::ExprPtr zero = sql::cast(sql::literal(std::int64_t{0}), sql::SqlType::HugeInt);
      sql::ExprPtr fitted = sql::try_cast(sql::coalesce(std::move(sum), std::move(zero)), sql::SqlType::BigInt);
      if (call.result == DateTime) return sql::call("hb_datetime_in_range", {std::move(fitted)});
      return fitted;
    }
  }
}

template <bool conditional>
Result<sql::ExprPtr> lower_avg(LoweringContext&, const BoundCall& call, Arguments arguments) {
  sql::ExprPtr filter = condition<conditional>(arguments, 1);
  // The mean of nothing is a division by zero (Kusto docs, "summarize operator", default values).
  if (call.result == Real)
    return sql::coalesce(aggregate("avg", {arguments[0]}, filter),
                         sql::literal(std::numeric_limits<double>::quiet_NaN()));
  if (call.result == Decimal)
    return sql::try_cast(
        sql::call("hb_decimal_divide", {decimal_sum(arguments[0], filter),
                                        sql::cast(aggregate("count", {arguments[0]}, filter), sql::SqlType::VarChar)}),
        sql::SqlType::Decimal);
  // Ticks: exact in 128 bits, where a double would lose the last digits.
  return sql::try_cast(sql::binary(sql::BinaryOperator::IntegerDivide, aggregate("sum", {arguments[0]}, filter),
                                   aggregate("count", {arguments[0]}, filter)),
                       sql::SqlType::BigInt);
}

template <FixedText Function, bool conditional>
Result<sql::ExprPtr> lower_extreme(LoweringContext&, const BoundCall& call, Arguments arguments) {
  return filled(aggregate(Function.text, {arguments[0]}, condition<conditional>(arguments, 1)), call.result);
}

// Spread of a column, or of a pair of columns; none for one row, as for no row, is 0. The engine raises on infinities,
// so they are left to the answer NaN.
template <FixedText Function, bool conditional, std::size_t values>
Result<sql::ExprPtr> lower_spread(LoweringContext&, const BoundCall&, Arguments arguments) {
  std::vector<sql::ExprPtr> numbers;
  sql::ExprPtr finite;
  for (std::size_t i = 0; i < values; ++i) {
    numbers.push_back(sql::cast(arguments[i], sql::SqlType::Double));
    finite = sql::logical_and(finite, sql::call("isfinite", {numbers.back()}));
  }
  sql::ExprPtr filter = condition<conditional>(arguments, values);
  sql::ExprPtr endless = aggregate("count", {}, sql::logical_and(filter, sql::logical_not(finite)));
  sql::ExprPtr spread =
      sql::coalesce(aggregate(Function.text, std::move(numbers), sql::logical_and(filter, finite)), sql::literal(0.0));
  return sql::case_when(sql::binary(sql::BinaryOperator::Greater, std::move(endless), sql::literal(std::int64_t{0})),
                        sql::literal(std::numeric_limits<double>::quiet_NaN()), std::move(spread));
}

// The order of arg_max and arg_min, in which a null comes behind all else: it decides only where all are null, and then
// some row is taken (Kusto docs, "arg_max", null handling).
template <bool greatest>
sql::ExprPtr with_null_last(sql::ExprPtr order, const Argument& argument) {
  if (!argument.nullable) return order;
  switch (argument.type) {
    case Int:
      return sql::coalesce(order, sql::literal(greatest ? std::numeric_limits<std::int32_t>::min()
                                                        : std::numeric_limits<std::int32_t>::max()));
    case Long:
    case DateTime:
    case TimeSpan:
      return sql::coalesce(order, sql::literal(greatest ? std::numeric_limits<std::int64_t>::min()
                                                        : std::numeric_limits<std::int64_t>::max()));
    case Real:
      return sql::coalesce(order, sql::literal(greatest ? -std::numeric_limits<double>::infinity()
                                                        : std::numeric_limits<double>::infinity()));
    default:
      return order;
  }
}

// arg_max(order, value): the value in the row with the greatest order. All columns of one arg_max(order, a, b, ...) are
// lowered with the same order and so come from the same row.
template <FixedText Function, FixedText Extreme>
Result<sql::ExprPtr> lower_arg(LoweringContext&, const BoundCall& call, Arguments arguments) {
  if (arguments.size() == 1) return filled(aggregate(Extreme.text, {arguments[0]}), call.result);
  constexpr bool greatest = Extreme.text == std::string_view("max");
  return filled(aggregate(Function.text, {arguments[1], with_null_last<greatest>(arguments[0], call.arguments[0])}),
                call.result);
}

// take_any(value): the least value that is not null or empty, so that it comes out the same each time. With more
// arguments behind it the call is a column of take_any(a, b, ...), whose columns must come from one row.
template <bool conditional>
Result<sql::ExprPtr> lower_any(LoweringContext&, const BoundCall& call, Arguments arguments) {
  sql::ExprPtr filter = condition<conditional>(arguments, 1);
  if (!conditional && arguments.size() > 1) return filled(aggregate("first", {arguments[0]}), call.result);
  if (call.result == String)
    filter = sql::logical_and(filter, sql::binary(sql::BinaryOperator::NotEqual, arguments[0], sql::literal("")));
  return filled(aggregate("min", {arguments[0]}, std::move(filter)), call.result);
}

Result<sql::ExprPtr> percentile(const Argument& argument, double& share) {
  double percent = -1;
  if (const std::int64_t* integer = constant_integer(argument)) percent = static_cast<double>(*integer);
  if (argument.constant)
    if (const double* number = std::get_if<double>(&*argument.constant)) percent = *number;
  if (!(percent >= 0 && percent <= 100)) return fail(ErrorKind::User, "A percentile must be a constant from 0 to 100.");
  share = percent / 100;
  return sql::literal(share);
}

// One percentile, by nearest rank: the least value that at least this share of the values does not exceed.
Result<sql::ExprPtr> lower_percentile(LoweringContext&, const BoundCall& call, Arguments arguments) {
  double share = 0;
  HUNTBOOK_TRY(sql::ExprPtr quantile, percentile(call.arguments[1], share));
  return filled(aggregate("quantile_disc", {arguments[0], std::move(quantile)}), call.result);
}

// The numbers of a constant array in JSON; nothing where one is none.
std::optional<std::vector<double>> numbers_of_array(std::string_view json) {
  std::vector<double> numbers;
  if (!json.starts_with('[') || !json.ends_with(']')) return std::nullopt;
  json = json.substr(1, json.size() - 2);
  while (!json.empty()) {
    double number = 0;
    auto [end, error] = std::from_chars(json.data(), json.data() + json.size(), number);
    if (error != std::errc()) return std::nullopt;
    json.remove_prefix(static_cast<std::size_t>(end - json.data()));
    if (!json.empty() && json.front() != ',') return std::nullopt;
    json.remove_prefix(std::min<std::size_t>(json.size(), 1));
    numbers.push_back(number);
  }
  return numbers;
}

// Several percentiles as one array; the percentages are numbers or one array of them.
Result<sql::ExprPtr> lower_percentiles_array(LoweringContext&, const BoundCall& call, Arguments arguments) {
  std::vector<sql::ExprPtr> shares;
  if (call.arguments[1].type == Dynamic) {
    const std::string* json = constant_text(call.arguments[1]);
    auto numbers = json != nullptr ? numbers_of_array(*json) : std::nullopt;
    if (!numbers) return fail(ErrorKind::User, "The percentiles must be a constant array of numbers.");
    for (double number : *numbers) {
      double share = 0;
      HUNTBOOK_TRY(sql::ExprPtr literal, percentile({Real, false, ConstantValue(number)}, share));
      shares.push_back(std::move(literal));
    }
  } else {
    for (std::size_t i = 1; i < call.arguments.size(); ++i) {
      double share = 0;
      HUNTBOOK_TRY(sql::ExprPtr literal, percentile(call.arguments[i], share));
      shares.push_back(std::move(literal));
    }
  }
  std::vector<sql::ExprPtr> values;
  for (const sql::ExprPtr& share : shares) {
    sql::ExprPtr value = filled(aggregate("quantile_disc", {arguments[0], share}), call.arguments[0].type);
    values.push_back(convert(std::move(value), call.arguments[0].type, Dynamic));
  }
  return json_array(values);
}

template <FixedText Function>
Result<sql::ExprPtr> lower_bits(LoweringContext&, const BoundCall&, Arguments arguments) {
  return aggregate(Function.text, {arguments[0]});
}

ScalarType last_of_two(std::span<const Argument> arguments) {
  return arguments.size() > 1 ? arguments[1].type : arguments[0].type;
}

FunctionRecord record(FunctionText text, std::vector<Signature> signatures, Lower lower, bool nullable = true) {
  return aggregate_record(text, text.name, std::move(signatures), lower, nullable);
}

// The signatures of an ..if aggregate: the same with a condition behind the first `values` parameters.
std::vector<Signature> with_condition(std::vector<Signature> signatures, std::size_t values = 1) {
  for (Signature& signature : signatures)
    signature.parameters.insert(signature.parameters.begin() + static_cast<std::ptrdiff_t>(values),
                                one("predicate", Bool));
  return signatures;
}

std::vector<Signature> sums() {
  std::vector<Signature> result;
  for (ScalarType type : {Long, Real, Decimal, TimeSpan, DateTime}) result.push_back({{one("expr", type)}, type});
  return result;
}
std::vector<Signature> averages() {
  return {{{one("expr", types::integers)}, Real},
          {{one("expr", Real)}, Real},
          {{one("expr", Decimal)}, Decimal},
          {{one("expr", TimeSpan)}, TimeSpan},
          {{one("expr", DateTime)}, DateTime}};
}
std::vector<Signature> extremes() {
  return {{{one("expr", orderable)}, first_type}};
}
std::vector<Signature> spreads() {
  return {{{one("expr", types::summable)}, Real}};
}
std::vector<Signature> pairs() {
  return {{{one("expr1", types::summable), one("expr2", types::summable)}, Real}};
}
std::vector<Signature> counts(TypeSet types) {
  return {{{one("expr", types), optional("accuracy", types::numbers)}, Long}};
}

void add_counts(FunctionCatalogue& catalogue) {
  FunctionRecord count = record({"count", "Number of rows, or of rows where a condition holds.",
                                 "datatable(x: long)[1, 2, 3] | summarize count()"},
                                {{{optional("expr", types::any)}, Long}}, &lower_count, false);
  count.aliases = {"cnt"};
  count.result_name = ResultName::NameAndFirstArgument;
  catalogue.add(std::move(count));
  catalogue.add(record(
      {"countif", "Number of rows where a condition holds.", "datatable(x: long)[1, 2, 3] | summarize countif(x > 1)"},
      {{{one("predicate", Bool)}, Long}}, &lower_count, false));
  catalogue.add(record({"dcount", "Number of distinct values; exact, whatever accuracy is asked for.",
                        "datatable(x: long)[1, 2, 2] | summarize dcount(x)"},
                       counts(types::any), &lower_dcount<false>, false));
  catalogue.add(record({"dcountif", "Number of distinct values in the rows where a condition holds; exact.",
                        "datatable(x: long)[1, 2, 2] | summarize dcountif(x, x > 1)"},
                       with_condition(counts(types::any)), &lower_dcount<true>, false));
  catalogue.add(record(
      {"count_distinct", "Number of distinct values.", "datatable(x: long)[1, 2, 2] | summarize count_distinct(x)"},
      {{{one("expr", types::not_dynamic)}, Long}}, &lower_dcount<false>, false));
  catalogue.add(record({"count_distinctif", "Number of distinct values in the rows where a condition holds.",
                        "datatable(x: long)[1, 2, 2] | summarize count_distinctif(x, x > 1)"},
                       {{{one("expr", types::not_dynamic), one("predicate", Bool)}, Long}}, &lower_dcount<true>,
                       false));
}

void add_numeric(FunctionCatalogue& catalogue) {
  catalogue.add(record(
      {"sum", "Sum; 0 for no values, null where it does not fit.", "datatable(x: long)[1, 2, 3] | summarize sum(x)"},
      sums(), &lower_sum<false>));
  catalogue.add(record({"sumif", "Sum over the rows where a condition holds.",
                        "datatable(x: long)[1, 2, 3] | summarize sumif(x, x > 1)"},
                       with_condition(sums()), &lower_sum<true>));
  catalogue.add(
      record({"avg", "The mean of the values; nulls do not count.", "datatable(x: long)[1, 2, 3] | summarize avg(x)"},
             averages(), &lower_avg<false>));
  catalogue.add(record({"avgif", "Mean over the rows where a condition holds.",
                        "datatable(x: long)[1, 2, 3] | summarize avgif(x, x > 1)"},
                       with_condition(averages()), &lower_avg<true>));
  catalogue.add(record({"min", "Least value.", "datatable(x: long)[1, 2, 3] | summarize min(x)"}, extremes(),
                       &lower_extreme<"min", false>));
  catalogue.add(record({"minif", "Least value in the rows where a condition holds.",
                        "datatable(x: long)[1, 2, 3] | summarize minif(x, x > 1)"},
                       with_condition(extremes()), &lower_extreme<"min", true>));
  catalogue.add(record({"max", "Greatest value.", "datatable(x: long)[1, 2, 3] | summarize max(x)"}, extremes(),
                       &lower_extreme<"max", false>));
  catalogue.add(record({"maxif", "Greatest value in the rows where a condition holds.",
                        "datatable(x: long)[1, 2, 3] | summarize maxif(x, x < 3)"},
                       with_condition(extremes()), &lower_extreme<"max", true>));
  catalogue.add(record({"stdev", "Standard deviation of a sample.", "datatable(x: long)[1, 2, 3] | summarize stdev(x)"},
                       spreads(), &lower_spread<"stddev_samp", false, 1>, false));
  catalogue.add(record({"stdevif", "Standard deviation of a sample, of the rows where a condition holds.",
                        "datatable(x: long)[1, 2, 3] | summarize stdevif(x, x > 1)"},
                       with_condition(spreads()), &lower_spread<"stddev_samp", true, 1>, false));
  catalogue.add(
      record({"stdevp", "Standard deviation of a population.", "datatable(x: long)[1, 2, 3] | summarize stdevp(x)"},
             spreads(), &lower_spread<"stddev_pop", false, 1>, false));
  catalogue.add(record({"variance", "Variance of a sample.", "datatable(x: long)[1, 2, 3] | summarize variance(x)"},
                       spreads(), &lower_spread<"var_samp", false, 1>, false));
  catalogue.add(record({"varianceif", "Variance of a sample, of the rows where a condition holds.",
                        "datatable(x: long)[1, 2, 3] | summarize varianceif(x, x > 1)"},
                       with_condition(spreads()), &lower_spread<"var_samp", true, 1>, false));
  catalogue.add(
      record({"variancep", "Variance of a population.", "datatable(x: long)[1, 2, 3] | summarize variancep(x)"},
             spreads(), &lower_spread<"var_pop", false, 1>, false));
  catalogue.add(record({"variancepif", "Variance of a population, of the rows where a condition holds.",
                        "datatable(x: long)[1, 2, 3] | summarize variancepif(x, x > 1)"},
                       with_condition(spreads()), &lower_spread<"var_pop", true, 1>, false));
  catalogue.add(record({"covariance", "Covariance of a sample of pairs.",
                        "datatable(x: long, y: long)[1, 2, 3, 5] | summarize covariance(x, y)"},
                       pairs(), &lower_spread<"covar_samp", false, 2>, false));
  catalogue.add(record({"covarianceif", "Covariance of a sample of pairs, of the rows where a condition holds.",
                        "datatable(x: long, y: long)[1, 2, 3, 5] | summarize covarianceif(x, y, x > 0)"},
                       with_condition(pairs(), 2), &lower_spread<"covar_samp", true, 2>, false));
  catalogue.add(record({"covariancep", "Covariance of a population of pairs.",
                        "datatable(x: long, y: long)[1, 2, 3, 5] | summarize covariancep(x, y)"},
                       pairs(), &lower_spread<"covar_pop", false, 2>, false));
  catalogue.add(record({"covariancepif", "Covariance of a population of pairs, of the rows where a condition holds.",
                        "datatable(x: long, y: long)[1, 2, 3, 5] | summarize covariancepif(x, y, x > 0)"},
                       with_condition(pairs(), 2), &lower_spread<"covar_pop", true, 2>, false));
}

// Column names of these are the binder's: they give several columns, or put a percentile into the name.
void add_rows(FunctionCatalogue& catalogue) {
  auto add = [&](FunctionRecord made, std::vector<std::string_view> aliases, ResultName result_name,
                 std::string_view prefix) {
    made.aliases = std::move(aliases);
    made.result_name = result_name;
    made.result_prefix = prefix;
    catalogue.add(std::move(made));
  };
  std::vector<Signature> argument = {{{one("order", orderable), optional("value", types::any)}, last_of_two}};
  add(record({"arg_max", "Values of the row in which an expression is greatest.",
              "datatable(t: long, s: string)[1, \"a\", 2, \"b\"] | summarize arg_max(t, s)"},
             argument, &lower_arg<"arg_max_null", "max">),
      {"argmax"}, ResultName::None, "max");
  add(record({"arg_min", "Values of the row in which an expression is least.",
              "datatable(t: long, s: string)[1, \"a\", 2, \"b\"] | summarize arg_min(t, s)"},
             argument, &lower_arg<"arg_min_null", "min">),
      {"argmin"}, ResultName::None, "min");
  std::vector<Signature> any = {{{one("expr", types::any), more("others", types::any)}, first_type}};
  add(record({"take_any", "Values of some row of the group; one column alone is not null or empty if it can be.",
              "datatable(s: string)[\"a\", \"a\"] | summarize take_any(s)"},
             any, &lower_any<false>),
      {}, ResultName::None, {});
  add(record({"any", "Values of some row of the group; the old name of take_any.",
              "datatable(s: string)[\"a\", \"a\"] | summarize any(s)"},
             any, &lower_any<false>),
      {}, ResultName::PrefixAndFirstArgument, "any");
  std::vector<Signature> one_value = {{{one("expr", types::any)}, first_type}};
  add(record({"take_anyif", "A value of some row where a condition holds.",
              "datatable(s: string)[\"a\", \"b\"] | summarize take_anyif(s, s != \"a\")"},
             with_condition(one_value), &lower_any<true>),
      {}, ResultName::FirstArgument, {});
  add(record({"anyif", "A value of some row where a condition holds; the old name of take_anyif.",
              "datatable(s: string)[\"a\", \"b\"] | summarize anyif(s, s != \"a\")"},
             with_condition(one_value), &lower_any<true>),
      {}, ResultName::PrefixAndFirstArgument, "anyif");
  std::vector<Signature> ranked = {{{one("expr", orderable), constant(one("percentile", types::numbers))}, first_type}};
  add(record({"percentile", "The value that a share of the values does not exceed (nearest rank), exact.",
              "datatable(x: long)[1, 2, 3, 4] | summarize percentile(x, 50)"},
             ranked, &lower_percentile),
      {}, ResultName::None, "percentile");
  std::vector<Signature> several = {
      {{one("expr", orderable), constant(repeated("percentile", types::numbers))}, first_type}};
  add(record({"percentiles", "Several percentiles, a column each.",
              "datatable(x: long)[1, 2, 3, 4] | summarize percentiles(x, 25, 75)"},
             several, &lower_percentile),
      {}, ResultName::None, "percentile");
  std::vector<Signature> listed = {
      {{one("expr", orderable), constant(repeated("percentile", types::numbers))}, Dynamic},
      {{one("expr", orderable), constant(one("percentiles", Dynamic))}, Dynamic}};
  add(record({"percentiles_array", "Several percentiles as an array.",
              "datatable(x: long)[1, 2, 3, 4] | summarize percentiles_array(x, 25, 75)"},
             listed, &lower_percentiles_array, false),
      {}, ResultName::PrefixAndFirstArgument, "percentiles");
  std::vector<Signature> integers = {{{one("expr", Long)}, Long}};
  add(record(
          {"binary_all_and", "Bitwise and of all values.", "datatable(x: long)[12, 10] | summarize binary_all_and(x)"},
          integers, &lower_bits<"bit_and">),
      {}, ResultName::FirstArgument, {});
  add(record({"binary_all_or", "Bitwise or of all values.", "datatable(x: long)[12, 10] | summarize binary_all_or(x)"},
             integers, &lower_bits<"bit_or">),
      {}, ResultName::FirstArgument, {});
  add(record({"binary_all_xor", "Bitwise exclusive or of all values.",
              "datatable(x: long)[12, 10] | summarize binary_all_xor(x)"},
             integers, &lower_bits<"bit_xor">),
      {}, ResultName::FirstArgument, {});
}

}  // namespace

void add_aggregates(FunctionCatalogue& catalogue) {
  add_counts(catalogue);
  add_numeric(catalogue);
  add_rows(catalogue);
}

}  // namespace huntbook::kql
