#include "kql/bind/scalar.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "base/overloaded.hpp"
#include "kql/bind/array_sort.hpp"
#include "kql/bind/call.hpp"
#include "kql/bind/recover.hpp"
#include "kql/bind/search.hpp"
#include "kql/bind/table.hpp"
#include "kql/functions/resolve.hpp"
#include "kql/plan/walk.hpp"

namespace huntbook::kql::bind {

namespace {

Argument describe(const plan::Scalar& scalar) {
  return Argument{scalar.type, scalar.nullable, constant_of(scalar)};
}

plan::ScalarPtr use_unless_failed(const Context& context, const plan::Column& column) {
  return context.failed_columns.contains(column.id) ? nullptr : use_of(column);
}

plan::ScalarPtr bind_name(Context& context, const Scope& scope, const std::string& name, diag::Span span) {
  if (scope.columns != nullptr) {
    if (const plan::Column* column = find_column(*scope.columns, name)) return use_unless_failed(context, *column);
  }
  if (const LetValue* value = context.find_let(name)) {
    if (const auto* scalar = std::get_if<plan::ScalarPtr>(value)) return *scalar;
    if (std::holds_alternative<SharedRelation>(*value))
      return context.error("KS107", span, fmt::format("'{}' is a table here, but a scalar value is expected.", name),
                           fmt::format("toscalar({}) takes the first value of its first column.", name));
    if (std::holds_alternative<TextPattern>(*value))
      return context.error("KS107", span, fmt::format("'{}' is a pattern and gives tables.", name));
    const auto& function = std::get<LetFunction>(*value);
    if (!needs_no_arguments(*function.lambda))
      return context.error("KS107", span,
                           fmt::format("'{}' is a function and needs its arguments in parentheses.", name));
    CallResult result = call_let_function(context, scope, function, name, {}, span);
    if (result.relation)
      return context.error("KS107", span, fmt::format("'{}' gives a table, but a scalar value is expected.", name),
                           fmt::format("toscalar({}) takes the first value of its first column.", name));
    return result.scalar;
  }
  if (auto parameter = context.parameters.find(name); parameter != context.parameters.end())
    return make_literal(parameter->second.type, parameter->second.value);
  return unknown_name(context, scope, name, span);
}

// A constant step extends the path; anything else is an element access.
plan::ScalarPtr bind_member(Context& context, plan::ScalarPtr object, std::variant<std::string, std::int64_t> step,
                            diag::Span span) {
  if (!object) return nullptr;
  if (object->type != ScalarType::Dynamic)
    return context.error(
        "KS114", span,
        fmt::format("A value of type {} has no properties; only dynamic values have.", name_of(object->type)),
        object->type == ScalarType::String ? "parse_json() reads a dynamic value out of a text." : "");
  plan::DynamicPath path;
  if (const auto* inner = std::get_if<plan::DynamicPath>(&object->node)) {
    path = *inner;
  } else {
    path.operand = std::move(object);
  }
  path.steps.push_back(std::move(step));
  return std::make_shared<const plan::Scalar>(plan::Scalar{ScalarType::Dynamic, true, std::move(path)});
}

plan::ScalarPtr bind_index(Context& context, const Scope& scope, const syntax::Index& index, diag::Span span) {
  const auto* call = std::get_if<syntax::Call>(&index.object->node);
  plan::ScalarPtr object = call != nullptr && sorts_arrays_together(context, *call)
                               ? bind_arrays_sorted_together(context, scope, *call, index.object->span)
                               : bind_scalar(context, scope, *index.object);
  plan::ScalarPtr key = bind_scalar(context, scope, *index.index);
  if (!object || !key) return nullptr;
  if (std::optional<ConstantValue> constant = constant_of(*key)) {
    if (const auto* text = std::get_if<std::string>(&*constant); text != nullptr && key->type == ScalarType::String)
      return bind_member(context, std::move(object), *text, span);
    if (const auto* number = std::get_if<std::int64_t>(&*constant))
      return bind_member(context, std::move(object), *number, span);
  }
  if (object->type != ScalarType::Dynamic) return bind_member(context, std::move(object), std::int64_t{0}, span);
  if (key->type == ScalarType::Int) key = convert_to(std::move(key), ScalarType::Long);
  if (key->type == ScalarType::Dynamic) key = convert_to(std::move(key), ScalarType::String);
  if (key->type != ScalarType::String && key->type != ScalarType::Long)
    return context.error("KS107", index.index->span, "The index of a dynamic value is a string or an integer.");
  return std::make_shared<const plan::Scalar>(
      plan::Scalar{ScalarType::Dynamic, true, plan::DynamicElement{std::move(object), std::move(key)}});
}

// in (relation), has_any (relation): a single argument that is a pipeline or the name of a table.
plan::ScalarPtr bind_in_list(Context& context, const Scope& scope, const syntax::InList& list, diag::Span span) {
  plan::ScalarPtr operand = bind_scalar(context, scope, *list.operand);
  bool is_in = list.op == "in" || list.op == "!in" || list.op == "in~" || list.op == "!in~";
  if (list.values.size() == 1 && is_tabular(context, scope, *list.values.front())) {
    plan::RelPtr relation = bind_table_expression(context, *list.values.front());
    if (!operand || !relation) return nullptr;
    if (relation->columns.empty())
      return context.error("KS107", list.values.front()->span, "The table on the right of 'in' has no columns.");
    if (!is_in) return bind_has_list_of_relation(context, list, std::move(operand), std::move(relation), span);
    const plan::Column& first = relation->columns.front();
    ScalarType type = operand->type;
    if (type == ScalarType::Dynamic && first.type != ScalarType::Dynamic)
      operand = convert_to(std::move(operand), first.type);
    return std::make_shared<const plan::Scalar>(plan::Scalar{
        ScalarType::Bool, false,
        plan::InRelation{std::move(operand), std::move(relation), list.op.front() == '!', list.op.back() == '~'}});
  }
  std::vector<plan::ScalarPtr> arguments{operand};
  bool failed = !operand;
  for (const syntax::ExprPtr& value : list.values) {
    plan::ScalarPtr bound = bind_scalar(context, scope, *value);
    failed = failed || !bound;
    arguments.push_back(std::move(bound));
  }
  if (failed) return nullptr;
  return apply(context, FunctionKind::Operator, list.op, expand_constant_arrays(std::move(arguments)), list.op_span);
}

}  // namespace

plan::ScalarPtr make_literal(ScalarType type, ConstantValue value) {
  bool nullable = std::holds_alternative<std::monostate>(value);
  if (nullable && type == ScalarType::String) value = std::string();
  return std::make_shared<const plan::Scalar>(
      plan::Scalar{type, nullable && type != ScalarType::String, plan::Literal{std::move(value)}});
}

plan::ScalarPtr use_of(const plan::Column& column) {
  return std::make_shared<const plan::Scalar>(plan::Scalar{column.type, column.nullable, plan::ColumnUse{column.id}});
}

plan::ScalarPtr member_of(const plan::Column& column, std::variant<std::string, std::int64_t> key) {
  return std::make_shared<const plan::Scalar>(
      plan::Scalar{ScalarType::Dynamic, true, plan::DynamicPath{use_of(column), {std::move(key)}}});
}

plan::ScalarPtr convert_to(plan::ScalarPtr operand, ScalarType type) {
  if (!operand || operand->type == type) return operand;
  if (const auto* literal = std::get_if<plan::Literal>(&operand->node)) {
    if (std::holds_alternative<std::monostate>(literal->value)) return make_literal(type, {});
    const auto* integer = std::get_if<std::int64_t>(&literal->value);
    if (integer != nullptr && types::integers.contains(operand->type)) {
      if (type == ScalarType::Long || type == ScalarType::Int) return make_literal(type, *integer);
      if (type == ScalarType::Real) return make_literal(type, static_cast<double>(*integer));
    }
    if (operand->type == ScalarType::String) {
      const auto& text = std::get<std::string>(literal->value);
      if (type == ScalarType::DateTime) {
        if (auto ticks = parse_datetime(text)) return make_literal(type, *ticks);
      }
      if (type == ScalarType::TimeSpan) {
        if (auto ticks = parse_timespan(text)) return make_literal(type, *ticks);
      }
    }
  }
  bool nullable = type != ScalarType::String &&
                  (operand->nullable || operand->type == ScalarType::String || operand->type == ScalarType::Dynamic);
  return std::make_shared<const plan::Scalar>(plan::Scalar{type, nullable, plan::Convert{std::move(operand)}});
}

std::optional<ConstantValue> constant_of(const plan::Scalar& scalar) {
  if (const auto* literal = std::get_if<plan::Literal>(&scalar.node)) return literal->value;
  if (const auto* call = std::get_if<plan::FunctionCall>(&scalar.node);
      call != nullptr && call->arguments.size() == 1) {
    std::optional<ConstantValue> inner = constant_of(*call->arguments.front());
    if (!inner) return std::nullopt;
    if (call->function->name == "neg") {
      std::int64_t opposite = 0;
      if (const auto* integer = std::get_if<std::int64_t>(&*inner);
          integer != nullptr && !__builtin_sub_overflow(std::int64_t{0}, *integer, &opposite))
        return ConstantValue(opposite);
      if (const auto* real = std::get_if<double>(&*inner)) return ConstantValue(-*real);
    }
  }
  return std::nullopt;
}

namespace {
std::string quoted(std::string_view text) {
  std::string json;
  append_json_string(json, text);
  return json;
}
}  // namespace

ConstantValue dynamic_constant(const plan::Scalar& scalar, const ConstantValue& value) {
  if (scalar.type == ScalarType::Dynamic || std::holds_alternative<std::monostate>(value)) return value;
  if (const auto* flag = std::get_if<bool>(&value)) return std::string(*flag ? "true" : "false");
  if (const auto* real = std::get_if<double>(&value)) {
    std::string text;
    append_json_real(text, *real);
    return text;
  }
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    if (scalar.type == ScalarType::DateTime) return quoted(format_datetime(*integer));
    if (scalar.type == ScalarType::TimeSpan) return quoted(format_timespan(*integer));
    return std::to_string(*integer);
  }
  return quoted(std::get<std::string>(value));
}

bool any_column(const plan::Scalar& scalar, const std::function<bool(plan::ColumnId)>& test) {
  if (const auto* use = std::get_if<plan::ColumnUse>(&scalar.node)) return test(use->column);
  bool found = false;
  plan::each_operand(scalar, [&](const plan::ScalarPtr& operand) { found = found || any_column(*operand, test); });
  return found;
}

const plan::Column* find_column(const std::vector<plan::Column>& columns, std::string_view name) {
  for (const plan::Column& column : columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

bool reads_single_rows(const plan::Scalar& scalar, const std::vector<plan::Assignment>& aggregates) {
  return any_column(scalar, [&](plan::ColumnId id) {
    return std::ranges::find(aggregates, id, &plan::Assignment::column) == aggregates.end();
  });
}

const plan::Column* named_column(Context& context, const std::vector<plan::Column>& columns, const syntax::Expr& expr,
                                 std::string_view code) {
  const auto* name = std::get_if<syntax::NameRef>(&expr.node);
  if (name == nullptr) return context.error(std::string(code), expr.span, "The name of a column is expected here.");
  const plan::Column* column = find_column(columns, name->name);
  return column != nullptr ? column : unknown_name(context, Scope{.columns = &columns}, name->name, expr.span);
}

std::nullptr_t unknown_name(Context& context, const Scope& scope, std::string_view name, diag::Span span) {
  std::vector<std::string> candidates;
  for (const auto* columns : {scope.columns, scope.left, scope.right}) {
    if (columns == nullptr) continue;
    if (is_open(context, *columns)) return nullptr;
    for (const plan::Column& column : *columns) candidates.push_back(column.name);
  }
  for (const Environment* let = context.environment.get(); let != nullptr; let = let->outer.get())
    candidates.push_back(let->name);
  for (const auto& [parameter, value] : context.parameters) candidates.push_back(parameter);
  std::string nearest = diag::nearest_name(name, candidates);
  context.unknown_names.emplace_back(name);
  return context.error(
      "KS142", span,
      fmt::format("The name '{}' does not refer to any known column, table, variable or function.", name),
      nearest.empty() ? "" : fmt::format("did you mean '{}'?", nearest));
}

plan::ScalarPtr apply(Context& context, const FunctionRecord& record, std::vector<plan::ScalarPtr> arguments,
                      diag::Span span) {
  std::vector<Argument> described;
  for (const plan::ScalarPtr& argument : arguments) {
    if (!argument) return nullptr;
    described.push_back(describe(*argument));
  }
  std::expected<Resolved, ResolveFailure> resolved = resolve(record, described);
  if (!resolved)
    return context.error(resolved.error().code, span, std::move(resolved.error().message),
                         std::move(resolved.error().hint));
  for (std::size_t i = 0; i < arguments.size(); ++i)
    arguments[i] = convert_to(std::move(arguments[i]), resolved->argument_types[i]);
  bool nullable = record.nullable && resolved->result != ScalarType::String;
  return std::make_shared<const plan::Scalar>(
      plan::Scalar{resolved->result, nullable, plan::FunctionCall{&record, std::move(arguments)}});
}

plan::ScalarPtr apply(Context& context, FunctionKind kind, std::string_view name,
                      std::vector<plan::ScalarPtr> arguments, diag::Span span) {
  const FunctionRecord* record = context.functions.find(kind, name);
  if (record == nullptr) {
    const KnownName* known =
        context.functions.find_known(kind == FunctionKind::Operator ? "operator" : "function", name);
    return context.error(
        "HB002", span,
        fmt::format("'{}' is known, but {}.", name, known != nullptr ? known->reason : "not supported yet"));
  }
  return apply(context, *record, std::move(arguments), span);
}

plan::ScalarPtr bind_scalar(Context& context, const Scope& scope, const syntax::Expr& expr) {
  if (scope.elements != nullptr) {
    if (std::optional<plan::ScalarPtr> bound = scope.elements->bind(context, scope, expr)) return *std::move(bound);
  }
  return std::visit(
      Overloaded{
          [&](const syntax::Literal& literal) -> plan::ScalarPtr {
            return std::visit(
                [&](const auto& value) -> plan::ScalarPtr { return make_literal(literal.type, ConstantValue(value)); },
                literal.value);
          },
          [&](const syntax::NameRef& name) { return bind_name(context, scope, name.name, expr.span); },
          [&](const syntax::Star&) -> plan::ScalarPtr {
            return context.error("KS006", expr.span, "'*' can't stand here: a single value is expected.");
          },
          [&](const syntax::Call& call) { return bind_call(context, scope, call, expr.span); },
          [&](const syntax::Member& member) -> plan::ScalarPtr {
            if (const auto* side = std::get_if<syntax::NameRef>(&member.object->node);
                side != nullptr && (side->name == "$left" || side->name == "$right")) {
              const auto* columns = side->name == "$left" ? scope.left : scope.right;
              if (columns == nullptr)
                return context.error("KS109", expr.span,
                                     fmt::format("{} can be used in the condition of a join only.", side->name));
              if (const plan::Column* column = find_column(*columns, member.name.text))
                return use_unless_failed(context, *column);
              return unknown_name(context, Scope{.columns = columns}, member.name.text, member.name.span);
            }
            const auto* step = std::get_if<syntax::NameRef>(&member.object->node);
            if (step != nullptr && scope.steps != nullptr && scope.steps->is_step(step->name) &&
                (scope.columns == nullptr || find_column(*scope.columns, step->name) == nullptr))
              return scope.steps->read(context, step->name, member.name);
            return bind_member(context, bind_scalar(context, scope, *member.object), member.name.text, expr.span);
          },
          [&](const syntax::MemberCall&) -> plan::ScalarPtr {
            return context.error("HB002", expr.span, "Functions of other databases and clusters can't be called here.");
          },
          [&](const syntax::Index& index) { return bind_index(context, scope, index, expr.span); },
          [&](const syntax::Unary& unary) {
            return apply(context, FunctionKind::Operator, unary.op == "-" ? "neg" : "pos",
                         {bind_scalar(context, scope, *unary.operand)}, expr.span);
          },
          [&](const syntax::Binary& binary) {
            if (std::holds_alternative<syntax::Star>(binary.left->node)) return bind_any_column(context, scope, binary);
            plan::ScalarPtr left = bind_scalar(context, scope, *binary.left);
            plan::ScalarPtr right = bind_scalar(context, scope, *binary.right);
            if (!left || !right) return plan::ScalarPtr();
            return apply(context, FunctionKind::Operator, binary.op, {std::move(left), std::move(right)},
                         binary.op_span);
          },
          [&](const syntax::InList& list) { return bind_in_list(context, scope, list, expr.span); },
          [&](const syntax::Between& between) {
            return apply(context, FunctionKind::Operator, between.negated ? "!between" : "between",
                         {bind_scalar(context, scope, *between.operand), bind_scalar(context, scope, *between.low),
                          bind_scalar(context, scope, *between.high)},
                         between.op_span);
          },
          [&](const syntax::Named& named) { return bind_scalar(context, scope, *named.expr); },
          [&](const syntax::Typed&) -> plan::ScalarPtr {
            return context.error("KS006", expr.span, "A column declaration can't stand here: a value is expected.");
          },
          [&](const syntax::SubPipeline& sub) -> plan::ScalarPtr {
            // Parentheses around an expression come as a pipeline of the expression alone.
            if (const syntax::Expr* inner = sole_expression(*sub.pipeline)) return bind_scalar(context, scope, *inner);
            return context.error("KS107", expr.span, "A table stands here, but a scalar value is expected.",
                                 "toscalar(...) takes the first value of its first column.");
          },
          [&](const syntax::Missing&) -> plan::ScalarPtr { return nullptr; },
      },
      expr.node);
}

plan::ScalarPtr bind_scalar_as(Context& context, const Scope& scope, const syntax::Expr& expr, ScalarType type) {
  plan::ScalarPtr bound = bind_scalar(context, scope, expr);
  if (!bound || bound->type == type) return bound;
  bool widens = types::numbers.contains(bound->type) && types::numbers.contains(type) && bound->type < type;
  if (bound->type == ScalarType::Dynamic || widens) return convert_to(std::move(bound), type);
  return context.error(
      "KS107", expr.span,
      fmt::format("A value of type {} expected, but this is {}.", name_of(type), name_of(bound->type)));
}

plan::ScalarPtr bind_predicate(Context& context, const Scope& scope, const syntax::Expr& expr) {
  return bind_scalar_as(context, scope, expr, ScalarType::Bool);
}

bool is_comparable(Context& context, const plan::Scalar& value, diag::Span span) {
  if (value.type != ScalarType::Dynamic) return true;
  context.error("KS116", span, "A value of type dynamic is not allowed here.",
                "convert it to a type that can be compared: tostring(...), tolong(...)");
  return false;
}

std::optional<std::int64_t> bind_count(Context& context, const syntax::Expr& expr) {
  plan::ScalarPtr bound = bind_scalar(context, Scope{}, expr);
  if (!bound) return std::nullopt;
  std::optional<ConstantValue> constant = constant_of(*bound);
  if (const auto* value = constant ? std::get_if<std::int64_t>(&*constant) : nullptr;
      value != nullptr && types::integers.contains(bound->type)) {
    if (*value >= 0) return *value;
    context.error("KS107", expr.span, "The number of rows can't be negative.");
    return std::nullopt;
  }
  context.error("KS107", expr.span, "A constant integer is expected here.");
  return std::nullopt;
}

}  // namespace huntbook::kql::bind
