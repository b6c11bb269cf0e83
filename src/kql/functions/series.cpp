// Functions that look at a series as a whole (Kusto docs, "Series processing functions"): statistics, filters, fits,
// periods, decomposition and anomalies. Those with several results have members; the `_dynamic` ones of the same name
// give the bag itself.
#include <fmt/format.h>

#include "kql/functions/build.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;

FunctionRecord record(FunctionText text, std::vector<Parameter> parameters, ScalarType result, Lower lower,
                      ResultName result_name = ResultName::None) {
  FunctionRecord made = scalar_record(text, std::move(parameters), result, lower);
  made.result_name = result_name;
  return made;
}

FunctionRecord tuple(FunctionText text, std::vector<Parameter> parameters, std::vector<TupleMember> members,
                     Lower lower) {
  FunctionRecord result = record(text, std::move(parameters), Dynamic, lower);
  result.members = std::move(members);
  return result;
}

sql::ExprPtr integer(std::int64_t value) {
  return sql::literal(value);
}
sql::ExprPtr real(double value) {
  return sql::literal(value);
}

// Refuses a constant that is not among the names that a parameter takes.
Result<void> expect_one_of(const BoundCall& call, std::size_t index, std::span<const std::string_view> names) {
  const std::string* given = index < call.arguments.size() ? constant_text(call.arguments[index]) : nullptr;
  if (given == nullptr || std::ranges::find(names, *given) != names.end()) return {};
  return fail(ErrorKind::User, fmt::format("'{}' is none of: {}.", *given, fmt::join(names, ", ")));
}
constexpr std::string_view trends[] = {"avg", "linefit", "none"};
constexpr std::string_view tests[] = {"ctukey", "tukey"};

constexpr double default_threshold = 0.6;           // of a period's score (Kusto docs, series_decompose())
constexpr double default_seasonal_threshold = 0.7;  // (series_seasonal())

Result<sql::ExprPtr> lower_stats(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::call("hb_series_stats", {arguments[0], argument_or(arguments, 1, sql::literal(false))});
}

Result<sql::ExprPtr> lower_fir(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::call("hb_series_fir",
                   {arguments[0], arguments[1], argument_or(arguments, 2, sql::null_of(sql::SqlType::Boolean)),
                    argument_or(arguments, 3, sql::literal(false))});
}

template <FixedText Function>
Result<sql::ExprPtr> lower_fourier(LoweringContext&, const BoundCall& call, Arguments arguments) {
  // A second series that is null is not the same as none.
  if (arguments.size() == 1) return sql::call(Function.text, {arguments[0], sql::null_of(sql::SqlType::VarChar)});
  sql::ExprPtr transformed = sql::call(Function.text, {arguments[0], arguments[1]});
  if (!call.arguments[1].nullable) return transformed;
  return sql::case_when(sql::is_null(arguments[1]), sql::null_of(sql::SqlType::VarChar), std::move(transformed));
}

Result<sql::ExprPtr> lower_fit_poly(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::call("hb_series_fit_poly", {arguments[0], argument_or(arguments, 1, sql::null_of(sql::SqlType::VarChar)),
                                          sql::cast(argument_or(arguments, 2, integer(1)), sql::SqlType::BigInt)});
}

Result<sql::ExprPtr> lower_cosine(LoweringContext&, const BoundCall&, Arguments arguments) {
  sql::ExprPtr none = sql::null_of(sql::SqlType::Double);
  return sql::call("hb_series_cosine_similarity",
                   {arguments[0], arguments[1], argument_or(arguments, 2, none), argument_or(arguments, 3, none)});
}

Result<sql::ExprPtr> lower_periods_validate(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::call("hb_series_periods_validate", {arguments[0], json_array(arguments.subspan(1))});
}

Result<sql::ExprPtr> lower_decompose(LoweringContext&, const BoundCall& call, Arguments arguments) {
  HUNTBOOK_CHECK(expect_one_of(call, 2, trends));
  return sql::call(
      "hb_series_decompose",
      {arguments[0], argument_or(arguments, 1, integer(-1)), argument_or(arguments, 2, sql::literal("avg")),
       argument_or(arguments, 3, integer(0)), argument_or(arguments, 4, real(default_threshold))});
}

Result<sql::ExprPtr> lower_anomalies(LoweringContext&, const BoundCall& call, Arguments arguments) {
  HUNTBOOK_CHECK(expect_one_of(call, 3, trends));
  HUNTBOOK_CHECK(expect_one_of(call, 5, tests));
  return sql::call(
      "hb_series_decompose_anomalies",
      {arguments[0], argument_or(arguments, 1, real(1.5)), argument_or(arguments, 2, integer(-1)),
       argument_or(arguments, 3, sql::literal("avg")), argument_or(arguments, 4, integer(0)),
       argument_or(arguments, 5, sql::literal("ctukey")), argument_or(arguments, 6, real(default_threshold))});
}

Result<sql::ExprPtr> lower_forecast(LoweringContext&, const BoundCall& call, Arguments arguments) {
  HUNTBOOK_CHECK(expect_one_of(call, 3, trends));
  return sql::call("hb_series_decompose_forecast", {arguments[0], arguments[1], argument_or(arguments, 2, integer(-1)),
                                                    argument_or(arguments, 3, sql::literal("avg")),
                                                    argument_or(arguments, 4, real(default_threshold))});
}

Result<sql::ExprPtr> lower_seasonal(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::call("hb_series_seasonal", {arguments[0], argument_or(arguments, 1, integer(-1)),
                                          argument_or(arguments, 2, integer(0)), real(default_seasonal_threshold)});
}

Result<sql::ExprPtr> lower_outliers(LoweringContext&, const BoundCall& call, Arguments arguments) {
  HUNTBOOK_CHECK(expect_one_of(call, 1, tests));
  return sql::call("hb_series_outliers", {arguments[0], argument_or(arguments, 1, sql::literal("ctukey")),
                                          argument_or(arguments, 2, sql::null_of(sql::SqlType::VarChar)),
                                          argument_or(arguments, 3, real(10)), argument_or(arguments, 4, real(90))});
}

void add_statistics(FunctionCatalogue& catalogue) {
  Parameter series = one("series", Dynamic);
  Parameter ignore = optional("ignore_nonfinite", Bool);
  catalogue.add(tuple({"series_stats", "Least, greatest and mean value, standard deviation and variance of a series.",
                       "print x = dynamic([23, 46, 4]) | project series_stats(x)"},
                      {series, ignore},
                      {{"min", Real},
                       {"min_idx", Long},
                       {"max", Real},
                       {"max_idx", Long},
                       {"avg", Real},
                       {"stdev", Real},
                       {"variance", Real}},
                      &lower_stats));
  catalogue.add(
      record({"series_stats_dynamic", "The statistics of series_stats() in a bag, with the sum and the length.",
              "print series_stats_dynamic(dynamic([23, 46, 4]))"},
             {series, ignore}, Dynamic, &lower_stats));
  catalogue.add(record({"series_sum", "Sum of the elements.", "print series_sum(dynamic([1, 2, 3]))"}, {series}, Real,
                       &lower_to<"hb_series_sum">));
  catalogue.add(record({"series_product", "Product of the elements.", "print series_product(dynamic([1, 2, 3]))"},
                       {series}, Real, &lower_to<"hb_series_product">));
  catalogue.add(record({"series_magnitude", "Square root of the sum of the elements' squares.",
                        "print series_magnitude(dynamic([3, 4]))"},
                       {series}, Real, &lower_to<"hb_series_magnitude">));
  Parameter two[] = {one("series1", Dynamic), one("series2", Dynamic)};
  Parameter number[] = {as_dynamic(one("series1", types::numbers)), as_dynamic(one("series2", types::numbers))};
  FunctionRecord dot =
      record({"series_dot_product", "Sum of the products of the elements at each place; one side may be a number.",
              "print series_dot_product(dynamic([1, 2]), dynamic([3, 4]))"},
             {two[0], two[1]}, Real, &lower_to<"hb_series_dot_product">);
  dot.signatures.push_back({{two[0], number[1]}, Real});
  dot.signatures.push_back({{number[0], two[1]}, Real});
  catalogue.add(std::move(dot));
  catalogue.add(record({"series_cosine_similarity", "Cosine of the angle between two series as vectors.",
                        "print series_cosine_similarity(dynamic([1, 2]), dynamic([2, 4]))"},
                       {two[0], two[1], optional("magnitude1", Real), optional("magnitude2", Real)}, Real,
                       &lower_cosine));
  catalogue.add(record({"series_pearson_correlation", "How close two series are to a linear relation, from -1 to 1.",
                        "print series_pearson_correlation(dynamic([1, 2, 3]), dynamic([2, 4, 7]))"},
                       {two[0], two[1]}, Real, &lower_to<"hb_series_pearson_correlation">));
}

void add_filters(FunctionCatalogue& catalogue) {
  Parameter series = one("series", Dynamic);
  catalogue.add(record({"series_fir", "The series under a finite impulse response filter: moving means, differences.",
                        "print y = dynamic([0, 10, 0, 0]) | extend smooth = series_fir(y, dynamic([1, 1]))"},
                       {series, one("filter", Dynamic), optional("normalize", Bool), optional("center", Bool)}, Dynamic,
                       &lower_fir, ResultName::FirstArgument));
  catalogue.add(record({"series_iir", "The series under an infinite impulse response filter: running sums, smoothing.",
                        "print y = dynamic([1, 2, 3]) | extend sums = series_iir(y, dynamic([1]), dynamic([1, -1]))"},
                       {series, one("numerators", Dynamic), one("denominators", Dynamic)}, Dynamic,
                       &lower_to<"hb_series_iir">, ResultName::FirstArgument));
  std::vector<TupleMember> complex{{"real", Dynamic}, {"imag", Dynamic}};
  catalogue.add(tuple({"series_fft", "The Fourier transform of a series, real and imaginary part.",
                       "print y = dynamic([1, 0, -1, 0]) | extend (re, im) = series_fft(y)"},
                      {one("x_real", Dynamic), optional("x_imaginary", Dynamic)}, complex,
                      &lower_fourier<"hb_series_fft">));
  catalogue.add(tuple({"series_ifft", "What a Fourier transform was made of, real and imaginary part.",
                       "print y = dynamic([0, 2, 0, 2]) | extend (re, im) = series_ifft(y)"},
                      {one("fft_real", Dynamic), optional("fft_imaginary", Dynamic)}, complex,
                      &lower_fourier<"hb_series_ifft">));
}

void add_fits(FunctionCatalogue& catalogue) {
  Parameter series = one("series", Dynamic);
  catalogue.add(tuple({"series_fit_line", "The line that fits a series best.",
                       "print y = dynamic([2, 5, 6, 8]) | extend (rsquare, slope) = series_fit_line(y)"},
                      {series},
                      {{"rsquare", Real},
                       {"slope", Real},
                       {"variance", Real},
                       {"rvariance", Real},
                       {"interception", Real},
                       {"line_fit", Dynamic}},
                      &lower_to<"hb_series_fit_line">));
  catalogue.add(record({"series_fit_line_dynamic", "The fit of series_fit_line() in a bag.",
                        "print series_fit_line_dynamic(dynamic([2, 5, 6, 8])).slope"},
                       {series}, Dynamic, &lower_to<"hb_series_fit_line">));
  catalogue.add(tuple({"series_fit_2lines", "The two lines, one behind the other, that fit a series best.",
                       "print y = dynamic([1, 2, 3, 9, 8, 7]) | extend (rsquare, split) = series_fit_2lines(y)"},
                      {series},
                      {{"rsquare", Real},
                       {"split_idx", Long},
                       {"variance", Real},
                       {"rvariance", Real},
                       {"line_fit", Dynamic},
                       {"right_rsquare", Real},
                       {"right_slope", Real},
                       {"right_interception", Real},
                       {"right_variance", Real},
                       {"right_rvariance", Real},
                       {"left_rsquare", Real},
                       {"left_slope", Real},
                       {"left_interception", Real},
                       {"left_variance", Real},
                       {"left_rvariance", Real}},
                      &lower_to<"hb_series_fit_2lines">));
  catalogue.add(record({"series_fit_2lines_dynamic", "The fit of series_fit_2lines() in a bag, each side in its own.",
                        "print series_fit_2lines_dynamic(dynamic([1, 2, 3, 9, 8, 7])).right.slope"},
                       {series}, Dynamic, &lower_to<"hb_series_fit_2lines_dynamic">));
  catalogue.add(tuple(
      {"series_fit_poly", "The polynomial that fits a series best.",
       "print y = dynamic([1, 4, 9, 16]) | extend (rsquare, c) = series_fit_poly(y, "
       "dynamic([1, 2, 3, 4]), 2)"},
      {one("y_series", Dynamic), optional("x_series", Dynamic), optional("degree", types::integers)},
      {{"rsquare", Real}, {"coefficients", Dynamic}, {"variance", Real}, {"rvariance", Real}, {"poly_fit", Dynamic}},
      &lower_fit_poly));
}

void add_periods(FunctionCatalogue& catalogue) {
  Parameter series = one("series", Dynamic);
  std::vector<TupleMember> scored{{"periods", Dynamic}, {"scores", Dynamic}};
  catalogue.add(
      tuple({"series_periods_detect", "The lengths, in points, after which a series repeats itself, with their scores.",
             "print y = dynamic([1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2]) "
             "| project series_periods_detect(y, 4.0, 12.0, 1)"},
            {series, one("min_period", Real), one("max_period", Real), one("num_periods", Long)}, scored,
            &lower_to<"hb_series_periods_detect">));
  catalogue.add(tuple({"series_periods_validate", "The scores of given periods of a series.",
                       "print y = dynamic([1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2]) "
                       "| project series_periods_validate(y, 6.0, 5.0)"},
                      {series, as_dynamic(repeated("period", types::numbers))}, scored, &lower_periods_validate));
  FunctionRecord seasonal =
      record({"series_seasonal", "The part of a series that repeats itself, detected or given.",
              "print series_seasonal(dynamic([1, 3, 5, 2, 4, 6, 1, 3, 5, 2, 4, 6]), 3)"},
             {series, optional("period", Long), optional("test_points", Long)}, Dynamic, &lower_seasonal);
  catalogue.add(std::move(seasonal));
}

void add_anomalies(FunctionCatalogue& catalogue) {
  Parameter series = one("series", Dynamic);
  Parameter period = optional("seasonality", Long);
  Parameter trend = optional("trend", String);
  Parameter test_points = optional("test_points", Long);
  Parameter threshold = optional("seasonality_threshold", Real);
  catalogue.add(tuple({"series_decompose", "A series taken apart into its baseline, season, trend and the rest.",
                       "print y = dynamic([1, 9, 2, 8, 1, 9, 2, 8]) | extend series_decompose(y, 2)"},
                      {series, period, trend, test_points, threshold},
                      {{"baseline", Dynamic}, {"seasonal", Dynamic}, {"trend", Dynamic}, {"residual", Dynamic}},
                      &lower_decompose));
  catalogue.add(tuple(
      {"series_decompose_anomalies", "Points that stand out from the season and trend of their series.",
       "print y = dynamic([1, 2, 1, 2, 1, 2, 1, 9, 1, 2]) | extend (flag, score) = series_decompose_anomalies(y)"},
      {series, optional("threshold", Real), period, trend, test_points, optional("ad_method", String), threshold},
      {{"ad_flag", Dynamic}, {"ad_score", Dynamic}, {"baseline", Dynamic}}, &lower_anomalies));
  catalogue.add(
      record({"series_decompose_forecast", "A series with its last points foretold from its season and trend.",
              "print y = dynamic([1, 2, 3, 4, 5, 0, 0]) "
              "| extend forecast = series_decompose_forecast(y, 2, 0, \"linefit\")"},
             {series, one("points", Long), period, trend, threshold}, Dynamic, &lower_forecast,
             ResultName::NameAndFirstArgument));
  catalogue.add(record({"series_outliers", "How far each point lies outside of the bulk of its series; 0 within it.",
                        "print y = dynamic([1, 2, 3, 2, 1, 20]) | extend score = series_outliers(y)"},
                       {series, optional("kind", String), as_dynamic(optional("ignore_val", types::numbers)),
                        optional("min_percentile", Real), optional("max_percentile", Real)},
                       Dynamic, &lower_outliers, ResultName::FirstArgument));
}

}  // namespace

void add_series_functions(FunctionCatalogue& catalogue) {
  add_statistics(catalogue);
  add_filters(catalogue);
  add_fits(catalogue);
  add_periods(catalogue);
  add_anomalies(catalogue);
}

}  // namespace huntbook::kql
