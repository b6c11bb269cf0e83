// mv-apply (Kusto docs, "mv-apply operator"): expands arrays of each row, and runs a subquery over what came of the
// row.
#include <algorithm>

#include "kql/bind/mv_expand.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/per_group.hpp"
#include "kql/bind/table.hpp"

namespace huntbook::kql::bind {

namespace {

// The rows of the input, numbered.
plan::RelPtr numbered(Context& context, plan::RelPtr input, const plan::Column& number, diag::Span span) {
  std::vector<plan::Column> columns = input->columns;
  columns.push_back(number);
  plan::ScalarPtr value = apply(context, FunctionKind::Window, "row_number", {}, span);
  return make_relation(std::move(columns), plan::Windowed{std::move(input), {{number.id, std::move(value)}}});
}

plan::Column hidden_column(Context& context) {
  plan::Column column = context.make_column("", ScalarType::Long, false);
  column.hidden = true;
  return column;
}

}  // namespace

plan::RelPtr bind_mv_apply(Context& context, plan::RelPtr input, const syntax::MvApplyOp& op, diag::Span span) {
  if (op.terms.empty()) return context.error("KS006", span, "mv-apply needs an array to expand.");
  const std::vector<plan::Column> original = input->columns;
  plan::Column row = hidden_column(context);
  std::optional<Expansion> expansion =
      bind_expansion(context, numbered(context, std::move(input), row, span), op.terms, op.limit.get());
  if (!expansion) return nullptr;
  plan::Column index = hidden_column(context);
  if (std::string name = property_text(op.properties, "with_itemindex"); !name.empty()) {
    index.name = std::move(name);
    index.hidden = false;
  }
  expansion->expand.item_index = index.id;
  expansion->columns.push_back(index);

  // The columns that the expansion left alone stand in the result whatever the subquery does.
  Groups groups;
  for (const plan::Column& column : original) {
    bool kept = std::ranges::any_of(expansion->columns, [&](const plan::Column& c) { return c.id == column.id; });
    if (kept) groups.carried.push_back(column);
  }
  groups.keys = {row};
  std::vector<plan::Column> columns = expansion->columns;
  groups.row_by_row = make_relation(columns, std::move(expansion->expand));
  groups.source =
      make_relation(columns, plan::Sort{groups.row_by_row, {{use_of(row), false, true}, {use_of(index), false, true}}});

  plan::RelPtr body = bind_pipeline(context, *op.body, groups.source);
  plan::RelPtr grouped = body ? per_group(context, body, groups, span) : nullptr;
  if (!grouped) return nullptr;
  std::vector<plan::Column> output = groups.carried;
  std::vector<plan::Assignment> copies;
  for (const plan::Column& column : body->columns) {
    if (column.hidden || find_column(groups.carried, column.name) != nullptr) continue;
    bool seen = std::ranges::any_of(output, [&](const plan::Column& c) { return c.id == column.id; });
    output.push_back(column);
    if (!seen) continue;
    output.back() = context.make_column(column.name, column.type, column.nullable);
    copies.push_back({output.back().id, use_of(column)});
  }
  return make_project(context, std::move(grouped), {}, std::move(copies), std::move(output));
}

}  // namespace huntbook::kql::bind
