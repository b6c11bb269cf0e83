#include "kql/bind/window_call.hpp"

#include <algorithm>
#include <utility>

namespace huntbook::kql::bind {

namespace {

using plan::ScalarPtr;

constexpr std::size_t restart_position = 1;  // of every function that has a restart condition

class WindowCall {
 public:
  WindowCall(Context& context, std::vector<plan::Assignment>& windows, diag::Span span)
      : context_(context), windows_(windows), span_(span) {}

  ScalarPtr bind(const plan::Scalar& scalar) {
    plan::Scalar result = scalar;
    auto& call = std::get<plan::FunctionCall>(result.node);
    const std::string_view name = call.function->name;
    const bool dense = name == "row_rank_dense";
    const bool ranks = dense || name == "row_rank_min";
    if (ranks || name == "row_number" || name == "row_cumsum") {
      ScalarPtr run;
      if (call.arguments.size() > restart_position) run = number_of_run(call.arguments[restart_position]);
      call.arguments.resize(std::min(call.arguments.size(), restart_position));
      if (ranks) call.arguments = {changes(call.arguments.front(), run, dense)};
      if (run) call.arguments.push_back(std::move(run));
    }
    return collect(context_, windows_, std::make_shared<const plan::Scalar>(std::move(result)));
  }

 private:
  ScalarPtr function(std::string_view name, std::vector<ScalarPtr> arguments) {
    return apply(context_, FunctionKind::Scalar, name, std::move(arguments), span_);
  }
  ScalarPtr operation(std::string_view name, std::vector<ScalarPtr> arguments) {
    return apply(context_, FunctionKind::Operator, name, std::move(arguments), span_);
  }
  static ScalarPtr number(std::int64_t value) { return make_literal(ScalarType::Long, value); }
  // A window function of the whole input, or of a run of rows.
  ScalarPtr window(std::string_view name, std::vector<ScalarPtr> arguments, const ScalarPtr& run = nullptr) {
    ScalarPtr value = apply(context_, FunctionKind::Window, name, std::move(arguments), span_);
    if (!value || !run) return collect(context_, windows_, std::move(value));
    plan::Scalar restarted = *value;
    std::get<plan::FunctionCall>(restarted.node).arguments.push_back(run);
    return collect(context_, windows_, std::make_shared<const plan::Scalar>(std::move(restarted)));
  }

  // How often the condition has held up to the row; null where it never can.
  ScalarPtr number_of_run(const ScalarPtr& restart) {
    if (std::optional<ConstantValue> constant = constant_of(*restart)) {
      const bool* flag = std::get_if<bool>(&*constant);
      if (flag == nullptr || !*flag) return nullptr;
    }
    return window("row_cumsum", {function("iff", {restart, number(1), number(0)})});
  }

  // Not 0 where the term is another than in the row before, and in the first row of a run.
  ScalarPtr changes(const ScalarPtr& term, const ScalarPtr& run, bool dense) {
    ScalarPtr row = window("row_number", {number(1)}, run);
    ScalarPtr before = window("prev", {term});
    // Nulls count as one value.
    ScalarPtr differs = operation("!=", {term, before});
    if (term->nullable) {
      ScalarPtr one_is_null = operation("!=", {function("isnull", {term}), function("isnull", {before})});
      ScalarPtr none_is_null = operation("and", {function("isnotnull", {term}), std::move(differs)});
      differs = operation("or", {std::move(one_is_null), std::move(none_is_null)});
    }
    ScalarPtr first = operation("==", {row, number(1)});
    return function("iff",
                    {operation("or", {std::move(first), std::move(differs)}), dense ? number(1) : row, number(0)});
  }

  Context& context_;
  std::vector<plan::Assignment>& windows_;
  diag::Span span_;
};

}  // namespace

ScalarPtr collect(Context& context, std::vector<plan::Assignment>& into, ScalarPtr value) {
  if (!value) return nullptr;
  plan::Column column = context.make_column("", value->type, value->nullable);
  into.push_back({column.id, std::move(value)});
  return use_of(column);
}

ScalarPtr bind_window_call(Context& context, std::vector<plan::Assignment>& windows, const plan::Scalar& call,
                           diag::Span span) {
  return WindowCall(context, windows, span).bind(call);
}

}  // namespace huntbook::kql::bind
