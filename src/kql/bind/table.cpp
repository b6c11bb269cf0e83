#include "kql/bind/table.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "kql/bind/operators.hpp"
#include "kql/bind/recover.hpp"
#include "kql/bind/source.hpp"
#include "kql/bind/trace.hpp"
#include "kql/plan/walk.hpp"

namespace huntbook::kql::bind {

namespace {

constexpr int max_call_depth = 100;
constexpr int max_calls = 20'000;
constexpr std::size_t max_scalar_parts = 100'000;

bool gives_table(Context& context, const Scope& scope, const syntax::Expr& expr);

// Whether a let function gives a table, told from its body without binding it.
bool gives_table(Context& context, const LetFunction& function) {
  if (function.lambda->body == nullptr) return false;
  const syntax::Expr* sole = sole_expression(*function.lambda->body);
  if (sole == nullptr) return true;
  if (const auto* name = std::get_if<syntax::NameRef>(&sole->node)) {
    for (const syntax::Parameter& parameter : function.lambda->parameters) {
      if (parameter.name.text == name->name) return parameter.tabular.has_value();
    }
    for (const syntax::Statement& statement : function.lambda->statements) {
      const auto* let = std::get_if<syntax::LetStatement>(&statement.node);
      if (let == nullptr || let->name.text != name->name) continue;
      const auto* pipeline = std::get_if<syntax::PipelinePtr>(&let->value);
      return pipeline != nullptr && is_tabular(context, **pipeline);
    }
  }
  ScopedEnvironment restore(context);
  context.environment = function.visible;
  return gives_table(context, Scope{}, *sole);
}

bool gives_table(Context& context, const Scope& scope, const syntax::Expr& expr) {
  if (const auto* sub = std::get_if<syntax::SubPipeline>(&expr.node)) return is_tabular(context, *sub->pipeline);
  if (const auto* name = std::get_if<syntax::NameRef>(&expr.node)) {
    if (scope.columns != nullptr && find_column(*scope.columns, name->name) != nullptr) return false;
    if (const LetValue* value = context.find_let(name->name)) {
      // A view is called by its name alone.
      const auto* function = std::get_if<LetFunction>(value);
      if (function != nullptr) return function->lambda->parameters.empty() && gives_table(context, *function);
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
    return call->function.text == "materialize" || call->function.text == "table";
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

// A name's value stands wherever the name does, so names built on names must not double it without end.
bool is_bounded(Context& context, const plan::Scalar& scalar, const syntax::Name& name) {
  if (count_parts(scalar, max_scalar_parts) < max_scalar_parts) return true;
  context.error(
      "HB004", name.span,
      fmt::format("The expression that '{}' stands for has more than {} parts.", name.text, max_scalar_parts));
  return false;
}

// A function's lets and its query, with its parameters defined.
CallResult bind_body(Context& context, const syntax::Lambda& lambda) {
  for (const syntax::Statement& statement : lambda.statements) {
    if (context.trace != nullptr) context.trace->statement_begins(context, statement.span.begin);
    if (const auto* let = std::get_if<syntax::LetStatement>(&statement.node)) bind_let(context, *let);
  }
  if (lambda.body == nullptr) return {};
  if (context.trace != nullptr) context.trace->statement_begins(context, lambda.body->span.begin);
  if (is_tabular(context, *lambda.body)) return {nullptr, bind_pipeline(context, *lambda.body)};
  return {bind_scalar(context, Scope{}, *sole_expression(*lambda.body)), nullptr};
}

// Binds the body of a function that no one may call, with its parameters as declared. Their values are not known, so
// of the errors only those that no value can mend are kept.
void check_function(Context& context, const syntax::Lambda& lambda) {
  context.trace->add_function(lambda);
  if (context.depth >= max_call_depth || ++context.calls > max_calls) return;
  ScopedEnvironment restore(context);
  ++context.depth;
  for (const syntax::Parameter& parameter : lambda.parameters) {
    if (!parameter.tabular) {
      context.define(parameter.name.text, make_literal(parameter.type.value_or(ScalarType::Dynamic), {}));
      continue;
    }
    std::vector<plan::Column> columns;
    for (const syntax::Typed& typed : *parameter.tabular)
      columns.push_back(context.make_column(typed.name.text, typed.type));
    plan::RelPtr rows =
        parameter.tabular->empty() ? open_relation(context) : make_relation(std::move(columns), plan::Row{});
    context.define(parameter.name.text, SharedRelation{context.next_shared++, std::move(rows), false});
  }
  const std::size_t known = context.diagnostics.size();
  bind_body(context, lambda);
  const auto hangs_on_values = [](const diag::Diagnostic& diagnostic) {
    return diagnostic.code != "KS142" && diagnostic.code != "KS211" && diagnostic.code != "HB002";
  };
  auto& diagnostics = context.diagnostics;
  diagnostics.erase(
      std::remove_if(diagnostics.begin() + static_cast<std::ptrdiff_t>(known), diagnostics.end(), hangs_on_values),
      diagnostics.end());
  --context.depth;
}

plan::ScalarPtr bind_argument(Context& context, const Scope& scope, const syntax::Parameter& parameter,
                              const syntax::Expr& argument) {
  if (!parameter.type) return bind_scalar(context, scope, argument);
  plan::ScalarPtr bound = bind_scalar(context, scope, argument);
  if (!bound || bound->type == *parameter.type) return bound;
  bool widens = types::numbers.contains(bound->type) && types::numbers.contains(*parameter.type);
  if (widens || bound->type == ScalarType::Dynamic || *parameter.type == ScalarType::Dynamic)
    return convert_to(std::move(bound), *parameter.type);
  return context.error("KS107", argument.span,
                       fmt::format("Parameter '{}' is of type {}, but this is {}.", parameter.name.text,
                                   name_of(*parameter.type), name_of(bound->type)));
}

// Null only behind an open probe, where nothing can be known.
plan::RelPtr bind_or_recover(Context& context, plan::RelPtr input, const syntax::Operator& op) {
  const std::size_t open_before = context.open_columns.size();
  const bool open = is_open(context, input->columns);
  std::vector<std::string> outer = std::exchange(context.unknown_names, {});
  plan::RelPtr output = bind_operator(context, input, op);
  const std::vector<std::string> unknown = std::exchange(context.unknown_names, std::move(outer));
  if (context.probe) return nullptr;
  if (!output) return relation_after_error(context, input, op, unknown);
  if (open || context.open_columns.size() > open_before) return keep_open(context, std::move(output), op);
  return output;
}

}  // namespace

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
  return bind_source_expression(context, expr);
}

BoundPipeline bind_query(Context& context, const syntax::Pipeline& pipeline, plan::RelPtr implied_source) {
  if (!pipeline.source) {
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
  return bind_query(context, pipeline, std::move(implied_source)).relation;
}

void bind_let(Context& context, const syntax::LetStatement& let) {
  if (const auto* lambda = std::get_if<std::unique_ptr<syntax::Lambda>>(&let.value)) {
    if (*lambda == nullptr) return;
    if (context.trace != nullptr) check_function(context, **lambda);
    context.define(let.name.text, LetFunction{lambda->get(), context.environment, context.restriction});
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
                              : bind_pipeline(context, *pipeline);
  if (!relation) relation = open_relation(context);
  context.define(let.name.text, SharedRelation{context.next_shared++, std::move(relation), materialized});
}

CallResult call_let_function(Context& context, const Scope& scope, const LetFunction& function, const std::string& name,
                             const std::vector<syntax::ExprPtr>& arguments, diag::Span span,
                             const plan::RelPtr& first_table) {
  const syntax::Lambda& lambda = *function.lambda;
  if (context.depth >= max_call_depth) {
    context.error("HB004", span,
                  fmt::format("Calls of functions are nested more than {} deep at '{}'.", max_call_depth, name));
    return {};
  }
  if (++context.calls > max_calls) {
    if (context.calls == max_calls + 1)
      context.error("HB004", span, fmt::format("This text calls functions more than {} times.", max_calls));
    return {};
  }
  std::size_t implied = first_table ? 1 : 0;
  if (arguments.size() + implied > lambda.parameters.size()) {
    context.error("KS119", span,
                  fmt::format("'{}' takes {} arguments, but {} are given.", name, lambda.parameters.size(),
                              arguments.size() + implied));
    return {};
  }
  // Arguments are bound where the call stands, the body where the function was defined.
  std::vector<std::pair<std::string, LetValue>> values;
  for (std::size_t i = 0; i < lambda.parameters.size(); ++i) {
    const syntax::Parameter& parameter = lambda.parameters[i];
    const syntax::Expr* argument =
        i >= implied && i - implied < arguments.size() ? arguments[i - implied].get() : nullptr;
    if (argument != nullptr) {
      if (const auto* named = std::get_if<syntax::Named>(&argument->node)) argument = named->expr.get();
    }
    if (parameter.tabular) {
      plan::RelPtr table = i < implied           ? first_table
                           : argument != nullptr ? bind_table_expression(context, *argument)
                                                 : nullptr;
      if (!table) {
        if (argument == nullptr && i >= implied)
          context.error("KS119", span,
                        fmt::format("'{}' needs a table for its parameter '{}'.", name, parameter.name.text));
        return {};
      }
      values.emplace_back(parameter.name.text, SharedRelation{context.next_shared++, std::move(table), false});
      continue;
    }
    const syntax::Expr* expr = argument != nullptr ? argument : parameter.default_value.get();
    if (expr == nullptr) {
      context.error("KS119", span,
                    fmt::format("'{}' needs a value for its parameter '{}'.", name, parameter.name.text));
      return {};
    }
    plan::ScalarPtr value = bind_argument(context, argument != nullptr ? scope : Scope{}, parameter, *expr);
    if (!value || !is_bounded(context, *value, parameter.name)) return {};
    values.emplace_back(parameter.name.text, std::move(value));
  }
  ScopedEnvironment restore(context);
  ++context.depth;
  context.environment = function.visible;
  Restriction outer = std::exchange(context.restriction, function.restriction);
  for (auto& [parameter, value] : values) context.define(std::move(parameter), std::move(value));
  const UntracedText untraced(context, context.trace != nullptr && !context.trace->has_function(lambda));
  CallResult result = bind_body(context, lambda);
  context.restriction = std::move(outer);
  --context.depth;
  return result;
}

}  // namespace huntbook::kql::bind
