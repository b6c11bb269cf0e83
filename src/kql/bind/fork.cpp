#include "kql/bind/fork.hpp"

#include <fmt/format.h>

#include "kql/bind/operators.hpp"
#include "kql/bind/plan_plugin.hpp"
#include "kql/bind/source.hpp"
#include "kql/bind/trace.hpp"

namespace huntbook::kql::bind {

namespace {

// The values of a column and how often each stands there.
plan::RelPtr bind_facet(Context& context, const SharedRelation& rows, const syntax::Expr& expr) {
  plan::RelPtr input = reference_to(context, rows);
  const plan::Column* found = named_column(context, input->columns, expr);
  if (found == nullptr) return nullptr;
  plan::Column value = *found;
  if (!is_comparable(context, *use_of(value), expr.span)) return nullptr;
  plan::Column key = context.make_column(value.name, value.type, value.nullable);
  plan::Column count = context.make_column(fmt::format("count_{}", value.name), ScalarType::Long, false);
  plan::ScalarPtr counted = apply(context, FunctionKind::Aggregate, "count", {}, expr.span);
  return make_relation({key, count},
                       plan::Aggregate{std::move(input), {{key.id, use_of(value)}}, {{count.id, counted}}});
}

// The plugin with several result tables that an operator evaluates; null where it is none.
const PlanPlugin* plugin_of_tables(const syntax::Operator& op) {
  const auto* evaluate = std::get_if<syntax::EvaluateOp>(&op.node);
  const auto* call = evaluate != nullptr && evaluate->call ? std::get_if<syntax::Call>(&evaluate->call->node) : nullptr;
  const PlanPlugin* plugin = call != nullptr ? find_plan_plugin(call->function.text) : nullptr;
  return plugin != nullptr && plugin->bind_tables != nullptr ? plugin : nullptr;
}

// What stands before a render at the end, which then draws each of the results.
std::size_t operators_without_render(const syntax::Pipeline& pipeline) {
  std::size_t count = pipeline.operators.size();
  while (count > 0 && std::holds_alternative<syntax::RenderOp>(pipeline.operators[count - 1].node)) --count;
  return count;
}

}  // namespace

bool has_branches(const syntax::Pipeline& pipeline) {
  const std::size_t count = operators_without_render(pipeline);
  if (count == 0) return false;
  const auto& last = pipeline.operators[count - 1].node;
  return std::holds_alternative<syntax::ForkOp>(last) || std::holds_alternative<syntax::FacetOp>(last) ||
         (pipeline.source && plugin_of_tables(pipeline.operators[count - 1]) != nullptr);
}

std::vector<BoundPipeline> bind_branches(Context& context, const syntax::Pipeline& pipeline) {
  std::vector<BoundPipeline> results;
  plan::RelPtr input = pipeline.source ? bind_source(context, *pipeline.source, pipeline.span) : nullptr;
  std::span<const syntax::Operator> operators(pipeline.operators);
  const std::size_t count = operators_without_render(pipeline);
  if (input) input = bind_operators(context, std::move(input), operators.first(count - 1)).relation;
  if (!input) return results;
  const auto drawn = [&](BoundPipeline bound) {
    return bound.render ? std::move(bound)
                        : bind_operators(context, std::move(bound.relation), operators.subspan(count));
  };
  if (context.trace != nullptr) context.trace->operator_begins(context, operators[count - 1].span.begin, input);
  if (const PlanPlugin* plugin = plugin_of_tables(operators[count - 1])) {
    const auto& evaluate = std::get<syntax::EvaluateOp>(operators[count - 1].node);
    for (plan::RelPtr& table : plugin->bind_tables(context, plugin_call_of(std::move(input), evaluate)))
      results.push_back(drawn({std::move(table), std::nullopt}));
    return results;
  }
  SharedRelation rows{context.next_shared++, std::move(input), false};
  auto bind_body = [&](const syntax::Pipeline& body) {
    ScopedEnvironment restore(context);
    results.push_back(drawn(bind_operators(context, reference_to(context, rows), body.operators)));
  };
  if (const auto* fork = std::get_if<syntax::ForkOp>(&operators[count - 1].node)) {
    for (const syntax::ForkOp::Branch& branch : fork->branches) bind_body(*branch.body);
    return results;
  }
  const auto& facet = std::get<syntax::FacetOp>(operators[count - 1].node);
  if (facet.with) bind_body(*facet.with);
  for (const syntax::ExprPtr& column : facet.columns)
    results.push_back(drawn({bind_facet(context, rows, *column), std::nullopt}));
  return results;
}

}  // namespace huntbook::kql::bind
