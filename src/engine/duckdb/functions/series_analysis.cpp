// Kernels of the functions that look at a series as a whole (Kusto docs, "Series functions"): the algorithms are in
// analysis/series, here they meet JSON. A function with several results gives a bag of them. What is no array of
// numbers gives null.
#include <algorithm>
#include <cmath>
#include <complex>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/series/decompose.hpp"
#include "analysis/series/filter.hpp"
#include "analysis/series/fit.hpp"
#include "analysis/series/fourier.hpp"
#include "analysis/series/outliers.hpp"
#include "analysis/series/periods.hpp"
#include "analysis/series/statistics.hpp"
#include "base/json_text.hpp"
#include "engine/duckdb/functions/register.hpp"
#include "engine/duckdb/functions/series_read.hpp"
#include "engine/duckdb/json_slices.hpp"

namespace huntbook::engine::duckdb {

namespace {

using analysis::Trend;
using MaybeText = std::optional<std::string_view>;
using Series = std::vector<double>;

// A bag of results, in the order in which they are put.
class Bag {
 public:
  explicit Bag(JsonResult& out) : writer_(out.buffer()) { writer_.begin_object(); }
  Bag& real(std::string_view name, double value) {
    writer_.key(name);
    writer_.real(value);
    return *this;
  }
  Bag& integer(std::string_view name, std::size_t value) {
    writer_.key(name);
    writer_.integer(static_cast<std::int64_t>(value));
    return *this;
  }
  Bag& series(std::string_view name, const Series& values) {
    std::string text;
    append_series(text, values);
    return json(name, text);
  }
  Bag& json(std::string_view name, std::string_view value) {
    writer_.key(name);
    writer_.raw(value);
    return *this;
  }
  bool finish() {
    writer_.end_object();
    return true;
  }

 private:
  JsonWriter writer_;
};

// --- numbers of a series ---------------------------------------------------------------------------------------------

bool statistics(JsonResult& out, std::string_view json, bool ignore_nonfinite) {
  auto series = read_series(json);
  if (!series || (!ignore_nonfinite && !analysis::all_finite(*series))) return false;
  analysis::SeriesStatistics found = analysis::describe_series(*series);
  if (found.count == 0) return false;
  return Bag(out)
      .real("min", found.minimum)
      .integer("min_idx", found.minimum_index)
      .real("max", found.maximum)
      .integer("max_idx", found.maximum_index)
      .real("avg", found.mean)
      .real("stdev", std::sqrt(found.variance))
      .real("variance", found.variance)
      .real("sum", found.sum)
      .integer("len", found.count)
      .finish();
}

// Null where an element is no number, as in array_sum().
template <class Fold>
std::optional<double> folded(std::string_view json, double start, Fold fold) {
  auto series = read_series(json);
  if (!series) return std::nullopt;
  double result = start;
  for (double value : *series) {
    if (std::isnan(value)) return std::nullopt;
    result = fold(result, value);
  }
  return result;
}

std::optional<double> sum(std::string_view json) {
  return folded(json, 0, [](double total, double value) { return total + value; });
}
std::optional<double> product(std::string_view json) {
  return folded(json, 1, [](double total, double value) { return total * value; });
}
std::optional<double> magnitude(std::string_view json) {
  auto squares = folded(json, 0, [](double total, double value) { return total + value * value; });
  return squares ? std::optional(std::sqrt(*squares)) : std::nullopt;
}

// Pairs of elements up to the end of the shorter series, those with a number on both sides; a number instead of a
// series stands at every place. Nothing where there is no pair at all.
struct NumberPairs {
  Series left, right;
};
std::optional<NumberPairs> read_pairs(std::string_view left, std::string_view right) {
  auto l = read_series(left);
  auto r = read_series(right);
  if (!l && !r) return std::nullopt;
  if (!l) l = Series(r->size(), real_of(series_element(left)));
  if (!r) r = Series(l->size(), real_of(series_element(right)));
  NumberPairs pairs;
  for (std::size_t i = 0; i < std::min(l->size(), r->size()); ++i) {
    if (std::isnan((*l)[i]) || std::isnan((*r)[i])) continue;
    pairs.left.push_back((*l)[i]);
    pairs.right.push_back((*r)[i]);
  }
  return pairs.left.empty() ? std::nullopt : std::optional(std::move(pairs));
}

double dot(const Series& left, const Series& right) {
  double total = 0;
  for (std::size_t i = 0; i < left.size(); ++i) total += left[i] * right[i];
  return total;
}

std::optional<double> dot_product(std::string_view left, std::string_view right) {
  auto pairs = read_pairs(left, right);
  return pairs ? std::optional(dot(pairs->left, pairs->right)) : std::nullopt;
}

std::optional<double> cosine_similarity(std::optional<std::string_view> left, std::optional<std::string_view> right,
                                        std::optional<double> left_magnitude, std::optional<double> right_magnitude) {
  auto pairs = left && right ? read_pairs(*left, *right) : std::nullopt;
  if (!pairs) return std::nullopt;
  double l = left_magnitude ? *left_magnitude : std::sqrt(dot(pairs->left, pairs->left));
  double r = right_magnitude ? *right_magnitude : std::sqrt(dot(pairs->right, pairs->right));
  return dot(pairs->left, pairs->right) / (l * r);
}

// Null for series of two lengths, for an element that is no number, and for a constant series, which goes with nothing.
std::optional<double> pearson_correlation(std::string_view left, std::string_view right) {
  auto l = read_series(left);
  auto r = read_series(right);
  if (!l || !r || l->size() != r->size() || !analysis::all_finite(*l) || !analysis::all_finite(*r)) return std::nullopt;
  double l_mean = analysis::describe_series(*l).mean;
  double r_mean = analysis::describe_series(*r).mean;
  for (double& value : *l) value -= l_mean;
  for (double& value : *r) value -= r_mean;
  double spread = std::sqrt(dot(*l, *l)) * std::sqrt(dot(*r, *r));
  return spread > 0 ? std::optional(std::clamp(dot(*l, *r) / spread, -1.0, 1.0)) : std::nullopt;
}

// --- filters and transforms ------------------------------------------------------------------------------------------

bool fir(JsonResult& out, MaybeText json, MaybeText coefficients, std::optional<bool> normalize, bool center) {
  auto series = json ? read_series(*json) : std::nullopt;
  auto filter = coefficients ? read_series(*coefficients) : std::nullopt;
  if (!series || !filter || filter->empty() || !analysis::all_finite(*series) || !analysis::all_finite(*filter))
    return false;
  bool negative = std::ranges::any_of(*filter, [](double value) { return value < 0; });
  if (negative && normalize.value_or(false)) return false;
  auto filtered = analysis::filter_fir(*series, *filter, normalize.value_or(!negative), center);
  if (filtered) append_series(out.buffer(), *filtered);
  return filtered.has_value();
}

bool iir(JsonResult& out, std::string_view json, std::string_view numerators, std::string_view denominators) {
  auto series = read_series(json);
  auto b = read_series(numerators);
  auto a = read_series(denominators);
  if (!series || !a || !b || !analysis::all_finite(*series) || !analysis::all_finite(*a) || !analysis::all_finite(*b))
    return false;
  auto filtered = analysis::filter_iir(*series, *b, *a);
  if (filtered) append_series(out.buffer(), *filtered);
  return filtered.has_value();
}

using Transform = std::vector<std::complex<double>> (*)(std::vector<std::complex<double>>);

template <Transform transform>
bool fourier(JsonResult& out, MaybeText real, MaybeText imaginary) {
  auto re = real ? read_series(*real) : std::nullopt;
  auto im = imaginary ? read_series(*imaginary) : Series(re ? re->size() : 0, 0.0);
  if (!re || !im || re->size() != im->size() || !analysis::all_finite(*re) || !analysis::all_finite(*im)) return false;
  std::vector<std::complex<double>> values;
  for (std::size_t i = 0; i < re->size(); ++i) values.emplace_back((*re)[i], (*im)[i]);
  values = transform(std::move(values));
  for (std::size_t i = 0; i < values.size(); ++i) {
    (*re)[i] = values[i].real();
    (*im)[i] = values[i].imag();
  }
  return Bag(out).series("real", *re).series("imag", *im).finish();
}

// --- fits ------------------------------------------------------------------------------------------------------------

template <class Fit>
Series values_of(const Fit& fit, std::size_t size) {
  Series values(size);
  for (std::size_t i = 0; i < size; ++i) values[i] = fit.at(i);
  return values;
}

bool fit_line(JsonResult& out, std::string_view json) {
  auto series = read_series(json);
  auto fit = series ? analysis::fit_line(*series) : std::nullopt;
  if (!fit) return false;
  return Bag(out)
      .real("rsquare", fit->rsquare)
      .real("slope", fit->slope)
      .real("variance", fit->variance)
      .real("rvariance", fit->rvariance)
      .real("interception", fit->interception)
      .series("line_fit", values_of(*fit, series->size()))
      .finish();
}

// `nested` puts the two sides into bags of their own, as series_fit_2lines_dynamic() gives them.
template <bool nested>
bool fit_two_lines(JsonResult& out, std::string_view json) {
  auto series = read_series(json);
  auto fit = series ? analysis::fit_two_lines(*series) : std::nullopt;
  if (!fit) return false;
  Bag bag(out);
  bag.real("rsquare", fit->rsquare)
      .integer("split_idx", fit->split)
      .real("variance", fit->variance)
      .real("rvariance", fit->rvariance)
      .series("line_fit", values_of(*fit, series->size()));
  for (auto [side, line] : {std::pair("right", &fit->right), std::pair("left", &fit->left)}) {
    std::string prefix = nested ? "" : std::string(side) + "_";
    JsonResult text;
    Bag inner(text);
    Bag& into = nested ? inner : bag;
    into.real(prefix + "rsquare", line->rsquare)
        .real(prefix + "slope", line->slope)
        .real(prefix + "interception", line->interception)
        .real(prefix + "variance", line->variance)
        .real(prefix + "rvariance", line->rvariance);
    inner.finish();
    if (nested) bag.json(side, text.buffer());
  }
  return bag.finish();
}

bool fit_polynomial(JsonResult& out, MaybeText json, MaybeText places, std::int64_t degree) {
  auto y = json ? read_series(*json) : std::nullopt;
  if (!y || degree < 0) return false;
  auto x = places ? read_series(*places) : Series(y->size());
  if (!x) return false;
  if (!places)
    for (std::size_t i = 0; i < x->size(); ++i) (*x)[i] = static_cast<double>(i + 1);
  auto fit = analysis::fit_polynomial(*y, *x, static_cast<std::size_t>(degree));
  if (!fit) return false;
  return Bag(out)
      .real("rsquare", fit->rsquare)
      .series("coefficients", fit->coefficients)
      .real("variance", fit->variance)
      .real("rvariance", fit->rvariance)
      .series("poly_fit", fit->fitted)
      .finish();
}

// --- periods, decomposition, outliers --------------------------------------------------------------------------------

constexpr std::int64_t most_periods = 1024;

bool periods_detect(JsonResult& out, std::string_view json, double shortest, double longest, std::int64_t count) {
  auto series = read_series(json);
  if (!series || count < 0 || count > most_periods) return false;
  Series lengths, scores;
  for (const analysis::Period& period :
       analysis::detect_periods(*series, shortest, longest, static_cast<std::size_t>(count))) {
    lengths.push_back(period.length);
    scores.push_back(period.score);
  }
  return Bag(out).series("periods", lengths).series("scores", scores).finish();
}

// `lengths` is the array of the periods.
bool periods_validate(JsonResult& out, std::string_view json, std::string_view lengths) {
  auto series = read_series(json);
  auto wanted = read_series(lengths);
  if (!series || !wanted) return false;
  return Bag(out).series("periods", *wanted).series("scores", analysis::validate_periods(*series, *wanted)).finish();
}

std::optional<Trend> trend_named(std::string_view name) {
  if (name == "avg") return Trend::Average;
  if (name == "linefit") return Trend::Line;
  if (name == "none") return Trend::None;
  return std::nullopt;
}

std::optional<analysis::DecomposeOptions> decompose_options(std::int64_t period, std::string_view trend,
                                                            std::int64_t test_points, double threshold) {
  auto kind = trend_named(trend);
  if (!kind || test_points < 0) return std::nullopt;
  return analysis::DecomposeOptions{period, *kind, static_cast<std::size_t>(test_points), threshold};
}

bool decompose(JsonResult& out, std::string_view json, std::int64_t period, std::string_view trend,
               std::int64_t test_points, double threshold) {
  auto series = read_series(json);
  auto options = decompose_options(period, trend, test_points, threshold);
  auto parts = series && options ? analysis::decompose(*series, *options) : std::nullopt;
  if (!parts) return false;
  return Bag(out)
      .series("baseline", parts->baseline)
      .series("seasonal", parts->seasonal)
      .series("trend", parts->trend)
      .series("residual", parts->residual)
      .finish();
}

bool is_outlier_test(std::string_view name) {
  return name == "ctukey" || name == "tukey";
}

// What a test leaves out under the given percentiles, which count for "ctukey" only.
std::optional<analysis::OutlierTrim> trim_of(std::string_view test, double low = 10, double high = 90) {
  return test == "ctukey" ? std::optional(analysis::OutlierTrim{low / 100, high / 100}) : std::nullopt;
}

bool decompose_anomalies(JsonResult& out, std::string_view json, double threshold, std::int64_t period,
                         std::string_view trend, std::int64_t test_points, std::string_view test,
                         double seasonality_threshold) {
  auto series = read_series(json);
  auto options = decompose_options(period, trend, test_points, seasonality_threshold);
  auto parts = series && options && is_outlier_test(test) ? analysis::decompose(*series, *options) : std::nullopt;
  if (!parts) return false;
  std::size_t learned = series->size() - std::min(options->test_points, series->size());
  Series scores = analysis::outlier_scores(parts->residual, trim_of(test), learned);
  std::string flags;
  JsonWriter writer(flags);
  writer.begin_array();
  for (double score : scores) writer.integer(score > threshold ? 1 : score < -threshold ? -1 : 0);
  writer.end_array();
  return Bag(out).json("ad_flag", flags).series("ad_score", scores).series("baseline", parts->baseline).finish();
}

bool decompose_forecast(JsonResult& out, std::string_view json, std::int64_t points, std::int64_t period,
                        std::string_view trend, double threshold) {
  auto series = read_series(json);
  auto options = decompose_options(period, trend, points, threshold);
  auto parts = series && options ? analysis::decompose(*series, *options) : std::nullopt;
  if (parts) append_series(out.buffer(), parts->baseline);
  return parts.has_value();
}

bool seasonal(JsonResult& out, std::string_view json, std::int64_t period, std::int64_t test_points, double threshold) {
  auto series = read_series(json);
  auto options = decompose_options(period, "none", test_points, threshold);
  auto part = series && options ? analysis::seasonal_part(*series, *options) : std::nullopt;
  if (part) append_series(out.buffer(), *part);
  return part.has_value();
}

bool outliers(JsonResult& out, MaybeText json, std::string_view test, MaybeText ignored, double low, double high) {
  auto elements = json ? json_elements(*json) : std::nullopt;
  if (!elements || !is_outlier_test(test)) return false;
  if (test == "ctukey" && !(low >= 2 && low < high && high <= 98)) return false;
  Series series;
  for (std::string_view element : *elements)
    series.push_back(ignored && json_equal(element, *ignored) ? real_of({}) : real_of(series_element(element)));
  append_series(out.buffer(), analysis::outlier_scores(series, trim_of(test, low, high), series.size()));
  return true;
}

}  // namespace

void add_series_analysis_functions(ScalarFunctions& table) {
  table.add<&statistics>("hb_series_stats");
  table.add<&sum>("hb_series_sum");
  table.add<&product>("hb_series_product");
  table.add<&magnitude>("hb_series_magnitude");
  table.add<&dot_product>("hb_series_dot_product");
  table.add<&cosine_similarity>("hb_series_cosine_similarity");
  table.add<&pearson_correlation>("hb_series_pearson_correlation");
  table.add<&fir>("hb_series_fir");
  table.add<&iir>("hb_series_iir");
  table.add<&fourier<&analysis::fourier_transform>>("hb_series_fft");
  table.add<&fourier<&analysis::inverse_fourier_transform>>("hb_series_ifft");
  table.add<&fit_line>("hb_series_fit_line");
  table.add<&fit_two_lines<false>>("hb_series_fit_2lines");
  table.add<&fit_two_lines<true>>("hb_series_fit_2lines_dynamic");
  table.add<&fit_polynomial>("hb_series_fit_poly");
  table.add<&periods_detect>("hb_series_periods_detect");
  table.add<&periods_validate>("hb_series_periods_validate");
  table.add<&decompose>("hb_series_decompose");
  table.add<&decompose_anomalies>("hb_series_decompose_anomalies");
  table.add<&decompose_forecast>("hb_series_decompose_forecast");
  table.add<&seasonal>("hb_series_seasonal");
  table.add<&outliers>("hb_series_outliers");
}

}  // namespace huntbook::engine::duckdb
