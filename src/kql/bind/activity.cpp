#include "kql/bind/activity.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "kql/bind/operators.hpp"

namespace huntbook::kql::bind {

using plan::Column;

namespace {

// A row is copied into each bin whose window it is in.
constexpr std::int64_t most_bins = 10'000;

}  // namespace

bool Activity::read_activity(std::vector<Parameter> scalars, Points points, Rest rest) {
  std::vector<Parameter> parameters{{"IdColumn", Kind::Id, {}}, {"TimelineColumn", Kind::Timeline, {}}};
  // Without Start and End, as many values stand before the first dimension as there are other scalars.
  std::size_t values = 0;
  const auto& given = call_.call->arguments;
  for (std::size_t i = 2; i < given.size(); ++i) {
    const auto* name = std::get_if<syntax::NameRef>(&given[i]->node);
    if (name != nullptr && find_column(call_.input->columns, name->name) != nullptr) break;
    ++values;
  }
  own_points_ = points == Points::Optional && values == scalars.size();
  if (!own_points_)
    parameters.insert(parameters.end(), {{"Start", Kind::Point, "start_"}, {"End", Kind::Point, "end_"}});
  parameters.insert(parameters.end(), scalars.begin(), scalars.end());
  return read(parameters, rest);
}

bool Activity::read(const std::vector<Parameter>& parameters, Rest rest) {
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
  rest_ = arguments->rest();
  if (rest == Rest::Mixed) return true;
  return std::ranges::all_of(rest_, [&](const syntax::Expr* expr) { return add_dimension(*expr); });
}

bool Activity::add_dimension(const syntax::Expr& expr) {
  const Column* dimension = bind_column_argument(context_, call_, expr);
  if (dimension == nullptr || !is_comparable(context_, *use_of(*dimension), expr.span)) return false;
  dimensions_.push_back(*dimension);
  return true;
}

ScalarType Activity::point_type() const {
  return timeline_.type == ScalarType::Int ? ScalarType::Long : timeline_.type;
}

std::string Activity::bin(std::string_view value) const {
  if (!calendar_.empty()) return fmt::format("startof{}({})", calendar_, value);
  return fmt::format("bin_at({}, step, start_)", value);
}

std::string Activity::later(std::string_view period, std::string_view count) const {
  if (!calendar_.empty()) return fmt::format("startof{}({}, {})", calendar_, period, count);
  // Binned from the period's middle: a sum of reals would miss its start by a rounding.
  return bin(fmt::format("{} + ({}) * step + step / 2", period, count));
}

std::string Activity::shortest_step() const {
  if (calendar_ == "week") return "7d";
  if (calendar_ == "month") return "28d";
  return calendar_ == "year" ? "365d" : "step";
}

std::string Activity::all_periods() const {
  if (!calendar_.empty())
    return fmt::format("range w from {} to end_ step 1d | distinct w = startof{}(w)", bin("start_"), calendar_);
  return "range w from start_ to end_ step step";
}

std::string Activity::take_dimensions() const {
  std::string text;
  for (std::size_t i = 0; i < dimensions_.size(); ++i) text += fmt::format(", d{0} = take_any(d{0})", i);
  return text;
}

std::string Activity::dimensions() const {
  std::string text;
  for (std::size_t i = 0; i < dimensions_.size(); ++i) text += fmt::format(", d{}", i);
  return text;
}

plan::RelPtr Activity::run(std::string_view query, const std::vector<Named>& values) {
  return run(query, {{"w", timeline_.name}}, values);
}

plan::RelPtr Activity::run(std::string_view query, const std::vector<Named>& times, const std::vector<Named>& values) {
  std::vector<Column> columns;
  std::vector<plan::Assignment> computed;
  std::string key = "''";
  // A column may serve twice, so each gets an id of its own.
  auto copy = [&](const Column& source, std::string name) {
    Column column = context_.make_column(std::move(name), source.type, source.nullable);
    computed.push_back({column.id, use_of(source)});
    columns.push_back(std::move(column));
  };
  copy(id_, "id");
  // Arrays and bags are the same id where their texts are the same.
  if (id_.type == ScalarType::Dynamic) {
    columns.back().type = ScalarType::String;
    computed.back().value = convert_to(computed.back().value, ScalarType::String);
  }
  copy(timeline_, "t");
  for (std::size_t i = 0; i < dimensions_.size(); ++i) {
    copy(dimensions_[i], fmt::format("d{}", i));
    key = fmt::format("{}{}d{}", i == 0 ? "tostring(pack_array(" : key, i == 0 ? "" : ", ", i);
  }
  if (!dimensions_.empty()) key += "))";
  add_name("rows_", shared(context_, make_project(context_, call_.input, {}, std::move(computed), std::move(columns))));
  std::string text = "let A = rows_ | where isnotnull(t);\n";
  if (own_points_)
    text += fmt::format(
        "let start_ = toscalar(A | summarize first_ = min(t) | project {});\nlet end_ = toscalar(A | "
        "summarize max(t));\n",
        calendar_.empty() ? "bin(first_, step)" : "first_");
  text += fmt::format("let T = A | extend k = {};\n{}", key, query);
  // Arithmetic makes longs of ints.
  if (timeline_.type == ScalarType::Int) {
    for (const Named& time : times) text += fmt::format(" | extend {0} = toint({0})", time.own);
  }
  plan::RelPtr result = bind_own_query(context_, text, std::move(names_), call_.span);
  if (!result) return nullptr;
  columns.clear();
  auto add = [&](std::string_view own, std::string name) {
    Column column = *find_column(result->columns, own);
    column.name = std::move(name);
    column.hidden = false;
    columns.push_back(std::move(column));
  };
  for (const Named& time : times) add(time.own, time.name);
  for (std::size_t i = 0; i < dimensions_.size(); ++i) add(fmt::format("d{}", i), dimensions_[i].name);
  for (const Named& value : values) add(value.own, value.name);
  return with_schema(context_, make_project(context_, std::move(result), {}, {}, std::move(columns)), call_);
}

bool Activity::read_id(const syntax::Expr& expr) {
  const Column* id = bind_column_argument(context_, call_, expr);
  if (id != nullptr) id_ = *id;
  return id != nullptr;
}

bool Activity::read_timeline(const syntax::Expr& expr) {
  const Column* timeline = bind_column_argument(context_, call_, expr);
  if (timeline == nullptr) return false;
  timeline_ = *timeline;
  if (types::steppable.contains(timeline_.type)) return true;
  context_.error("KS107", expr.span, fmt::format("A timeline of type {} is not possible.", name_of(timeline_.type)),
                 "a datetime, timespan or number");
  return false;
}

bool Activity::read_percentage(const syntax::Expr& expr) {
  std::optional<ConstantValue> constant = bind_constant_argument(context_, expr, ScalarType::Real);
  if (!constant) return false;
  const auto* value = std::get_if<double>(&*constant);
  if (value == nullptr || !(*value >= 0 && *value <= 100)) {
    context_.error("HB005", expr.span, "A percentile from 0 to 100 is expected.");
    return false;
  }
  percentage_ = *value;
  add_name("percentage_", make_literal(ScalarType::Real, std::move(*constant)));
  return true;
}

bool Activity::read_bins(const syntax::Expr& expr) {
  std::optional<ConstantValue> constant = bind_constant_argument(context_, expr, ScalarType::Long);
  if (!constant) return false;
  const auto* value = std::get_if<std::int64_t>(&*constant);
  if (value == nullptr || *value < 1 || *value > most_bins) {
    context_.error("HB005", expr.span, fmt::format("A number of bins from 1 to {} is expected.", most_bins));
    return false;
  }
  bins_ = *value;
  add_name("bins_", make_literal(ScalarType::Long, std::move(*constant)));
  return true;
}

// Whether the step is a word of the calendar, which is kept then.
bool Activity::is_calendar_word(const syntax::Expr& expr, bool& failed) {
  plan::ScalarPtr value = bind_scalar(context_, Scope{}, expr);
  failed = !value;
  if (failed || value->type != ScalarType::String) return false;
  std::optional<ConstantValue> constant = constant_of(*value);
  const auto* word = constant ? std::get_if<std::string>(&*constant) : nullptr;
  bool known = word != nullptr && (*word == "week" || *word == "month" || *word == "year");
  failed = !known || timeline_.type != ScalarType::DateTime;
  if (failed) {
    context_.error("HB005", expr.span, "This is no length of a period.", "a timespan, 'week', 'month' or 'year'");
    return false;
  }
  calendar_ = *word;
  return true;
}

bool Activity::read_scalar(const Parameter& parameter, const syntax::Expr& expr) {
  if (parameter.kind == Kind::Percentage) return read_percentage(expr);
  if (parameter.kind == Kind::Bins) return read_bins(expr);
  if (parameter.kind == Kind::Calendar) {
    bool failed = false;
    if (is_calendar_word(expr, failed)) return true;
    if (failed) return false;
  }
  bool ticks = timeline_.type == ScalarType::DateTime;
  bool length = parameter.kind == Kind::Step || parameter.kind == Kind::Calendar;
  ScalarType type = parameter.kind == Kind::Count ? ScalarType::Long
                    : length && ticks             ? ScalarType::TimeSpan
                                                  : point_type();
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
  add_name(std::string(parameter.own), std::move(value));
  return true;
}

}  // namespace huntbook::kql::bind
