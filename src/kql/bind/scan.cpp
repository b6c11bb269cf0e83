// scan (Kusto docs, "scan operator"): names of columns, steps and states; expressions over the row alone go below the
// steps, where the engine computes them for all rows at once. How the matching goes is decision 0093.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "kql/bind/operators.hpp"
#include "kql/plan/walk.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;
using plan::ColumnId;
using plan::MatchSteps;
using plan::RelPtr;
using plan::ScalarPtr;

class ScanBinder final : public StepStates {
 public:
  ScanBinder(Context& context, RelPtr input, const syntax::ScanOp& op, diag::Span span)
      : context_(context), op_(op), span_(span), columns_(input->columns), input_(std::move(input)) {}

  RelPtr bind() {
    if (!declare() || !name_steps() || !bind_partition()) return nullptr;
    output_ = columns_;
    for (const syntax::ScanOp::Step& step : op_.steps) replace_assigned(step);
    for (const syntax::ScanOp::Step& step : op_.steps) {
      if (!bind_step(step)) return nullptr;
    }
    std::vector<Column> below = input_->columns;
    for (const plan::Assignment& assignment : computed_)
      below.push_back({assignment.column, "", assignment.value->type, assignment.value->nullable, true});
    node_.input = make_project(context_, std::move(input_), std::move(windows_), std::move(computed_), below);
    if (op_.match_id) {
      Column column = context_.make_column(op_.match_id->text, ScalarType::Long, false);
      node_.match_id = column.id;
      output_.push_back(std::move(column));
    }
    return make_relation(std::move(output_), std::move(node_));
  }

  bool is_step(std::string_view name) const override {
    return std::ranges::any_of(op_.steps, [&](const auto& step) { return step.name.text == name; });
  }

  ScalarPtr read(Context& context, std::string_view step, const syntax::Name& name) override {
    const Column* column = find_column(output_, name.text);
    if (column == nullptr) return unknown_name(context, Scope{.columns = &output_}, name.text, name.span);
    const auto found = std::ranges::find_if(op_.steps, [&](const auto& other) { return other.name.text == step; });
    const auto index = static_cast<std::size_t>(found - op_.steps.begin());
    auto known = std::ranges::find_if(node_.states, [&](const MatchSteps::State& state) {
      return state.step == index && state.column == column->id;
    });
    if (known == node_.states.end()) {
      node_.states.push_back({context.next_column++, index, column->id, column->type});
      known = std::prev(node_.states.end());
    }
    // The step may not have matched yet.
    Column state{known->id, "", column->type, column->type != ScalarType::String, true};
    return use_of(state);
  }

 private:
  bool declare() {
    for (const syntax::ScanOp::Declared& declared : op_.declared) {
      const syntax::Name& name = declared.column.name;
      if (find_column(columns_, name.text) != nullptr) return has_twice(name);
      Column column = context_.make_column(name.text, declared.column.type);
      ConstantValue value;
      if (column.type == ScalarType::String) value = std::string();
      if (declared.default_value) {
        ScalarPtr bound = bind_scalar_as(context_, Scope{}, *declared.default_value, column.type);
        if (!bound) return false;
        std::optional<ConstantValue> constant = constant_of(*bound);
        if (!constant) {
          context_.error("KS107", declared.default_value->span, "A constant is expected here.");
          return false;
        }
        value = std::move(*constant);
      }
      node_.extensions.push_back({column.id, std::nullopt, std::move(value)});
      columns_.push_back(std::move(column));
    }
    if (op_.match_id && find_column(columns_, op_.match_id->text) != nullptr) return has_twice(*op_.match_id);
    return true;
  }
  bool has_twice(const syntax::Name& name) {
    context_.error("KS150", name.span, fmt::format("There is a column '{}' already.", name.text),
                   fmt::format("to give it another value, assign it in a step: => {} = ...", name.text));
    return false;
  }

  bool name_steps() {
    if (op_.steps.empty()) {
      context_.error("KS006", span_, "A scan needs steps.", "scan with (step s: x > 1;)");
      return false;
    }
    if (!op_.properties.empty()) {
      context_.error("HB002", op_.properties.front().name.span, "Kusto does not document what kind= of scan means.");
      return false;
    }
    for (std::size_t i = 0; i < op_.steps.size(); ++i) {
      const syntax::ScanOp::Step& step = op_.steps[i];
      if (step.optional) {
        context_.error("HB002", step.name.span, "Kusto does not document what an optional step of scan means.");
        return false;
      }
      for (std::size_t before = 0; before < i; ++before) {
        if (op_.steps[before].name.text != step.name.text) continue;
        context_.error("KS150", step.name.span, fmt::format("There is a step '{}' already.", step.name.text));
        return false;
      }
    }
    return true;
  }

  bool bind_partition() {
    if (!op_.order.empty()) {
      input_ = bind_sort(context_, std::move(input_), op_.order);
      if (!input_) return false;
    }
    for (const syntax::ExprPtr& expr : op_.partition) {
      ScalarPtr key = bind_scalar(context_, Scope{.columns = &input_->columns}, *expr);
      if (!key || !is_comparable(context_, *key, expr->span)) return false;
      if (!constant_of(*key)) node_.partition.push_back(below(std::move(key)));
    }
    return true;
  }

  // A column of the input that a step assigns goes on under a new id.
  void replace_assigned(const syntax::ScanOp::Step& step) {
    for (const auto& [name, value] : step.assignments) {
      const auto column = std::ranges::find(output_, name.text, &Column::name);
      if (column == output_.end() || is_extension(column->id)) continue;
      const ColumnId source = column->id;
      column->id = context_.next_column++;
      column->nullable = column->type != ScalarType::String;
      node_.extensions.emplace_back();
      node_.extensions.back().column = column->id;
      node_.extensions.back().source = source;
    }
  }
  bool is_extension(ColumnId id) const {
    return std::ranges::any_of(node_.extensions, [&](const auto& extension) { return extension.column == id; });
  }

  bool bind_step(const syntax::ScanOp::Step& step) {
    // A group's rows are not next to one another yet where 'partition by' splits them here.
    Scope scope{.columns = &columns_, .windows = node_.partition.empty() ? &windows_ : nullptr, .steps = this};
    ScalarPtr condition = bind_predicate(context_, scope, *step.condition);
    condition = checked(std::move(condition), step.condition->span);
    if (!condition) return false;
    MatchSteps::Step bound{static_cast<MatchSteps::Output>(step.output), below(std::move(condition)), {}};
    for (const auto& [name, expr] : step.assignments) {
      const Column* column = find_column(output_, name.text);
      if (column == nullptr) {
        unknown_name(context_, Scope{.columns = &output_}, name.text, name.span);
        return false;
      }
      ScalarPtr value = checked(bind_scalar(context_, scope, *expr), expr->span);
      if (!value) return false;
      // The binder of Kusto takes any number for any other.
      if (types::numbers.contains(value->type) && types::numbers.contains(column->type)) {
        value = convert_to(std::move(value), column->type);
      } else if (value->type != column->type) {
        value = column->type == ScalarType::Dynamic || value->type == ScalarType::Dynamic
                    ? convert_to(std::move(value), column->type)
                    : bind_scalar_as(context_, scope, *expr, column->type);
      }
      if (!value) return false;
      std::erase_if(bound.assignments, [&](const auto& other) { return other.column == column->id; });
      bound.assignments.push_back({column->id, below(std::move(value))});
    }
    node_.steps.push_back(std::move(bound));
    return true;
  }

  bool reads_state(const plan::Scalar& scalar) const {
    return any_column(scalar, [&](ColumnId id) {
      return std::ranges::any_of(node_.states, [&](const auto& state) { return state.id == id; }) ||
             std::ranges::any_of(node_.extensions,
                                 [&](const auto& extension) { return extension.column == id && !extension.source; });
    });
  }

  // What cannot be computed row by row is refused where it reads a state.
  ScalarPtr checked(ScalarPtr scalar, diag::Span span) {
    if (!scalar) return nullptr;
    for (const plan::Assignment& window : windows_) {
      if (reads_state(*window.value))
        return context_.error("HB002", span, "A window function can't read the state of a step.");
    }
    if (reads_relation(*scalar))
      return context_.error("HB002", span, "The state of a step can't be looked for in a table.",
                            "gather the table's values in a dynamic array: let known = toscalar(T | summarize "
                            "make_set(x))");
    return scalar;
  }
  bool reads_relation(const plan::Scalar& scalar) const {
    if (plan::relation_of(scalar) != nullptr && reads_state(scalar)) return true;
    bool found = false;
    plan::each_operand(scalar, [&](const ScalarPtr& operand) { found = found || reads_relation(*operand); });
    return found;
  }

  // The scalar with everything in it that reads no state as a column that is computed below the steps.
  ScalarPtr below(ScalarPtr scalar) {
    if (std::holds_alternative<plan::ColumnUse>(scalar->node)) return scalar;
    if (std::optional<ConstantValue> constant = constant_of(*scalar))
      return make_literal(scalar->type, std::move(*constant));
    if (!reads_state(*scalar)) {
      Column column = context_.make_column("", scalar->type, scalar->nullable);
      computed_.push_back({column.id, std::move(scalar)});
      return use_of(column);
    }
    plan::Scalar copy = *scalar;
    plan::each_operand(copy, [&](ScalarPtr& operand) { operand = below(operand); });
    return std::make_shared<const plan::Scalar>(std::move(copy));
  }

  Context& context_;
  const syntax::ScanOp& op_;
  diag::Span span_;
  std::vector<Column> columns_;  // what expressions read: the input's and declared ones
  std::vector<Column> output_;   // the same as the steps give them out
  RelPtr input_;
  MatchSteps node_;
  std::vector<plan::Assignment> computed_, windows_;
};

}  // namespace

RelPtr bind_scan(Context& context, RelPtr input, const syntax::ScanOp& op, diag::Span span) {
  return ScanBinder(context, std::move(input), op, span).bind();
}

}  // namespace huntbook::kql::bind
