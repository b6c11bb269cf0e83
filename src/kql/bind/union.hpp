// What union, search and find share: tables named one by one or by wildcards, and their rows put together by the names
// of columns.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kql/bind/context.hpp"

namespace huntbook::kql::bind {

struct UnionInput {
  plan::RelPtr relation;
  std::string source;    // name of the table, for withsource
  bool rowless = false;  // only says which columns there are besides
};

// Adds the tables that the expressions name; false where one is not there (reported). With `fuzzy` a table that is not
// there is left out; other errors stand.
bool bind_union_inputs(Context& context, const std::vector<syntax::ExprPtr>& tables, bool fuzzy,
                       std::vector<UnionInput>& inputs);
// Adds every table that holds rows, and the views that let statements made, whose name matches; where there is none,
// the documented tables whose name does.
void add_matching_tables(Context& context, std::string_view pattern, diag::Span span, std::vector<UnionInput>& inputs);
// Adds an input without rows: the columns of documented tables whose name matches, as far as the text mentions them and
// no other input has them. They are hidden, so that they are there for a query that names them, as in a workspace where
// those tables stand empty, and do not widen every result to thousands of columns.
void add_mentioned_columns(Context& context, std::string_view pattern, std::vector<UnionInput>& inputs);
// The rows of all inputs, at least one. A name with several types becomes one column a type. `common_only` drops the
// columns that some input lacks; `source_column`, where not empty, names a first column with the inputs' names.
plan::RelPtr merge_inputs(Context& context, std::vector<UnionInput> inputs, bool common_only,
                          const std::string& source_column);

}  // namespace huntbook::kql::bind
