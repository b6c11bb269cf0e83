// mv-expand (Kusto docs, "mv-expand operator").
#include "kql/bind/mv_expand.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "kql/bind/column_name.hpp"
#include "kql/bind/operators.hpp"

namespace huntbook::kql::bind {

std::optional<Expansion> bind_expansion(Context& context, plan::RelPtr input,
                                        const std::vector<syntax::MvExpandTerm>& terms, const syntax::Expr* limit) {
  Expansion result;
  std::vector<plan::Column>& columns = result.columns;
  columns = input->columns;
  ColumnNamer namer(context);
  namer.reserve(input->columns);
  for (const syntax::MvExpandTerm& term : terms) {
    plan::ScalarPtr value = bind_scalar(context, Scope{.columns = &input->columns}, *term.expr);
    if (!value) return std::nullopt;
    if (value->type != ScalarType::Dynamic) {
      context.error(
          "KS107", term.expr->span,
          fmt::format("A dynamic array or bag is expected here, but this is of type {}.", name_of(value->type)));
      return std::nullopt;
    }
    // A column of the term's own or implied name gives way: "mv-expand todynamic(s)" replaces s.
    std::string implied = implied_name(context.functions, *term.expr);
    ScalarType type = term.to_type.value_or(ScalarType::Dynamic);
    auto old = std::ranges::find(columns, implied, &plan::Column::name);
    const bool in_place = old != columns.end();
    const bool named = std::holds_alternative<syntax::Named>(term.expr->node);
    std::string name = named || in_place ? implied : namer.automatic(implied);
    plan::Column column = context.make_column(std::move(name), type);
    result.expand.terms.push_back({std::move(value), column.id, type});
    if (in_place) {
      *old = std::move(column);
    } else {
      columns.push_back(std::move(column));
    }
  }
  if (limit != nullptr) {
    result.expand.limit = bind_count(context, *limit);
    if (!result.expand.limit) return std::nullopt;
  }
  result.expand.input = std::move(input);
  return result;
}

plan::RelPtr bind_mv_expand(Context& context, plan::RelPtr input, const syntax::MvExpandOp& op, diag::Span span) {
  std::string kind = property_text(op.properties, "kind");
  if (kind.empty()) kind = property_text(op.properties, "bagexpansion");
  if (!kind.empty() && kind != "array" && kind != "bag")
    return context.error("KS133", span, fmt::format("'{}' is no kind of mv-expand.", kind), "bag or array");
  std::optional<Expansion> expansion = bind_expansion(context, std::move(input), op.terms, op.limit.get());
  if (!expansion) return nullptr;
  expansion->expand.bag_as_array = kind == "array";
  if (std::string name = property_text(op.properties, "with_itemindex"); !name.empty()) {
    plan::Column column = context.make_column(std::move(name), ScalarType::Long, false);
    expansion->expand.item_index = column.id;
    expansion->columns.push_back(std::move(column));
  }
  return make_relation(std::move(expansion->columns), std::move(expansion->expand));
}

}  // namespace huntbook::kql::bind
