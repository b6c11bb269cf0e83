// sequence_detect (Kusto docs, "sequence_detect plugin"): every way to take the steps of a sequence one after another,
// each a row where a predicate holds. Steps of the same time are a sequence too, but for one and the same row.
#include <array>

#include <fmt/format.h>

#include "kql/bind/operators.hpp"
#include "kql/bind/plan_plugin.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;

constexpr std::size_t most_steps = 20;

class SequenceDetect {
 public:
  SequenceDetect(Context& context, PluginCall call) : context_(context), call_(std::move(call)) {}

  plan::RelPtr bind() {
    // Named arguments behind the first three are steps, named as the user likes.
    constexpr auto parameters =
        std::to_array<std::string_view>({"TimelineColumn", "MaxSequenceStepWindow", "MaxSequenceSpan"});
    const auto& given = call_.call->arguments;
    if (given.size() < parameters.size())
      return context_.error("KS119", call_.span,
                            fmt::format("'sequence_detect' needs its argument '{}'.", parameters[given.size()]));
    if (!read_timeline(*given[0]) || !read_length(*given[1], parameters[1], "step") ||
        !read_length(*given[2], parameters[2], "span"))
      return nullptr;
    for (std::size_t i = 3; i < given.size(); ++i) {
      if (!read_step_or_dimension(*given[i])) return nullptr;
    }
    if (steps_.empty())
      return context_.error("HB005", call_.span, "sequence_detect needs a predicate for each step.",
                            "failed = (EventID == 4625)");
    return detect();
  }

 private:
  struct Step {
    std::string name;
    plan::ScalarPtr predicate;
  };

  bool read_timeline(const syntax::Expr& expr) {
    const Column* timeline = bind_column_argument(context_, call_, expr);
    if (timeline == nullptr) return false;
    timeline_ = *timeline;
    if (timeline_.type == ScalarType::DateTime || timeline_.type == ScalarType::TimeSpan) return true;
    context_.error("KS107", expr.span, fmt::format("A timeline of type {} is not possible.", name_of(timeline_.type)),
                   "a datetime or timespan: how long a sequence takes is a timespan");
    return false;
  }

  bool read_length(const syntax::Expr& expr, std::string_view parameter, std::string own) {
    auto value = bind_constant_argument(context_, expr, ScalarType::TimeSpan);
    if (!value) return false;
    const auto* ticks = std::get_if<std::int64_t>(&*value);
    if (ticks == nullptr || *ticks <= 0) {
      context_.error("HB005", expr.span, fmt::format("'{}' must be greater than zero.", parameter));
      return false;
    }
    names_.emplace_back(std::move(own), make_literal(ScalarType::TimeSpan, *value));
    return true;
  }

  // Predicates come first: a name of theirs, a comparison or a column of bools. What follows are dimensions.
  bool read_step_or_dimension(const syntax::Expr& expr) {
    const syntax::Expr* value = &expr;
    std::string name;
    if (const auto* named = std::get_if<syntax::Named>(&expr.node); named != nullptr && named->names.size() == 1) {
      name = named->names.front().text;
      value = named->expr.get();
    }
    const auto* reference = std::get_if<syntax::NameRef>(&value->node);
    const Column* column = reference != nullptr ? find_column(call_.input->columns, reference->name) : nullptr;
    if (name.empty() && column != nullptr && (column->type != ScalarType::Bool || !dimensions_.empty())) {
      if (!is_comparable(context_, *use_of(*column), expr.span)) return false;
      dimensions_.push_back(*column);
      return true;
    }
    if (!dimensions_.empty()) {
      context_.error("KS109", expr.span, "A column is expected: dimensions stand behind the predicates.");
      return false;
    }
    if (steps_.size() == most_steps) {
      context_.error("HB005", expr.span, fmt::format("A sequence has at most {} steps.", most_steps));
      return false;
    }
    plan::ScalarPtr predicate = bind_predicate(context_, Scope{.columns = &call_.input->columns}, *value);
    if (!predicate) return false;
    if (name.empty() && column != nullptr) name = column->name;
    steps_.push_back({std::move(name), std::move(predicate)});
    return true;
  }

  // Each step's times by dimensions, joined one after another. A step lies in the piece of time (as long as a step may
  // take) of the one before or in the next piece, so that the join compares only what is near.
  plan::RelPtr detect() {
    std::vector<Column> columns;
    std::vector<plan::Assignment> computed;
    auto add = [&](std::string name, plan::ScalarPtr value) {
      Column column = context_.make_column(std::move(name), value->type, value->nullable);
      computed.push_back({column.id, std::move(value)});
      columns.push_back(std::move(column));
    };
    add("t", use_of(timeline_));
    std::string key = "''", dimensions, taken, any;
    for (std::size_t i = 0; i < dimensions_.size(); ++i) {
      add(fmt::format("d{}", i), use_of(dimensions_[i]));
      key = fmt::format("{}{}d{}", i == 0 ? "tostring(pack_array(" : key, i == 0 ? "" : ", ", i);
      dimensions += fmt::format("d{}, ", i);
      taken += fmt::format(", d{0} = take_any(d{0})", i);
    }
    if (!dimensions_.empty()) key += "))";
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      add(fmt::format("e{}", i), steps_[i].predicate);
      any += fmt::format("{}e{}", i == 0 ? "" : " or ", i);
    }
    names_.emplace_back(
        "rows_", shared(context_, make_project(context_, call_.input, {}, std::move(computed), std::move(columns))));
    std::string query = fmt::format(
        "let T = rows_ | where isnotnull(t) and ({}) | extend k = {} | serialize r = row_number();\n", any, key);
    for (std::size_t i = 0; i < steps_.size(); ++i)
      query += fmt::format("let E{0} = T | where e{0} | summarize a{0} = min(r), b{0} = max(r){1} by k, t{0} = t;\n", i,
                           i == 0 ? taken : "");
    query += "E0 | extend p = bin(t0, step)";
    std::string times = "t0";
    for (std::size_t i = 1; i < steps_.size(); ++i) {
      query += fmt::format(
          " | mv-expand near = pack_array(0, 1) to typeof(long) | extend p = bin(t{0}, step) + near * step"
          " | join kind=inner (E{1} | extend p = bin(t{1}, step)) on k, p"
          " | where t{1} between (t{0} .. t{0} + step) and t{1} - t0 <= span"
          " and (t{1} > t{0} or a{0} != b{0} or a{1} != b{1} or a{0} != a{1})"
          " | project-away k1, p1, near",
          i - 1, i);
      times += fmt::format(", t{}", i);
    }
    query += fmt::format(" | project {}{}, Duration = t{} - t0 | sort by t0 asc", dimensions, times, steps_.size() - 1);
    plan::RelPtr result = bind_own_query(context_, query, std::move(names_), call_.span);
    if (!result) return nullptr;
    columns = result->columns;
    for (std::size_t i = 0; i < dimensions_.size(); ++i) columns[i].name = dimensions_[i].name;
    for (std::size_t i = 0; i < steps_.size(); ++i)
      columns[dimensions_.size() + i].name = fmt::format("{}_{}", steps_[i].name, timeline_.name);
    return with_schema(context_, make_project(context_, std::move(result), {}, {}, std::move(columns)), call_);
  }

  Context& context_;
  PluginCall call_;
  Column timeline_;
  std::vector<Step> steps_;
  std::vector<Column> dimensions_;
  std::vector<std::pair<std::string, LetValue>> names_;
};

}  // namespace

plan::RelPtr bind_sequence_detect(Context& context, PluginCall call) {
  return SequenceDetect(context, std::move(call)).bind();
}

}  // namespace huntbook::kql::bind
