// Short texts about columns and tables.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kql/plan/relation.hpp"

namespace huntbook::kql::editor {

// As it is written in a query: in brackets and quotes where it is no plain name.
std::string quoted_name(std::string_view name);
// "2 columns: a: long, b: string", the first few of them.
std::string describe_columns(const plan::Rel& rows);
// The stored table that a column comes from unchanged; empty where it comes from none.
std::string stored_table_of(const plan::Rel& rows, plan::ColumnId column);

}  // namespace huntbook::kql::editor
