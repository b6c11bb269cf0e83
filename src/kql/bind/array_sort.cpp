#include "kql/bind/array_sort.hpp"

#include <utility>

#include <fmt/format.h>

#include "kql/bind/column_name.hpp"
#include "kql/functions/internal.hpp"

namespace huntbook::kql::bind {

namespace {

bool is_flag(Context& context, const syntax::Expr& expr) {
  if (const auto* literal = std::get_if<syntax::Literal>(&expr.node)) return literal->type == ScalarType::Bool;
  if (const auto* binary = std::get_if<syntax::Binary>(&expr.node))
    return binary->op == "and" || binary->op == "or" || binary->op == "==" || binary->op == "!=" ||
           binary->op.front() == '<' || binary->op.front() == '>';
  if (const auto* call = std::get_if<syntax::Call>(&expr.node))
    return call->function.text == "not" || call->function.text == "tobool";
  const auto* name = std::get_if<syntax::NameRef>(&expr.node);
  const LetValue* value = name != nullptr ? context.find_let(name->name) : nullptr;
  const auto* scalar = value != nullptr ? std::get_if<plan::ScalarPtr>(value) : nullptr;
  return scalar != nullptr && *scalar && (*scalar)->type == ScalarType::Bool;
}

std::size_t array_count(Context& context, const syntax::Call& call) {
  const std::size_t count = call.arguments.size();
  return count > 1 && is_flag(context, *call.arguments.back()) ? count - 1 : count;
}

}  // namespace

bool sorts_arrays_together(Context& context, const syntax::Call& call) {
  const std::string& name = call.function.text;
  return (name == "array_sort_asc" || name == "array_sort_desc") && context.find_let(name) == nullptr &&
         array_count(context, call) > 1;
}

plan::ScalarPtr bind_arrays_sorted_together(Context& context, const Scope& scope, const syntax::Call& call,
                                            diag::Span span) {
  const std::string_view order = call.function.text == "array_sort_asc" ? "asc" : "desc";
  const std::size_t count = array_count(context, call);
  auto text = [&](std::string_view place) {
    return make_literal(ScalarType::String, fmt::format("{} {}", order, place));
  };
  std::vector<plan::ScalarPtr> arguments{text("last")};
  if (count < call.arguments.size()) {
    plan::ScalarPtr nulls_last = bind_predicate(context, scope, *call.arguments.back());
    if (!nulls_last) return nullptr;
    arguments.front() =
        apply(context, FunctionKind::Scalar, "iff", {std::move(nulls_last), text("last"), text("first")}, span);
  }
  for (std::size_t i = 0; i < count; ++i) {
    arguments.push_back(bind_scalar(context, scope, *call.arguments[i]));
    if (!arguments.back()) return nullptr;
  }
  return apply(context, arrays_sorted_together(), std::move(arguments), span);
}

std::vector<std::string> names_of_sorted_arrays(Context& context, const syntax::Call& call) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < array_count(context, call); ++i) {
    const auto* name = std::get_if<syntax::NameRef>(&call.arguments[i]->node);
    names.push_back(name != nullptr ? name->name : fmt::format("array{}", i));
  }
  return names;
}

plan::ScalarPtr element_of(plan::ScalarPtr array, std::int64_t index) {
  return std::make_shared<const plan::Scalar>(
      plan::Scalar{ScalarType::Dynamic, true, plan::DynamicPath{std::move(array), {index}}});
}

}  // namespace huntbook::kql::bind
