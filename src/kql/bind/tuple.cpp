#include "kql/bind/tuple.hpp"

#include <fmt/format.h>

#include "kql/bind/array_sort.hpp"
#include "kql/bind/call.hpp"
#include "kql/bind/column_name.hpp"
#include "kql/bind/operators.hpp"

namespace huntbook::kql::bind {

const syntax::Call* tuple_call(Context& context, const syntax::Expr& expr) {
  const auto* call = std::get_if<syntax::Call>(&without_names(expr).node);
  if (call == nullptr || context.find_let(call->function.text) != nullptr) return nullptr;
  if (sorts_arrays_together(context, *call)) return call;
  const FunctionRecord* record = context.functions.find(FunctionKind::Scalar, call->function.text);
  return record != nullptr && !record->members.empty() ? call : nullptr;
}

std::string TupleValue::column_name(ColumnNamer& namer) {
  return given ? namer.given(std::move(name)) : namer.automatic(std::move(name));
}

namespace {

// The sorted arrays of array_sort_asc(a, b, ...): those behind the last name that the query gives are left out.
std::optional<BoundTuple> bind_sorted_arrays(Context& context, const Scope& scope, const syntax::Expr& expr,
                                             const syntax::Call& call) {
  plan::ScalarPtr arrays = bind_arrays_sorted_together(context, scope, call, without_names(expr).span);
  if (!arrays) return std::nullopt;
  std::vector<std::string> names = names_of_sorted_arrays(context, call);
  const auto* named = std::get_if<syntax::Named>(&expr.node);
  if (named != nullptr && named->names.size() > names.size()) {
    context.error("KS150", named->names[names.size()].span,
                  fmt::format("'{}' gives {} values here, so this name has none.", call.function.text, names.size()));
    return std::nullopt;
  }
  if (named != nullptr) names.resize(named->names.size());
  plan::Column column = context.make_column("", ScalarType::Dynamic);
  BoundTuple result{{column.id, std::move(arrays)}, {}};
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::string name = named != nullptr ? named->names[i].text : names[i] + "_sorted";
    result.values.push_back({std::move(name), named != nullptr, member_of(column, static_cast<std::int64_t>(i))});
  }
  return result;
}

}  // namespace

std::optional<BoundTuple> bind_tuple(Context& context, const Scope& scope, const syntax::Expr& expr, Unnamed unnamed) {
  const syntax::Call& call = *tuple_call(context, expr);
  if (sorts_arrays_together(context, call)) return bind_sorted_arrays(context, scope, expr, call);
  const FunctionRecord& record = *context.functions.find(FunctionKind::Scalar, call.function.text);
  plan::ScalarPtr bag = bind_record_call(context, scope, record, call, without_names(expr).span);
  if (!bag) return std::nullopt;
  const auto* named = std::get_if<syntax::Named>(&expr.node);
  std::size_t names = named != nullptr ? named->names.size() : 0;
  if (names > record.members.size()) {
    context.error("KS150", named->names[record.members.size()].span,
                  fmt::format("'{}' gives {} values, so this name has none.", record.name, record.members.size()));
    return std::nullopt;
  }
  plan::Column column = context.make_column("", ScalarType::Dynamic);
  BoundTuple result{{column.id, std::move(bag)}, {}};
  std::string first = call.arguments.empty() ? "" : implied_name(context.functions, *call.arguments.front());
  for (std::size_t i = 0; i < record.members.size(); ++i) {
    const TupleMember& member = record.members[i];
    bool given = i < names;
    std::string name = given ? named->names[i].text : fmt::format("{}_{}_{}", record.name, first, member.name);
    result.values.push_back(
        {std::move(name), given, convert_to(member_of(column, std::string(member.name)), member.type)});
  }
  if (unnamed == Unnamed::LeaveOut && names > 0) result.values.resize(names);
  return result;
}

bool has_names_for_one_value(Context& context, const syntax::Expr& expr) {
  const auto* named = std::get_if<syntax::Named>(&expr.node);
  if (named == nullptr || named->names.size() < 2) return true;
  context.error("KS149", expr.span, "This expression gives one value, so it can have one name only.");
  return false;
}

plan::RelPtr with_bags(Context& context, plan::RelPtr input, std::vector<plan::Assignment> windows,
                       std::vector<plan::Assignment> bags) {
  std::vector<plan::Column> columns = input->columns;
  for (const auto* list : {&windows, &bags})
    for (const plan::Assignment& assignment : *list)
      columns.push_back(plan::Column{assignment.column, "", assignment.value->type, assignment.value->nullable, true});
  return make_project(context, std::move(input), std::move(windows), std::move(bags), std::move(columns));
}

}  // namespace huntbook::kql::bind
