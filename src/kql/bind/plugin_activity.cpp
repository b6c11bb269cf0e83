// The plugins that count who was active when (Kusto docs, "activity_counts_metrics plugin" and its kin): one row for
// each period and combination of dimensions. Each is a query of ours over the columns id, t (time) and k (the
// dimensions as one text, so that nulls compare equal); what the user calls them comes back at the end. So does
// rolling_percentile, whose id is a measured value.
#include <array>

#include <fmt/format.h>

#include "kql/bind/operators.hpp"
#include "kql/bind/plan_plugin.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;

// What a parameter takes: a column, or a value of a type that the timeline's type decides.
enum class Kind { Id, Timeline, Point, Step, Count, Percentage, Bins };
struct Parameter {
  std::string_view name;
  Kind kind;
};

// A row is copied into each bin whose window it is in.
constexpr std::int64_t most_bins = 10'000;

class Activity {
 public:
  Activity(Context& context, PluginCall call) : context_(context), call_(std::move(call)) {}

  // The columns IdColumn and TimelineColumn, then `scalars`, then dimensions.
  bool read_activity(std::vector<Parameter> scalars) {
    scalars.insert(scalars.begin(), {{"IdColumn", Kind::Id}, {"TimelineColumn", Kind::Timeline}});
    return read(scalars);
  }

  // `parameters`, with one id and one timeline among them, then dimensions.
  bool read(const std::vector<Parameter>& parameters) {
    std::vector<std::string_view> names;
    names.reserve(parameters.size());
    for (const Parameter& parameter : parameters) names.push_back(parameter.name);
    auto arguments = PluginArguments::read(context_, call_, names, names.size(), true);
    if (!arguments) return false;
    for (const Parameter& parameter : parameters) {
      if (parameter.kind == Kind::Id && !read_id(arguments->at(parameter.name))) return false;
      if (parameter.kind == Kind::Timeline && !read_timeline(arguments->at(parameter.name))) return false;
    }
    for (const Parameter& parameter : parameters) {
      bool is_column = parameter.kind == Kind::Id || parameter.kind == Kind::Timeline;
      if (!is_column && !read_scalar(parameter, arguments->at(parameter.name))) return false;
    }
    for (const syntax::Expr* expr : arguments->rest()) {
      const Column* dimension = bind_column_argument(context_, call_, *expr);
      if (dimension == nullptr || !is_comparable(context_, *use_of(*dimension), expr->span)) return false;
      dimensions_.push_back(*dimension);
    }
    return true;
  }

  // The start of the period that `value` is in.
  std::string bin(std::string_view value) const {
    if (!calendar_.empty()) return fmt::format("startof{}({})", calendar_, value);
    return fmt::format("bin_at({}, step, start_)", value);
  }
  const Column& id() const { return id_; }
  double percentage() const { return percentage_; }
  std::int64_t bins() const { return bins_; }
  void forbid_calendar_step() { calendar_allowed_ = false; }
  // ", take_any(d0), ...": the dimensions beside a grouping by k.
  std::string take_dimensions() const {
    std::string text;
    for (std::size_t i = 0; i < dimensions_.size(); ++i) text += fmt::format(", d{0} = take_any(d{0})", i);
    return text;
  }

  // ", d0, d1, ...".
  std::string dimensions() const {
    std::string text;
    for (std::size_t i = 0; i < dimensions_.size(); ++i) text += fmt::format(", d{}", i);
    return text;
  }

  // Runs our query, which gives w, d0, d1, ... and `values`, and names its columns.
  plan::RelPtr run(std::string_view query, const std::vector<std::pair<std::string, std::string>>& values) {
    std::vector<Column> columns;
    std::vector<plan::Assignment> computed;
    std::string key = "''";
    auto add = [&](const Column& source, std::string name) {
      Column column = source;
      column.name = std::move(name);
      column.hidden = false;
      columns.push_back(std::move(column));
    };
    // A column may serve twice, so each gets an id of its own.
    auto copy = [&](const Column& source, std::string name) {
      Column column = context_.make_column(std::move(name), source.type, source.nullable);
      computed.push_back({column.id, use_of(source)});
      columns.push_back(std::move(column));
    };
    copy(id_, "id");
    copy(timeline_, "t");
    for (std::size_t i = 0; i < dimensions_.size(); ++i) {
      copy(dimensions_[i], fmt::format("d{}", i));
      key = fmt::format("{}{}d{}", i == 0 ? "tostring(pack_array(" : key, i == 0 ? "" : ", ", i);
    }
    if (!dimensions_.empty()) key += "))";
    names_.emplace_back(
        "rows_", shared(context_, make_project(context_, call_.input, {}, std::move(computed), std::move(columns))));
    // Arithmetic makes longs of ints.
    std::string_view back = timeline_.type == ScalarType::Int ? " | extend w = toint(w)" : "";
    std::string text = fmt::format("let T = rows_ | where isnotnull(t) | extend k = {};\n{}{}", key, query, back);
    plan::RelPtr result = bind_own_query(context_, text, std::move(names_), call_.span);
    if (!result) return nullptr;
    columns.clear();
    add(*find_column(result->columns, "w"), timeline_.name);
    for (std::size_t i = 0; i < dimensions_.size(); ++i)
      add(*find_column(result->columns, fmt::format("d{}", i)), dimensions_[i].name);
    for (const auto& [column, name] : values) add(*find_column(result->columns, column), name);
    return with_schema(context_, make_project(context_, std::move(result), {}, {}, std::move(columns)), call_);
  }

 private:
  bool read_id(const syntax::Expr& expr) {
    const Column* id = bind_column_argument(context_, call_, expr);
    if (id != nullptr) id_ = *id;
    return id != nullptr;
  }

  bool read_timeline(const syntax::Expr& expr) {
    const Column* timeline = bind_column_argument(context_, call_, expr);
    if (timeline == nullptr) return false;
    timeline_ = *timeline;
    if (types::steppable.contains(timeline_.type)) return true;
    context_.error("KS107", expr.span, fmt::format("A timeline of type {} is not possible.", name_of(timeline_.type)),
                   "a datetime, timespan or number");
    return false;
  }

  bool read_percentage(const syntax::Expr& expr) {
    std::optional<ConstantValue> constant = bind_constant_argument(context_, expr, ScalarType::Real);
    if (!constant) return false;
    const auto* value = std::get_if<double>(&*constant);
    if (value == nullptr || !(*value >= 0 && *value <= 100)) {
      context_.error("HB005", expr.span, "A percentile from 0 to 100 is expected.");
      return false;
    }
    percentage_ = *value;
    names_.emplace_back("percentage_", make_literal(ScalarType::Real, std::move(*constant)));
    return true;
  }

  bool read_bins(const syntax::Expr& expr) {
    std::optional<ConstantValue> constant = bind_constant_argument(context_, expr, ScalarType::Long);
    if (!constant) return false;
    const auto* value = std::get_if<std::int64_t>(&*constant);
    if (value == nullptr || *value < 1 || *value > most_bins) {
      context_.error("HB005", expr.span, fmt::format("A number of bins from 1 to {} is expected.", most_bins));
      return false;
    }
    bins_ = *value;
    names_.emplace_back("bins_", make_literal(ScalarType::Long, std::move(*constant)));
    return true;
  }

  bool read_scalar(const Parameter& parameter, const syntax::Expr& expr) {
    if (parameter.kind == Kind::Percentage) return read_percentage(expr);
    if (parameter.kind == Kind::Bins) return read_bins(expr);
    if (parameter.kind == Kind::Step && parameter.name == "Step") {
      plan::ScalarPtr value = bind_scalar(context_, Scope{}, expr);
      if (!value) return false;
      if (value->type == ScalarType::String) {
        std::optional<ConstantValue> constant = constant_of(*value);
        const auto* word = constant ? std::get_if<std::string>(&*constant) : nullptr;
        bool known = word != nullptr && (*word == "week" || *word == "month" || *word == "year");
        if (!known || !calendar_allowed_ || timeline_.type != ScalarType::DateTime) {
          context_.error("HB005", expr.span, "This is no length of a period.",
                         calendar_allowed_ ? "a timespan, 'week', 'month' or 'year'" : "a timespan");
          return false;
        }
        calendar_ = *word;
        return true;
      }
    }
    bool ticks = timeline_.type == ScalarType::DateTime;
    ScalarType type = parameter.kind == Kind::Count           ? ScalarType::Long
                      : parameter.kind == Kind::Step && ticks ? ScalarType::TimeSpan
                      : timeline_.type == ScalarType::Int     ? ScalarType::Long
                                                              : timeline_.type;
    plan::ScalarPtr value = bind_scalar_as(context_, Scope{}, expr, type);
    if (!value) return false;
    if (std::optional<ConstantValue> constant = constant_of(*value); constant && parameter.kind != Kind::Point) {
      const auto* whole = std::get_if<std::int64_t>(&*constant);
      const auto* real = std::get_if<double>(&*constant);
      if ((whole != nullptr && *whole <= 0) || (real != nullptr && !(*real > 0))) {
        context_.error("HB005", expr.span, fmt::format("'{}' must be greater than zero.", parameter.name));
        return false;
      }
    }
    static constexpr auto own_names = std::to_array<std::pair<std::string_view, std::string_view>>({
        {"Start", "start_"},
        {"End", "end_"},
        {"Step", "step"},
        {"Window", "window_"},
        {"LookbackWindow", "window_"},
        {"InnerActivityWindow", "step"},
        {"OuterActivityWindow", "window_"},
        {"Period", "period_"},
        {"ActivePeriodsCount", "least_"},
        {"BinSize", "step"},
    });
    for (const auto& [name, own] : own_names) {
      if (name == parameter.name) names_.emplace_back(own, std::move(value));
    }
    return true;
  }

  Context& context_;
  PluginCall call_;
  Column id_, timeline_;
  std::vector<Column> dimensions_;
  std::vector<std::pair<std::string, LetValue>> names_;
  std::string calendar_;  // week, month or year
  bool calendar_allowed_ = true;
  double percentage_ = 0;
  std::int64_t bins_ = 0;
};

}  // namespace

plan::RelPtr bind_activity_counts_metrics(Context& context, PluginCall call) {
  Activity activity(context, std::move(call));
  if (!activity.read_activity({{"Start", Kind::Point}, {"End", Kind::Point}, {"Step", Kind::Step}})) return nullptr;
  std::string query = fmt::format(
      "let B = T | where t between (start_ .. end_) | extend w = {};"
      "let C = B | summarize n = count(), ids = dcount(id){} by w, k;"
      "let F = B | summarize w = min(w) by id, k | summarize fresh = count() by w, k;"
      "let R = F | join kind=inner (C | project last_ = w, k) on k | where w <= last_"
      " | summarize total = sum(fresh) by w = last_, k;"
      "C | join kind=leftouter (F) on w, k | join kind=leftouter (R) on w, k"
      " | extend fresh = coalesce(fresh, 0), total = coalesce(total, 0)",
      activity.bin("t"), activity.take_dimensions());
  return activity.run(query,
                      {{"n", "count"}, {"ids", "dcount"}, {"fresh", "new_dcount"}, {"total", "aggregated_dcount"}});
}

// New values are those that no period before had; returning ones are in the period and in the one before it.
plan::RelPtr bind_activity_metrics(Context& context, PluginCall call) {
  Activity activity(context, std::move(call));
  activity.forbid_calendar_step();
  if (!activity.read_activity({{"Start", Kind::Point}, {"End", Kind::Point}, {"Step", Kind::Step}})) return nullptr;
  std::string query = fmt::format(
      "let B = T | where t between (start_ .. end_) | extend w = {};"
      "let C = B | summarize ids = dcount(id){} by w, k;"
      "let F = B | summarize w = min(w) by id, k | summarize fresh = count() by w, k;"
      "let I = B | distinct id, w, k;"
      "let K = I | join kind=inner (I | project id, w = w + step, k) on id, w, k | summarize kept = count() by w, k;"
      "C | join kind=leftouter (F) on w, k | join kind=leftouter (K) on w, k"
      " | join kind=leftouter (C | project w = w + step, k, before = ids) on w, k"
      " | extend fresh = coalesce(fresh, 0), retention = coalesce(kept, 0) * 1.0 / before"
      " | extend churn = 1.0 - retention",
      activity.bin("t"), activity.take_dimensions());
  return activity.run(query, {{"ids", "dcount_values"},
                              {"fresh", "dcount_newvalues"},
                              {"retention", "retention_rate"},
                              {"churn", "churn_rate"}});
}

// A period's outer window ends with the period.
plan::RelPtr bind_activity_engagement(Context& context, PluginCall call) {
  Activity activity(context, std::move(call));
  if (!activity.read_activity({{"Start", Kind::Point},
                               {"End", Kind::Point},
                               {"InnerActivityWindow", Kind::Step},
                               {"OuterActivityWindow", Kind::Step}}))
    return nullptr;
  std::string query = fmt::format(
      "let B = T | where t between (start_ .. end_) | extend w = {} | distinct id, w, k{};"
      "let C = B | summarize inner_ = dcount(id){} by w, k;"
      "B | mv-expand i = range(0, tolong(window_ / step)) to typeof(long) | extend first_ = w, w = w + i * step"
      " | where first_ >= w + step - window_ | summarize outer_ = dcount(id) by w, k"
      " | join kind=inner (C) on w, k | extend ratio = inner_ * 1.0 / outer_",
      activity.bin("t"), activity.dimensions(), activity.take_dimensions());
  return activity.run(
      query,
      {{"inner_", "dcount_activities_inner"}, {"outer_", "dcount_activities_outer"}, {"ratio", "activity_ratio"}});
}

// An appearance is active where the look-back window that ends with it holds the least number of distinct periods.
plan::RelPtr bind_active_users_count(Context& context, PluginCall call) {
  Activity activity(context, std::move(call));
  if (!activity.read_activity({{"Start", Kind::Point},
                               {"End", Kind::Point},
                               {"LookbackWindow", Kind::Step},
                               {"Period", Kind::Step},
                               {"ActivePeriodsCount", Kind::Count},
                               {"Step", Kind::Step}}))
    return nullptr;
  std::string query = fmt::format(
      "let B = T | where t > start_ - window_ and t <= end_;"
      "let A = B | distinct id, t, k;"
      "A | where t >= start_ | join kind=inner (A | project id, k, other = t) on id, k"
      " | where other > t - window_ and other <= t"
      " | summarize periods = dcount(bin_at(other, period_, start_)) by id, t, k | where periods >= least_"
      " | summarize ids = dcount(id) by w = {}, k"
      " | join kind=inner (B | summarize some = count(){} by k) on k",
      activity.bin("t"), activity.take_dimensions());
  return activity.run(query, {{"ids", "dcount"}});
}

plan::RelPtr bind_sliding_window_counts(Context& context, PluginCall call) {
  Activity activity(context, std::move(call));
  activity.forbid_calendar_step();
  if (!activity.read_activity(
          {{"Start", Kind::Point}, {"End", Kind::Point}, {"LookbackWindow", Kind::Step}, {"Step", Kind::Step}}))
    return nullptr;
  // An event counts in its own period and in those whose window reaches back to it.
  std::string query = fmt::format(
      "T | where t > start_ - window_ and t <= end_ | extend own = {}"
      " | mv-expand i = range(0, tolong(window_ / step)) to typeof(long) | extend w = own + i * step"
      " | where w between (start_ .. end_) and t >= w + step - window_"
      " | summarize n = count(), ids = dcount(id){} by w, k",
      activity.bin("t"), activity.take_dimensions());
  return activity.run(query, {{"n", "Count"}, {"ids", "Dcount"}});
}

// A window ends with its bin. Only bins that hold rows give one ("rolling_percentile plugin").
plan::RelPtr bind_rolling_percentile(Context& context, PluginCall call) {
  diag::Span span = call.span;
  Activity activity(context, std::move(call));
  if (!activity.read({{"ValueColumn", Kind::Id},
                      {"Percentile", Kind::Percentage},
                      {"IndexColumn", Kind::Timeline},
                      {"BinSize", Kind::Step},
                      {"BinsPerWindow", Kind::Bins}}))
    return nullptr;
  const Column& value = activity.id();
  if (!types::summable.contains(value.type))
    return context.error("KS138", span, fmt::format("A percentile of type {} is not possible.", name_of(value.type)),
                         "the values must be numbers, datetimes or timespans");
  // The later bins are binned again from their middle: a sum of reals would miss the bin's start by a rounding.
  std::string query = fmt::format(
      "let B = T | extend own = bin(t, step);"
      "let W = B | summarize by w = own, k;"
      "B | mv-expand i = range(0, bins_ - 1) to typeof(long) | extend w = bin(own + i * step + step / 2, step)"
      " | join kind=inner (W) on w, k | summarize p = percentile(id, percentage_){} by w, k",
      activity.take_dimensions());
  return activity.run(
      query, {{"p", fmt::format("rolling_{}_percentile_{}_{}", activity.bins(), value.name, activity.percentage())}});
}

}  // namespace huntbook::kql::bind
