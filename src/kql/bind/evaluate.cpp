// evaluate: hands the call to the plugin's own binding, which checks the arguments and gives the output's columns.
#include <fmt/format.h>

#include "kql/bind/operators.hpp"
#include "kql/bind/plan_plugin.hpp"

namespace huntbook::kql::bind {

namespace {

std::optional<PluginArgument> bind_argument(Context& context, const plan::Rel& input, const syntax::Expr& expr) {
  PluginArgument argument;
  const syntax::Expr* value = &expr;
  if (const auto* named = std::get_if<syntax::Named>(&expr.node); named != nullptr && named->names.size() == 1) {
    argument.name = named->names.front().text;
    value = named->expr.get();
  }
  plan::ScalarPtr bound = bind_scalar(context, Scope{.columns = &input.columns}, *value);
  if (!bound) return std::nullopt;
  argument.type = bound->type;
  if (const auto* use = std::get_if<plan::ColumnUse>(&bound->node)) {
    for (const plan::Column& column : input.columns) {
      if (column.id == use->column) argument.column = column.name;
    }
    return argument;
  }
  std::optional<ConstantValue> constant = constant_of(*bound);
  if (!constant) {
    context.error("KS107", value->span, "A plugin's argument is a constant or the name of a column.");
    return std::nullopt;
  }
  argument.constant = std::move(*constant);
  return argument;
}

}  // namespace

PluginCall plugin_call_of(plan::RelPtr input, const syntax::EvaluateOp& op) {
  return {std::move(input), std::get_if<syntax::Call>(&op.call->node), op.schema ? &*op.schema : nullptr,
          op.schema_keeps_input, op.call->span};
}

plan::RelPtr bind_evaluate(Context& context, plan::RelPtr input, const syntax::EvaluateOp& op, diag::Span) {
  const auto* call = op.call ? std::get_if<syntax::Call>(&op.call->node) : nullptr;
  if (call == nullptr) return nullptr;
  const std::string& name = call->function.text;
  PluginCall plugin_call = plugin_call_of(input, op);
  if (const PlanPlugin* plugin = find_plan_plugin(name)) return plugin->bind(context, std::move(plugin_call));
  const PluginSignature* plugin = context.catalogue.find_plugin(name);
  if (plugin == nullptr) {
    if (const KnownName* known = context.functions.find_known("plugin", name))
      return context.error("HB002", call->function.span,
                           fmt::format("The plugin '{}' is known, but {}.", name, known->reason));
    std::vector<std::string> names = context.catalogue.plugin_names();
    for (const PlanPlugin& known : plan_plugins()) names.emplace_back(known.name);
    std::string nearest = diag::nearest_name(name, names);
    return context.error("KS211", call->function.span, fmt::format("There is no plugin '{}'.", name),
                         nearest.empty() ? "" : fmt::format("did you mean '{}'?", nearest));
  }
  std::vector<PluginArgument> arguments;
  for (const syntax::ExprPtr& expr : call->arguments) {
    std::optional<PluginArgument> argument = bind_argument(context, *input, *expr);
    if (!argument) return nullptr;
    arguments.push_back(std::move(*argument));
  }
  Schema schema;
  std::vector<plan::Column> visible;
  for (const plan::Column& column : input->columns) {
    if (column.hidden) continue;
    schema.push_back({column.name, column.type});
    visible.push_back(column);
  }
  Result<PluginBinding> bound = plugin->bind(schema, arguments);
  if (!bound) return context.error("HB005", op.call->span, bound.error().message, bound.error().hint);
  input = make_project(context, std::move(input), {}, {}, std::move(visible));
  std::vector<plan::Column> columns;
  for (const ColumnInfo& info : bound->output) columns.push_back(context.make_column(info.name, info.type));
  return with_schema(
      context, make_relation(std::move(columns), plan::PluginCall{std::move(input), name, std::move(bound->payload)}),
      plugin_call);
}

}  // namespace huntbook::kql::bind
