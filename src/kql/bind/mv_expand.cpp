// mv-expand (Kusto docs, "mv-expand operator").
#include <algorithm>

#include <fmt/format.h>

#include "kql/bind/column_name.hpp"
#include "kql/bind/operators.hpp"

namespace huntbook::kql::bind {

plan::RelPtr bind_mv_expand(Context& context, plan::RelPtr input, const syntax::MvExpandOp& op, diag::Span span) {
  plan::MvExpand expand;
  std::string kind = property_text(op.properties, "kind");
  if (kind.empty()) kind = property_text(op.properties, "bagexpansion");
  if (!kind.empty() && kind != "array" && kind != "bag")
    return context.error("KS133", span, fmt::format("'{}' is no kind of mv-expand.", kind), "bag or array");
  expand.bag_as_array = kind == "array";
  std::vector<plan::Column> columns = input->columns;
  ColumnNamer namer("Column", 1);
  for (const plan::Column& column : columns) namer.reserve(column.name);
  std::string index_name = property_text(op.properties, "with_itemindex");
  for (const syntax::MvExpandTerm& term : op.terms) {
    plan::ScalarPtr value = bind_scalar(context, Scope{.columns = &input->columns}, *term.expr);
    if (!value) return nullptr;
    if (value->type != ScalarType::Dynamic)
      return context.error(
          "KS107", term.expr->span,
          fmt::format("mv-expand takes a dynamic array or bag, but this is of type {}.", name_of(value->type)));
    const auto* named = std::get_if<syntax::Named>(&term.expr->node);
    std::string implied = implied_name(context.functions, *term.expr);
    ScalarType type = term.to_type.value_or(ScalarType::Dynamic);
    auto old = std::ranges::find(columns, implied, &plan::Column::name);
    bool in_place = old != columns.end() && (named != nullptr || std::holds_alternative<plan::ColumnUse>(value->node));
    std::string name = named != nullptr || in_place ? implied : namer.automatic(implied);
    plan::Column column = context.make_column(std::move(name), type);
    expand.terms.push_back({std::move(value), column.id, type});
    if (in_place) {
      *old = std::move(column);
    } else {
      columns.push_back(std::move(column));
    }
  }
  if (!index_name.empty()) {
    plan::Column column = context.make_column(index_name, ScalarType::Long, false);
    expand.item_index = column.id;
    columns.push_back(std::move(column));
  }
  if (op.limit) {
    expand.limit = bind_count(context, *op.limit);
    if (!expand.limit) return nullptr;
  }
  expand.input = std::move(input);
  return make_relation(std::move(columns), std::move(expand));
}

}  // namespace huntbook::kql::bind
