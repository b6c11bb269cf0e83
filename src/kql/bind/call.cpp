#include "kql/bind/call.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kql/bind/array_sort.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/table.hpp"
#include "kql/bind/window_call.hpp"
#include "kql/syntax/literal.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::ScalarPtr;

// The text of an expression that is constant: a literal, a let, a parameter of a function.
std::optional<std::string> constant_string(Context& context, const syntax::Expr& expr) {
  ScalarPtr bound = bind_scalar(context, Scope{}, expr);
  std::optional<ConstantValue> value = bound ? constant_of(*bound) : std::nullopt;
  const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
  return text != nullptr && bound->type == ScalarType::String ? std::optional(*text) : std::nullopt;
}

ScalarPtr bind_toscalar(Context& context, const Scope& scope, const syntax::Call& call, diag::Span span) {
  if (call.arguments.size() != 1) return context.error("KS119", span, "toscalar() takes one argument: a query.");
  const syntax::Expr& argument = *call.arguments.front();
  if (const auto* name = std::get_if<syntax::NameRef>(&argument.node);
      name != nullptr && context.partition_key && context.partition_key->first == name->name)
    return context.partition_key->second;
  if (!is_tabular(context, scope, argument)) return bind_scalar(context, scope, argument);
  plan::RelPtr relation = bind_table_expression(context, argument);
  if (!relation) return nullptr;
  if (relation->columns.empty()) return context.error("KS107", argument.span, "This query gives no column.");
  return std::make_shared<const plan::Scalar>(plan::Scalar{
      relation->columns.front().type, relation->columns.front().type != ScalarType::String, plan::ToScalar{relation}});
}

ScalarPtr bind_column_names_of(Context& context, const syntax::Call& call, diag::Span span) {
  if (call.arguments.size() != 1) return context.error("KS119", span, "column_names_of() takes one argument: a table.");
  plan::RelPtr relation = bind_table_expression(context, *call.arguments.front());
  if (!relation) return nullptr;
  nlohmann::json names = nlohmann::json::array();
  for (const plan::Column& column : relation->columns) {
    if (!column.hidden) names.push_back(column.name);
  }
  return make_literal(ScalarType::Dynamic, names.dump());
}

ScalarPtr bind_column_ifexists(Context& context, const Scope& scope, const syntax::Call& call, diag::Span span) {
  if (call.arguments.size() != 2)
    return context.error("KS119", span, "column_ifexists() takes a column's name as a text, and a default.");
  std::optional<std::string> name = constant_string(context, *call.arguments.front());
  if (!name) return context.error("KS119", span, "column_ifexists() takes a column's name as a text, and a default.");
  if (scope.columns != nullptr) {
    if (const plan::Column* column = find_column(*scope.columns, *name)) return use_of(*column);
  }
  return bind_scalar(context, scope, *call.arguments[1]);
}

ScalarPtr bind_pack_all(Context& context, const Scope& scope, const syntax::Call& call, diag::Span span) {
  const auto* literal =
      call.arguments.size() == 1 ? std::get_if<syntax::Literal>(&call.arguments.front()->node) : nullptr;
  const auto* without_empty = literal != nullptr ? std::get_if<bool>(&literal->value) : nullptr;
  if (!call.arguments.empty() && without_empty == nullptr)
    return context.error("KS119", span, "pack_all() takes nothing, or true to leave out nulls and empty texts.");
  std::vector<ScalarPtr> arguments;
  if (scope.columns != nullptr) {
    for (const plan::Column& column : *scope.columns) {
      if (column.hidden) continue;
      arguments.push_back(make_literal(ScalarType::String, column.name));
      arguments.push_back(use_of(column));
    }
  }
  std::string_view function = without_empty != nullptr && *without_empty ? "pack_all" : "bag_pack";
  return apply(context, FunctionKind::Scalar, function, std::move(arguments), span);
}

// pack_array(a, *): '*' stands for every column.
ScalarPtr bind_pack_array_of_all(Context& context, const Scope& scope, const syntax::Call& call, diag::Span span) {
  std::vector<ScalarPtr> arguments;
  for (const syntax::ExprPtr& argument : call.arguments) {
    if (!std::holds_alternative<syntax::Star>(argument->node)) {
      ScalarPtr bound = bind_scalar(context, scope, *argument);
      if (!bound) return nullptr;
      arguments.push_back(std::move(bound));
    } else if (scope.columns != nullptr) {
      for (const plan::Column& column : *scope.columns) {
        if (!column.hidden) arguments.push_back(use_of(column));
      }
    }
  }
  return apply(context, FunctionKind::Scalar, "pack_array", std::move(arguments), span);
}

// The arguments of bag_pack_columns() and its like: columns by their names, or all of them for '*'.
std::optional<std::vector<plan::Column>> named_columns(Context& context, const Scope& scope, const syntax::Call& call,
                                                       diag::Span span) {
  static const std::vector<plan::Column> no_columns;
  const std::vector<plan::Column>& visible = scope.columns != nullptr ? *scope.columns : no_columns;
  std::vector<plan::Column> columns;
  for (const syntax::ExprPtr& argument : call.arguments) {
    if (std::holds_alternative<syntax::Star>(argument->node)) {
      std::ranges::copy_if(visible, std::back_inserter(columns),
                           [](const plan::Column& column) { return !column.hidden; });
      continue;
    }
    const auto* name = std::get_if<syntax::NameRef>(&argument->node);
    const plan::Column* column = name != nullptr ? find_column(visible, name->name) : nullptr;
    if (column == nullptr) {
      if (name != nullptr) {
        unknown_name(context, scope, name->name, argument->span);
      } else {
        context.error("KS109", argument->span, fmt::format("{}() takes names of columns.", call.function.text));
      }
      return std::nullopt;
    }
    columns.push_back(*column);
  }
  if (!columns.empty()) return columns;
  context.error("KS119", span, fmt::format("{}() takes at least one column.", call.function.text));
  return std::nullopt;
}

ScalarPtr bind_bag_pack_columns(Context& context, const Scope& scope, const syntax::Call& call, diag::Span span) {
  std::optional<std::vector<plan::Column>> columns = named_columns(context, scope, call, span);
  if (!columns) return nullptr;
  std::vector<ScalarPtr> arguments;
  for (const plan::Column& column : *columns) {
    arguments.push_back(make_literal(ScalarType::String, column.name));
    arguments.push_back(use_of(column));
  }
  return apply(context, FunctionKind::Scalar, "bag_pack", std::move(arguments), span);
}

// Bytes of a value: fixed by its type, or those of its text.
ScalarPtr size_of(Context& context, const plan::Column& column, diag::Span span) {
  switch (column.type) {
    case ScalarType::Bool:
      return make_literal(ScalarType::Long, std::int64_t{1});
    case ScalarType::Int:
      return make_literal(ScalarType::Long, std::int64_t{4});
    case ScalarType::Guid:
    case ScalarType::Decimal:
      return make_literal(ScalarType::Long, std::int64_t{16});
    case ScalarType::String:
    case ScalarType::Dynamic:
      return apply(context, FunctionKind::Scalar, "string_size", {convert_to(use_of(column), ScalarType::String)},
                   span);
    default:
      return make_literal(ScalarType::Long, std::int64_t{8});
  }
}

ScalarPtr bind_estimate_data_size(Context& context, const Scope& scope, const syntax::Call& call, diag::Span span) {
  std::optional<std::vector<plan::Column>> columns = named_columns(context, scope, call, span);
  if (!columns) return nullptr;
  ScalarPtr sum;
  for (const plan::Column& column : *columns) {
    ScalarPtr size = size_of(context, column, span);
    sum = sum ? apply(context, FunctionKind::Operator, "+", {std::move(sum), std::move(size)}, span) : std::move(size);
    if (!sum) return nullptr;
  }
  return sum;
}

ScalarPtr bind_iscolumnexists(Context& context, const Scope& scope, const syntax::Call& call, diag::Span span) {
  std::optional<std::string> name =
      call.arguments.size() == 1 ? constant_string(context, *call.arguments.front()) : std::nullopt;
  if (!name) return context.error("KS119", span, "iscolumnexists() takes a column's name as a text.");
  return make_literal(ScalarType::Bool, scope.columns != nullptr && find_column(*scope.columns, *name) != nullptr);
}

// The condition and the message are computed before the rest of the query is bound, as Kusto does.
ScalarPtr bind_assert(Context& context, const syntax::Call& call, diag::Span span) {
  if (call.arguments.size() != 2)
    return context.error("KS119", span, "assert() takes a condition and a message, both constant.");
  ScalarPtr condition = bind_predicate(context, Scope{}, *call.arguments[0]);
  ScalarPtr message = bind_scalar_as(context, Scope{}, *call.arguments[1], ScalarType::String);
  if (!condition || !message) return nullptr;
  plan::Column holds = context.make_column("holds", ScalarType::Bool);
  plan::Column text = context.make_column("message", ScalarType::String);
  plan::RelPtr row = make_relation({}, plan::Row{});
  const Facts* facts = context.learn(make_relation(
      {holds, text}, plan::Project{std::move(row), {{holds.id, std::move(condition)}, {text.id, std::move(message)}}}));
  if (facts == nullptr || facts->empty() || facts->front().rows() == 0) return nullptr;
  const Batch& answer = facts->front();
  if (!answer.columns[0].is_null(0) && answer.columns[0].bool_at(0)) return make_literal(ScalarType::Bool, true);
  return context.error("HB005", span,
                       fmt::format("assert() has failed with message: '{}'", answer.columns[1].text_at(0)));
}

// bin_at() with what 'set' gave for the size of bins and for a value that is the start of one.
ScalarPtr bind_bin_auto(Context& context, const Scope& scope, const syntax::Call& call, diag::Span span) {
  if (call.arguments.size() != 1) return context.error("KS119", span, "bin_auto() takes one value.");
  auto given = [&](std::string_view option) -> ScalarPtr {
    const LetValue* value = context.find_let(fmt::format("set {}", option));
    const auto* scalar = value != nullptr ? std::get_if<ScalarPtr>(value) : nullptr;
    return scalar != nullptr ? *scalar : nullptr;
  };
  ScalarPtr value = bind_scalar(context, scope, *call.arguments[0]);
  ScalarPtr size = given("query_bin_auto_size");
  ScalarPtr at = given("query_bin_auto_at");
  if (!value) return nullptr;
  if (!size)
    return context.error("HB005", span, "bin_auto() does not know how large a bin is.",
                         "say so before the query: set query_bin_auto_size = 1h;");
  if (!at) return apply(context, FunctionKind::Scalar, "bin", {std::move(value), std::move(size)}, span);
  return apply(context, FunctionKind::Scalar, "bin_at", {std::move(value), std::move(size), std::move(at)}, span);
}

// typeof(long): the name of a type, for the functions that take one.
ScalarPtr bind_typeof(Context& context, const syntax::Call& call, diag::Span span) {
  const auto* name = call.arguments.size() == 1 ? std::get_if<syntax::NameRef>(&call.arguments.front()->node) : nullptr;
  if (name == nullptr) return context.error("KS119", span, "typeof() takes one type here, e.g. typeof(long).");
  std::optional<ScalarType> type = syntax::type_named(name->name);
  if (!type)
    return context.error("KS107", call.arguments.front()->span, fmt::format("There is no type '{}'.", name->name));
  return make_literal(ScalarType::String, std::string(name_of(*type)));
}

std::nullptr_t unknown_function(Context& context, const syntax::Call& call) {
  const std::string& name = call.function.text;
  if (std::ranges::find(context.running, name) != context.running.end())
    return context.error("HB004", call.function.span, fmt::format("The function '{}' calls itself.", name),
                         "functions can't be recursive");
  for (std::string_view kind : {"function", "aggregate", "plugin", "operator"}) {
    if (const KnownName* known = context.functions.find_known(kind, name))
      return context.error("HB002", call.function.span,
                           fmt::format("The {} '{}' is known, but {}.", kind, name, known->reason));
  }
  std::vector<std::string> candidates;
  for (const FunctionRecord& record : context.functions.records()) {
    if (record.kind != FunctionKind::Operator) candidates.emplace_back(record.name);
  }
  for (const Environment* let = context.environment.get(); let != nullptr; let = let->outer.get())
    candidates.push_back(let->name);
  std::ranges::copy(context.catalogue.function_names(), std::back_inserter(candidates));
  std::string nearest = diag::nearest_name(name, candidates);
  return context.error("KS211", call.function.span, fmt::format("There is no function '{}'.", name),
                       nearest.empty() ? "" : fmt::format("did you mean '{}'?", nearest));
}

}  // namespace

ScalarPtr bind_record_call(Context& context, const Scope& scope, const FunctionRecord& record, const syntax::Call& call,
                           diag::Span span) {
  std::vector<ScalarPtr> arguments;
  bool failed = false;
  for (const syntax::ExprPtr& argument : call.arguments) {
    ScalarPtr bound = bind_scalar(context, scope, *argument);
    failed = failed || !bound;
    arguments.push_back(std::move(bound));
  }
  return failed ? nullptr : apply(context, record, std::move(arguments), span);
}

ScalarPtr bind_call(Context& context, const Scope& scope, const syntax::Call& call, diag::Span span) {
  const std::string& name = call.function.text;
  if (const LetValue* value = context.find_let(name)) {
    if (const auto* function = std::get_if<LetFunction>(value)) {
      CallResult result = call_let_function(context, scope, *function, name, call.arguments, span);
      if (result.relation)
        return context.error("KS107", span, fmt::format("'{}' gives a table, but a scalar value is expected.", name),
                             fmt::format("toscalar({}(...)) takes the first value of its first column.", name));
      return result.scalar;
    }
  }
  if (name == "toscalar") return bind_toscalar(context, scope, call, span);
  if (name == "column_ifexists" || name == "columnifexists") return bind_column_ifexists(context, scope, call, span);
  if (name == "column_names_of") return bind_column_names_of(context, call, span);
  if (name == "typeof") return bind_typeof(context, call, span);
  if (name == "pack_all") return bind_pack_all(context, scope, call, span);
  if (name == "pack_array" && std::ranges::any_of(call.arguments, [](const syntax::ExprPtr& argument) {
        return std::holds_alternative<syntax::Star>(argument->node);
      }))
    return bind_pack_array_of_all(context, scope, call, span);
  if (name == "bag_pack_columns") return bind_bag_pack_columns(context, scope, call, span);
  if (name == "estimate_data_size") return bind_estimate_data_size(context, scope, call, span);
  if (name == "assert") return bind_assert(context, call, span);
  if (name == "bin_auto") return bind_bin_auto(context, scope, call, span);
  if (sorts_arrays_together(context, call)) {
    ScalarPtr arrays = bind_arrays_sorted_together(context, scope, call, span);
    return arrays ? element_of(std::move(arrays), 0) : nullptr;
  }
  if (name == "iscolumnexists") return bind_iscolumnexists(context, scope, call, span);

  if (const FunctionRecord* record = context.functions.find(FunctionKind::Aggregate, name)) {
    if (scope.aggregates != nullptr) {
      Scope inside = scope;
      inside.aggregates = nullptr;
      return collect(context, *scope.aggregates, bind_record_call(context, inside, *record, call, span));
    }
    if (context.functions.find(FunctionKind::Scalar, name) == nullptr)
      return context.error("KS111", span, fmt::format("The aggregate '{}' can be used in 'summarize' only.", name));
  }
  if (const FunctionRecord* record = context.functions.find(FunctionKind::Window, name)) {
    if (scope.windows == nullptr)
      return context.error(
          "KS109", span,
          fmt::format("The window function '{}' can be used in extend, project and where of an ordered table only.",
                      name));
    // row_cumsum(x, name != prev(name)): the inner one is collected first, and computed below the outer one.
    ScalarPtr bound = bind_record_call(context, scope, *record, call, span);
    return bound ? bind_window_call(context, *scope.windows, *bound, span) : nullptr;
  }
  if (const FunctionRecord* record = context.functions.find(FunctionKind::Scalar, name)) {
    if (!record->members.empty())
      return context.error("KS107", span,
                           fmt::format("'{}' gives several values, but a single one is expected here.", name),
                           fmt::format("name them first: extend (a, b) = {}(...)", name));
    return bind_record_call(context, scope, *record, call, span);
  }
  return unknown_function(context, call);
}

std::vector<ScalarPtr> expand_constant_arrays(std::vector<ScalarPtr> arguments) {
  std::vector<ScalarPtr> expanded;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto* literal = i == 0 ? nullptr : std::get_if<plan::Literal>(&arguments[i]->node);
    const auto* text = literal != nullptr ? std::get_if<std::string>(&literal->value) : nullptr;
    if (text == nullptr || arguments[i]->type != ScalarType::Dynamic) {
      expanded.push_back(std::move(arguments[i]));
      continue;
    }
    nlohmann::json json = nlohmann::json::parse(*text, nullptr, false);
    // An empty array alone stays one: a list has to have a value.
    if (!json.is_array() || (json.empty() && arguments.size() == 2)) {
      expanded.push_back(std::move(arguments[i]));
      continue;
    }
    for (const nlohmann::json& element : json) {
      if (element.is_string()) {
        expanded.push_back(make_literal(ScalarType::String, element.get<std::string>()));
      } else if (element.is_number_integer()) {
        expanded.push_back(make_literal(ScalarType::Long, element.get<std::int64_t>()));
      } else if (element.is_number()) {
        expanded.push_back(make_literal(ScalarType::Real, element.get<double>()));
      } else if (element.is_boolean()) {
        expanded.push_back(make_literal(ScalarType::Bool, element.get<bool>()));
      } else {
        expanded.push_back(make_literal(ScalarType::Dynamic, element.dump()));
      }
    }
  }
  return expanded;
}

ScalarPtr bind_has_list_of_relation(Context& context, const syntax::InList& list, ScalarPtr operand,
                                    plan::RelPtr relation, diag::Span span) {
  ScalarPtr gathered = apply(context, FunctionKind::Aggregate, "make_set", {use_of(relation->columns.front())}, span);
  if (!gathered) return nullptr;
  plan::Column column = context.make_column("set", gathered->type);
  plan::Rel aggregate;
  aggregate.columns = {column};
  aggregate.node = plan::Aggregate{std::move(relation), {}, {{column.id, std::move(gathered)}}};
  ScalarPtr values = std::make_shared<const plan::Scalar>(
      plan::Scalar{ScalarType::Dynamic, true, plan::ToScalar{std::make_shared<const plan::Rel>(std::move(aggregate))}});
  return apply(context, FunctionKind::Operator, list.op, {std::move(operand), std::move(values)}, list.op_span);
}

}  // namespace huntbook::kql::bind
