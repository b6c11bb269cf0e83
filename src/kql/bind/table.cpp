#include "kql/bind/table.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "kql/bind/graph.hpp"
#include "kql/bind/local_service.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/pattern.hpp"
#include "kql/bind/plan_plugin.hpp"
#include "kql/bind/recover.hpp"
#include "kql/bind/source.hpp"
#include "kql/bind/trace.hpp"
#include "kql/plan/walk.hpp"

namespace huntbook::kql::bind {

namespace {

constexpr std::size_t max_scalar_parts = 100'000;

bool gives_table(Context& context, const Scope& scope, const syntax::Expr& expr);

// What the body of a function gives: its last expression, followed back over the body's own lets to one that is no name
// of theirs. Nothing where the lets tell; a function of the body's own is found in `local`.
struct BodyResult {
  const syntax::Expr* expr = nullptr;
  std::optional<bool> tabular;
  const syntax::Lambda* local = nullptr;
};

BodyResult result_of(const syntax::Lambda& lambda) {
  BodyResult result{sole_expression(*lambda.body), {}, nullptr};
  if (result.expr == nullptr) result.tabular = true;
  std::size_t before = lambda.statements.size();
  while (!result.tabular) {
    const auto* name = std::get_if<syntax::NameRef>(&result.expr->node);
    const auto* call = std::get_if<syntax::Call>(&result.expr->node);
    if (name == nullptr && call == nullptr) return result;
    const std::string& wanted = name != nullptr ? name->name : call->function.text;
    const syntax::LetStatement* found = nullptr;
    while (before > 0 && found == nullptr) {
      const auto* let = std::get_if<syntax::LetStatement>(&lambda.statements[--before].node);
      if (let != nullptr && let->name.text == wanted) found = let;
    }
    if (found == nullptr) break;
    if (const auto* local = std::get_if<std::unique_ptr<syntax::Lambda>>(&found->value)) {
      result.local = local->get();
      return result;
    }
    const auto& pipeline = std::get<syntax::PipelinePtr>(found->value);
    if (name == nullptr || pipeline == nullptr) return result;
    result.expr = sole_expression(*pipeline);
    if (result.expr == nullptr) result.tabular = true;
  }
  if (const auto* name = result.tabular ? nullptr : std::get_if<syntax::NameRef>(&result.expr->node)) {
    for (const syntax::Parameter& parameter : lambda.parameters) {
      if (parameter.name.text == name->name) result.tabular = parameter.tabular.has_value();
    }
  }
  return result;
}

// Whether a function gives a table, told from its body without binding it.
bool gives_table(Context& context, const LetFunction& function) {
  if (function.lambda->body == nullptr) return false;
  const BodyResult result = result_of(*function.lambda);
  if (result.tabular) return *result.tabular;
  // Functions that call each other in a ring are refused where they are called.
  if (context.depth >= max_call_depth) return true;
  ++context.depth;
  ScopedEnvironment restore(context);
  context.environment = function.visible;
  const bool tabular = result.local != nullptr ? gives_table(context, LetFunction{result.local, function.visible})
                                               : gives_table(context, Scope{}, *result.expr);
  --context.depth;
  return tabular;
}

bool gives_table(Context& context, const Scope& scope, const syntax::Expr& expr) {
  if (const auto* sub = std::get_if<syntax::SubPipeline>(&expr.node)) return is_tabular(context, *sub->pipeline);
  if (called_pattern(context, expr) != nullptr) return true;
  if (const auto* name = std::get_if<syntax::NameRef>(&expr.node)) {
    if (scope.columns != nullptr && find_column(*scope.columns, name->name) != nullptr) return false;
    if (const LetValue* value = context.find_let(name->name)) {
      // A view is called by its name alone.
      const auto* function = std::get_if<LetFunction>(value);
      if (function != nullptr) return needs_no_arguments(*function->lambda) && gives_table(context, *function);
      return std::holds_alternative<SharedRelation>(*value);
    }
    if (context.parameters.contains(name->name)) return false;
    return context.catalogue.find_table(name->name) != nullptr;
  }
  if (const auto* call = std::get_if<syntax::Call>(&expr.node)) {
    if (const LetValue* value = context.find_let(call->function.text)) {
      if (const auto* function = std::get_if<LetFunction>(value)) return gives_table(context, *function);
      return false;
    }
    return call->function.text == "materialize" || call->function.text == "table" ||
           is_local_service(call->function.text);
  }
  if (const auto* call = std::get_if<syntax::MemberCall>(&expr.node)) return call->object != nullptr;
  if (const auto* member = std::get_if<syntax::Member>(&expr.node)) {
    const auto* object = std::get_if<syntax::Call>(&member->object->node);
    return object != nullptr && (object->function.text == "database" || object->function.text == "workspace");
  }
  return false;
}

std::vector<std::pair<std::string, std::string>> render_properties(const std::vector<syntax::Property>& properties) {
  std::vector<std::pair<std::string, std::string>> result;
  for (const syntax::Property& property : properties) {
    std::string value;
    if (property.value) {
      if (const auto* name = std::get_if<syntax::NameRef>(&property.value->node)) value = name->name;
      if (const auto* literal = std::get_if<syntax::Literal>(&property.value->node)) {
        if (const auto* text = std::get_if<std::string>(&literal->value)) value = *text;
        if (const auto* number = std::get_if<std::int64_t>(&literal->value)) value = std::to_string(*number);
        if (const auto* real = std::get_if<double>(&literal->value)) value = fmt::format("{}", *real);
        if (const auto* flag = std::get_if<bool>(&literal->value)) value = *flag ? "true" : "false";
      }
    }
    result.emplace_back(property.name.text, std::move(value));
  }
  return result;
}

// Nodes of an expression, counted up to `limit`.
std::size_t count_parts(const plan::Scalar& scalar, std::size_t limit) {
  std::size_t count = 1;
  plan::each_operand(scalar, [&](const plan::ScalarPtr& operand) {
    if (count < limit) count += count_parts(*operand, limit - count);
  });
  return count;
}

// An editor binds texts that do not parse, too.
bool is_broken(const Context& context, const syntax::Operator& op) {
  return context.trace != nullptr && context.trace->is_broken(op.span);
}

// Null only behind an open probe, where nothing can be known.
plan::RelPtr bind_or_recover(Context& context, const plan::RelPtr& input, const syntax::Operator& op) {
  const std::size_t open_before = context.open_columns.size();
  const bool open = is_open(context, input->columns);
  const bool broken = is_broken(context, op);
  std::vector<std::string> outer = std::exchange(context.unknown_names, {});
  plan::RelPtr output = broken && !binds_in_part(op) ? nullptr : bind_operator(context, input, op);
  const std::vector<std::string> unknown = std::exchange(context.unknown_names, std::move(outer));
  if (context.probe) return nullptr;
  if (!output) output = relation_after_error(context, input, op, unknown);
  if (broken) return opened(context, std::move(output));
  if (open || context.open_columns.size() > open_before) return keep_open(context, std::move(output), op);
  return output;
}

}  // namespace

bool is_bounded(Context& context, const plan::Scalar& scalar, const syntax::Name& name) {
  if (count_parts(scalar, max_scalar_parts) < max_scalar_parts) return true;
  context.error(
      "HB004", name.span,
      fmt::format("The expression that '{}' stands for has more than {} parts.", name.text, max_scalar_parts));
  return false;
}

const syntax::Expr* sole_expression(const syntax::Pipeline& pipeline) {
  if (!pipeline.operators.empty() || !pipeline.source) return nullptr;
  const auto* source = std::get_if<syntax::ExprSource>(&*pipeline.source);
  if (source == nullptr) return nullptr;
  if (const auto* sub = std::get_if<syntax::SubPipeline>(&source->expr->node)) {
    if (const syntax::Expr* inner = sole_expression(*sub->pipeline)) return inner;
    return nullptr;
  }
  return source->expr.get();
}

bool is_tabular(Context& context, const Scope& scope, const syntax::Expr& expr) {
  return gives_table(context, scope, expr);
}

bool is_tabular(Context& context, const syntax::Pipeline& pipeline) {
  const syntax::Expr* sole = sole_expression(pipeline);
  return sole == nullptr || gives_table(context, Scope{}, *sole);
}

plan::RelPtr bind_table_expression(Context& context, const syntax::Expr& expr) {
  if (const auto* sub = std::get_if<syntax::SubPipeline>(&expr.node)) return bind_pipeline(context, *sub->pipeline);
  return only_table(context, bind_source_expression(context, expr), expr.span);
}

namespace {

// evaluate with a plugin that takes no rows.
bool starts_with_plugin(const syntax::Pipeline& pipeline) {
  const auto* first =
      pipeline.operators.empty() ? nullptr : std::get_if<syntax::EvaluateOp>(&pipeline.operators.front().node);
  const auto* call = first != nullptr && first->call ? std::get_if<syntax::Call>(&first->call->node) : nullptr;
  const PlanPlugin* plugin = call != nullptr ? find_plan_plugin(call->function.text) : nullptr;
  return plugin != nullptr && plugin->starts_query;
}

}  // namespace

BoundPipeline bind_query(Context& context, const syntax::Pipeline& pipeline, plan::RelPtr implied_source) {
  if (!pipeline.source) {
    if (!implied_source && starts_with_plugin(pipeline)) implied_source = make_relation({}, plan::Row{});
    if (!implied_source)
      context.error("KS107", pipeline.span, "This query has no table to start from.",
                    "begin with a table's name: SecurityEvent | ...");
    return bind_operators(context, std::move(implied_source), pipeline.operators);
  }
  // A query with rows of its own does not see the group around it.
  auto partition_key = std::exchange(context.partition_key, std::nullopt);
  const int next_unnamed = std::exchange(context.next_unnamed, 1);
  plan::RelPtr source = bind_source(context, *pipeline.source, pipeline.span);
  if (!source && !context.probe) source = open_relation(context);
  BoundPipeline bound = bind_operators(context, std::move(source), pipeline.operators);
  context.partition_key = std::move(partition_key);
  context.next_unnamed = next_unnamed;
  return bound;
}

BoundPipeline bind_operators(Context& context, plan::RelPtr source, std::span<const syntax::Operator> operators) {
  BoundPipeline bound{std::move(source), std::nullopt};
  for (const syntax::Operator& op : operators) {
    if (!bound.relation) return bound;
    if (context.trace != nullptr) context.trace->operator_begins(context, op.span.begin, bound.relation);
    if (const auto* render = std::get_if<syntax::RenderOp>(&op.node)) {
      bound.render.emplace(render->kind.text, render_properties(render->properties));
      continue;
    }
    bound.relation = bind_or_recover(context, std::move(bound.relation), op);
    if (context.trace != nullptr) context.trace->operator_ends(op.span.begin, bound.relation);
  }
  return bound;
}

plan::RelPtr bind_pipeline(Context& context, const syntax::Pipeline& pipeline, plan::RelPtr implied_source) {
  return only_table(context, bind_query(context, pipeline, std::move(implied_source)).relation, pipeline.span);
}

void bind_let(Context& context, const syntax::LetStatement& let) {
  if (const auto* lambda = std::get_if<std::unique_ptr<syntax::Lambda>>(&let.value)) {
    if (*lambda == nullptr) return;
    if (context.trace != nullptr) check_function(context, **lambda);
    context.define(let.name.text, LetFunction{lambda->get(), context.environment, context.restriction, context.origin});
    return;
  }
  const auto& pipeline = std::get<syntax::PipelinePtr>(let.value);
  if (pipeline == nullptr) return;
  if (!is_tabular(context, *pipeline)) {
    plan::ScalarPtr scalar = bind_scalar(context, Scope{}, *sole_expression(*pipeline));
    if (scalar && !is_bounded(context, *scalar, let.name)) scalar = nullptr;
    // A failed let still defines its name, so that its uses do not report it again.
    context.recovered = context.recovered || !scalar;
    context.define(let.name.text, std::move(scalar));
    return;
  }
  const syntax::Expr* sole = sole_expression(*pipeline);
  const auto* call = sole != nullptr ? std::get_if<syntax::Call>(&sole->node) : nullptr;
  bool materialized = call != nullptr && call->function.text == "materialize";
  // The name itself stands for the materialised rows.
  plan::RelPtr relation = materialized && call->arguments.size() == 1
                              ? bind_table_expression(context, *call->arguments.front())
                              : bind_query(context, *pipeline).relation;
  if (!relation) relation = open_relation(context);
  context.define(let.name.text, SharedRelation{context.next_shared++, std::move(relation), materialized});
}

}  // namespace huntbook::kql::bind
