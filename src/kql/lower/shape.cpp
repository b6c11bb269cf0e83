#include "kql/lower/shape.hpp"

namespace huntbook::kql::lower {

bool is_plain(const sql::ExprPtr& expr) {
  return std::holds_alternative<sql::ColumnRef>(expr->node) || sql::is_literal(*expr);
}

sql::Query to_query(const Shape& shape, const std::vector<plan::ColumnId>& columns, bool with_order_keys,
                    bool with_order) {
  sql::Select select;
  select.distinct = shape.distinct;
  for (plan::ColumnId id : columns) select.items.push_back({shape.values.at(id), column_alias(id)});
  if (with_order_keys) {
    for (std::size_t i = 0; i < shape.order.size(); ++i)
      select.items.push_back({shape.order[i].expr, std::string("o").append(std::to_string(i))});
  }
  // A SELECT needs an item even where nobody reads its columns.
  if (select.items.empty()) select.items.push_back({sql::literal(true), "none"});
  select.from = shape.from;
  select.where = shape.where;
  select.group_by = shape.group_by;
  select.qualify = shape.qualify;
  if (with_order || shape.limit) select.order_by = shape.order;
  select.limit = shape.limit;
  sql::Query query;
  query.body = std::move(select);
  return query;
}

}  // namespace huntbook::kql::lower
