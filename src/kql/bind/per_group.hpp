// Subqueries that run once for each group of rows: mv-apply, partition. The subquery is bound as if its source were one
// table; then every node between its result and the source is made to work on each group by itself. So the whole stays
// one query, however many groups there are.
#pragma once

#include "kql/bind/context.hpp"

namespace huntbook::kql::bind {

struct Groups {
  plan::RelPtr source;  // the rows of all groups
  // Takes the source's place where the subquery looks at no more than one row at a time: the same rows, less costly.
  plan::RelPtr row_by_row;
  std::vector<plan::Column> keys;  // of the source; rows that agree in them are one group
  // Of the source, the same in all rows of a group: handed through, but never compared.
  std::vector<plan::Column> carried;
};

// `relation` as the union of what it is for each group, with `groups.carried` among its columns. Null, with HB002
// reported at `span`, where a plugin would have to run for each group.
plan::RelPtr per_group(Context& context, const plan::RelPtr& relation, const Groups& groups, diag::Span span);

}  // namespace huntbook::kql::bind
