// evaluate pivot(PivotColumn [, aggregate(..)] [, Column ...]) [: (schema)] (Kusto docs, "pivot plugin"). A probe asks
// for the values of the column; each becomes the ..if form of the aggregate. A declared schema needs no probe.
#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "kql/bind/column_name.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/plan_plugin.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;

constexpr std::size_t max_values = 2'000;

// The aggregates that pivot documents, with their forms for rows where a condition holds.
constexpr auto conditional_forms = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"count", "countif"},
    {"sum", "sumif"},
    {"min", "minif"},
    {"max", "maxif"},
    {"avg", "avgif"},
    {"stdev", "stdevif"},
    {"variance", "varianceif"},
    {"dcount", "dcountif"},
    {"take_any", "take_anyif"},
    {"any", "take_anyif"},
    {"make_list", "make_list_if"},
    {"make_set", "make_set_if"},
    {"make_bag", "make_bag_if"},
});

class Pivot {
 public:
  Pivot(Context& context, PluginCall call) : context_(context), call_(std::move(call)) {}

  plan::RelPtr bind() {
    if (!read_arguments()) return nullptr;
    std::optional<std::vector<std::string>> values = call_.schema != nullptr ? declared_values() : learn_values();
    if (!values) return nullptr;
    std::vector<plan::Assignment> keys, aggregates;
    std::vector<Column> columns;
    ColumnNamer namer(context_);
    for (const Column& column : groups_) {
      Column key = context_.make_column(namer.given(column.name), column.type, column.nullable);
      keys.push_back({key.id, use_of(column)});
      columns.push_back(std::move(key));
    }
    for (const std::string& value : *values) {
      plan::ScalarPtr aggregated = aggregate_of(value);
      if (!aggregated) return nullptr;
      Column column = context_.make_column(namer.automatic(value), aggregated->type, aggregated->nullable);
      aggregates.push_back({column.id, std::move(aggregated)});
      columns.push_back(std::move(column));
    }
    plan::RelPtr pivoted = make_relation(
        std::move(columns), plan::Aggregate{std::move(call_.input), std::move(keys), std::move(aggregates)});
    return with_schema(context_, std::move(pivoted), call_);
  }

 private:
  bool read_arguments() {
    auto arguments = PluginArguments::read(context_, call_, {"pivotColumn"}, 1, true);
    if (!arguments) return false;
    const syntax::Expr& expr = arguments->at("pivotColumn");
    const Column* pivot = bind_column_argument(context_, call_, expr);
    if (pivot == nullptr || !is_comparable(context_, *use_of(*pivot), expr.span)) return false;
    pivot_ = apply(context_, FunctionKind::Scalar, "tostring", {use_of(*pivot)}, expr.span);
    std::set<plan::ColumnId> not_grouped{pivot->id};
    for (const syntax::Expr* argument : arguments->rest()) {
      const auto* aggregate = std::get_if<syntax::Call>(&argument->node);
      if (aggregate == nullptr) {
        const Column* group = bind_column_argument(context_, call_, *argument);
        if (group == nullptr || !is_comparable(context_, *use_of(*group), argument->span)) return false;
        groups_.push_back(*group);
        continue;
      }
      if (function_ != "countif" || argument != arguments->rest().front()) {
        context_.error("HB005", argument->span, "pivot takes one aggregate, behind the column to pivot.");
        return false;
      }
      if (!read_aggregate(*aggregate, not_grouped)) return false;
    }
    if (!groups_.empty()) return true;
    for (const Column& column : call_.input->columns) {
      bool dynamic = column.type == ScalarType::Dynamic;
      if (column.hidden || not_grouped.contains(column.id)) continue;
      if (dynamic) {
        context_.error("KS116", call_.span,
                       fmt::format("The column '{}' is dynamic, and rows can't be grouped by it.", column.name),
                       "name the columns to keep, or project the others first");
        return false;
      }
      groups_.push_back(column);
    }
    return true;
  }

  bool read_aggregate(const syntax::Call& aggregate, std::set<plan::ColumnId>& not_grouped) {
    auto form =
        std::ranges::find(conditional_forms, aggregate.function.text, [](const auto& pair) { return pair.first; });
    if (form == conditional_forms.end()) {
      std::vector<std::string_view> names;
      for (const auto& pair : conditional_forms) names.push_back(pair.first);
      context_.error("HB005", aggregate.function.span,
                     fmt::format("pivot can't aggregate with '{}'.", aggregate.function.text),
                     fmt::format("it can with {}", fmt::join(names, ", ")));
      return false;
    }
    function_ = form->second;
    for (const syntax::ExprPtr& argument : aggregate.arguments) {
      plan::ScalarPtr value = bind_scalar(context_, Scope{.columns = &call_.input->columns}, *argument);
      if (!value) return false;
      any_column(*value, [&](plan::ColumnId id) { return !not_grouped.insert(id).second && false; });
      arguments_.push_back(std::move(value));
    }
    std::size_t taken = function_ == "countif" ? 0 : 1;
    if (arguments_.size() >= taken) return true;
    context_.error("KS119", aggregate.function.span, fmt::format("{}() needs an argument.", aggregate.function.text));
    return false;
  }

  plan::ScalarPtr aggregate_of(const std::string& value) {
    plan::ScalarPtr condition =
        apply(context_, FunctionKind::Operator, "==", {pivot_, make_literal(ScalarType::String, ConstantValue(value))},
              call_.span);
    if (!condition) return nullptr;
    std::vector<plan::ScalarPtr> arguments = arguments_;
    // The condition stands behind the aggregated value, before a size or an accuracy.
    auto place = arguments.begin() + (arguments.empty() ? 0 : 1);
    arguments.insert(place, std::move(condition));
    return apply(context_, FunctionKind::Aggregate, function_, std::move(arguments), call_.span);
  }

  std::optional<std::vector<std::string>> learn_values() {
    Column value = context_.make_column("value", ScalarType::String);
    plan::RelPtr input = make_project(context_, call_.input, {}, {{value.id, pivot_}}, {value});
    plan::RelPtr rows = bind_own_query(context_, "T | distinct value | take 2001",
                                       {{"T", shared(context_, std::move(input))}}, call_.span);
    const Facts* facts = rows ? context_.learn(std::move(rows)) : nullptr;
    if (facts == nullptr) return std::nullopt;
    std::set<std::string> values;
    for (const Batch& batch : *facts) {
      for (std::size_t row = 0; row < batch.rows(); ++row) values.emplace(batch.columns[0].text_at(row));
    }
    if (values.size() > max_values) {
      context_.error("HB005", call_.span,
                     fmt::format("The column to pivot holds more than {} different values.", max_values));
      return std::nullopt;
    }
    return std::vector<std::string>(values.begin(), values.end());
  }

  std::optional<std::vector<std::string>> declared_values() const {
    std::vector<std::string> values;
    for (const syntax::Typed& typed : *call_.schema) {
      if (find_column(groups_, typed.name.text) == nullptr) values.push_back(typed.name.text);
    }
    return values;
  }

  Context& context_;
  PluginCall call_;
  plan::ScalarPtr pivot_;  // as text
  std::string_view function_ = "countif";
  std::vector<plan::ScalarPtr> arguments_;
  std::vector<Column> groups_;
};

}  // namespace

plan::RelPtr bind_pivot(Context& context, PluginCall call) {
  return Pivot(context, std::move(call)).bind();
}

}  // namespace huntbook::kql::bind
