// Calls of functions that a let or the case made (Kusto docs, "User-defined functions").
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "kql/bind/operators.hpp"
#include "kql/bind/recover.hpp"
#include "kql/bind/table.hpp"
#include "kql/bind/trace.hpp"

namespace huntbook::kql::bind {

namespace {

constexpr int max_calls = 20'000;
constexpr int most_calls_of_a_check = 200;  // of a function that may never be called

// The argument of each parameter, null where the call gives none; nothing after an error.
using Arguments = std::optional<std::vector<const syntax::Expr*>>;

Arguments arguments_of(Context& context, const syntax::Lambda& lambda, const std::string& name,
                       const std::vector<syntax::ExprPtr>& given, std::size_t implied, diag::Span span) {
  if (given.size() + implied > lambda.parameters.size()) {
    context.error("KS119", span,
                  fmt::format("'{}' takes {} arguments, but {} are given.", name, lambda.parameters.size(),
                              given.size() + implied));
    return std::nullopt;
  }
  std::vector<const syntax::Expr*> arguments(lambda.parameters.size(), nullptr);
  for (std::size_t i = 0; i < given.size(); ++i) {
    std::size_t place = i + implied;
    const syntax::Expr* argument = given[i].get();
    if (const auto* named = std::get_if<syntax::Named>(&argument->node); named != nullptr && named->names.size() == 1) {
      const std::string& wanted = named->names.front().text;
      place = 0;
      while (place < lambda.parameters.size() && lambda.parameters[place].name.text != wanted) ++place;
      if (place == lambda.parameters.size() || place < implied) {
        context.error("KS119", named->names.front().span,
                      fmt::format("'{}' has no parameter '{}' that could be given here.", name, wanted));
        return std::nullopt;
      }
      argument = named->expr.get();
    }
    if (arguments[place] != nullptr) {
      context.error(
          "KS119", given[i]->span,
          fmt::format("The parameter '{}' of '{}' is given twice.", lambda.parameters[place].name.text, name));
      return std::nullopt;
    }
    arguments[place] = argument;
  }
  return arguments;
}

// Whether a table has the columns that the parameter names; further ones pass through.
bool has_columns(Context& context, const syntax::Parameter& parameter, const plan::Rel& table, diag::Span span) {
  for (const syntax::Typed& wanted : *parameter.tabular) {
    const plan::Column* column = find_column(table.columns, wanted.name.text);
    if (column != nullptr && column->type == wanted.type) continue;
    context.error(
        "KS249", span,
        fmt::format("The table for '{}' needs a column {}:{}, but {}.", parameter.name.text, wanted.name.text,
                    name_of(wanted.type),
                    column == nullptr ? "has none of that name" : fmt::format("has it as {}", name_of(column->type))));
    return false;
  }
  return true;
}

struct BoundArgument {
  const syntax::Parameter* parameter;
  std::optional<LetValue> value;  // nothing: the default
};

// Arguments are bound where the call stands; nothing after an error.
std::optional<std::vector<BoundArgument>> bind_arguments(Context& context, const Scope& scope,
                                                         const syntax::Lambda& lambda, const std::string& name,
                                                         const std::vector<const syntax::Expr*>& arguments,
                                                         diag::Span span, const plan::RelPtr& first_table) {
  std::vector<BoundArgument> bound;
  for (std::size_t i = 0; i < lambda.parameters.size(); ++i) {
    const syntax::Parameter& parameter = lambda.parameters[i];
    const syntax::Expr* argument = arguments[i];
    const bool is_implied = i == 0 && first_table != nullptr;
    if (argument == nullptr && !is_implied && (parameter.tabular || !parameter.default_value)) {
      context.error("KS119", span,
                    fmt::format("'{}' needs a {} for its parameter '{}'.", name, parameter.tabular ? "table" : "value",
                                parameter.name.text));
      return std::nullopt;
    }
    if (parameter.tabular) {
      plan::RelPtr table = is_implied ? first_table : bind_table_expression(context, *argument);
      if (!table || !has_columns(context, parameter, *table, is_implied ? span : argument->span)) return std::nullopt;
      bound.push_back({&parameter, SharedRelation{context.next_shared++, std::move(table), false}});
    } else if (is_implied) {
      context.error("KS107", span, fmt::format("The first parameter of '{}' is no table.", name));
      return std::nullopt;
    } else if (argument == nullptr) {
      bound.push_back({&parameter, std::nullopt});
    } else {
      plan::ScalarPtr value = bind_argument(context, scope, parameter, *argument);
      if (!value || !is_bounded(context, *value, parameter.name)) return std::nullopt;
      bound.push_back({&parameter, std::move(value)});
    }
  }
  return bound;
}

// Restores what the binder knows of the place of a call.
class Call {
 public:
  Call(Context& context, const LetFunction& function, const std::string& name, diag::Span span)
      : context_(context),
        environment_(context),
        restriction_(std::exchange(context.restriction, function.restriction)),
        origin_(context.origin),
        outer_call_(context.outer_call),
        stored_(function.stored) {
    if (!context.origin) context.outer_call = span;
    ++context.depth;
    context.environment = function.visible;
    context.origin = function.origin;
    if (stored_) context.running.push_back(name);
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  ~Call() {
    context_.restriction = std::move(restriction_);
    context_.origin = std::move(origin_);
    context_.outer_call = outer_call_;
    --context_.depth;
    if (stored_) context_.running.pop_back();
  }

 private:
  Context& context_;
  ScopedEnvironment environment_;
  Restriction restriction_;
  OriginPtr origin_;
  diag::Span outer_call_;
  bool stored_;
};

// False, and reported, where the call can't be followed.
bool may_call(Context& context, const LetFunction& function, const std::string& name, diag::Span span) {
  if (function.stored && std::ranges::find(context.running, name) != context.running.end()) {
    context.error(
        "HB004", span,
        fmt::format("The function '{}' calls itself: {} -> {}.", name, fmt::join(context.running, " -> "), name),
        "functions can't be recursive");
    return false;
  }
  if (function.origin && !function.origin->fault.empty()) {
    context.error("HB002", span, function.origin->fault, ".create-or-alter function stores it anew");
    return false;
  }
  if (context.depth >= max_call_depth) {
    context.error("HB004", span,
                  fmt::format("Calls of functions are nested more than {} deep at '{}'.", max_call_depth, name));
    return false;
  }
  if (++context.calls <= max_calls) return true;
  if (context.calls == max_calls + 1)
    context.error("HB004", span, fmt::format("This text calls functions more than {} times.", max_calls));
  return false;
}

}  // namespace

plan::ScalarPtr bind_argument(Context& context, const Scope& scope, const syntax::Parameter& parameter,
                              const syntax::Expr& argument) {
  plan::ScalarPtr bound = bind_scalar(context, scope, argument);
  if (!parameter.type || !bound || bound->type == *parameter.type) return bound;
  bool widens = types::numbers.contains(bound->type) && types::numbers.contains(*parameter.type);
  if (widens || bound->type == ScalarType::Dynamic || *parameter.type == ScalarType::Dynamic)
    return convert_to(std::move(bound), *parameter.type);
  return context.error("KS107", argument.span,
                       fmt::format("Parameter '{}' is of type {}, but this is {}.", parameter.name.text,
                                   name_of(*parameter.type), name_of(bound->type)));
}

bool needs_no_arguments(const syntax::Lambda& function) {
  return std::ranges::all_of(function.parameters,
                             [](const syntax::Parameter& parameter) { return parameter.default_value != nullptr; });
}

CallResult bind_body(Context& context, const syntax::Lambda& lambda) {
  for (const syntax::Statement& statement : lambda.statements) {
    if (context.trace != nullptr) context.trace->statement_begins(context, statement.span.begin);
    if (const auto* let = std::get_if<syntax::LetStatement>(&statement.node)) {
      bind_let(context, *let);
    } else if (const auto* declare = std::get_if<syntax::DeclareStatement>(&statement.node)) {
      bind_declare(context, *declare);
    } else {
      context.error("KS006", statement.span, "Only let and declare query_parameters can stand before a body's result.");
      return {};
    }
  }
  CallResult result;
  if (lambda.body == nullptr) return result;
  if (context.trace != nullptr) context.trace->statement_begins(context, lambda.body->span.begin);
  if (is_tabular(context, *lambda.body)) {
    result.relation = bind_query(context, *lambda.body).relation;
  } else {
    result.scalar = bind_scalar(context, Scope{}, *sole_expression(*lambda.body));
  }
  return result;
}

// Binds the body of a function that no one may call, with its parameters as declared. Their values are not known, so
// of the errors only those that no value can mend are kept.
void check_function(Context& context, const syntax::Lambda& lambda) {
  context.trace->add_function(lambda);
  if (context.depth >= max_call_depth || context.calls > max_calls) return;
  const int calls = std::exchange(context.calls, std::max(context.calls, max_calls - most_calls_of_a_check));
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
  context.calls = calls;
}

CallResult call_let_function(Context& context, const Scope& scope, const LetFunction& function, const std::string& name,
                             const std::vector<syntax::ExprPtr>& arguments, diag::Span span,
                             const plan::RelPtr& first_table) {
  const syntax::Lambda& lambda = *function.lambda;
  if (!may_call(context, function, name, span)) return {};
  const Arguments places = arguments_of(context, lambda, name, arguments, first_table ? 1 : 0, span);
  if (!places) return {};
  auto values = bind_arguments(context, scope, lambda, name, *places, span, first_table);
  if (!values) return {};
  const Call call(context, function, name, span);
  for (BoundArgument& argument : *values) {
    const syntax::Parameter& parameter = *argument.parameter;
    if (!argument.value) {
      plan::ScalarPtr value = bind_argument(context, Scope{}, parameter, *parameter.default_value);
      if (!value) return {};
      argument.value = std::move(value);
    }
  }
  for (BoundArgument& argument : *values) context.define(argument.parameter->name.text, std::move(*argument.value));
  const UntracedText untraced(context, context.trace != nullptr && !context.trace->has_function(lambda));
  return bind_body(context, lambda);
}

}  // namespace huntbook::kql::bind
