// A SELECT in the making: clauses are filled while the next operator fits into a free slot, else the SELECT becomes a
// subquery and a new one starts around it. What a column is, is an expression over the FROM clause.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kql/plan/relation.hpp"
#include "sql/tree.hpp"

namespace huntbook::kql::lower {

struct Shape {
  sql::RelationPtr from;
  sql::ExprPtr where;
  std::map<plan::ColumnId, sql::ExprPtr> values;
  std::vector<sql::ExprPtr> group_by;
  bool grouped = false;
  bool distinct = false;
  sql::ExprPtr qualify;
  std::vector<sql::OrderTerm> order;  // of the rows; put out with a limit or at the end
  std::optional<std::int64_t> limit;
  // How many nodes stand above one another in `from`, each of which doubles the time that the engine takes to plan.
  unsigned doublings = 0;

  bool has_slots_behind_where() const { return !grouped && !distinct && !qualify && !limit; }
};

inline std::string column_alias(plan::ColumnId id) {
  return std::string("c").append(std::to_string(id));
}

inline sql::QueryPtr share(sql::Query query) {
  return std::make_shared<const sql::Query>(std::move(query));
}

bool is_plain(const sql::ExprPtr& expr);

// The SELECT with `columns` as its items, in this order, and then the order's keys as o0, o1, ... where asked for.
// ORDER BY is put out with a limit, or where asked for.
sql::Query to_query(const Shape& shape, const std::vector<plan::ColumnId>& columns, bool with_order_keys,
                    bool with_order);

}  // namespace huntbook::kql::lower
