// The tables whose columns are documented (by Microsoft, or for the case's own tables by us): names, types and order of
// their columns, from schema/tables/NAME.tsv (one "name<TAB>type" a line, the source behind '#'), compiled into the
// program. They are many, so each is parsed when it is first asked for.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/column.hpp"

namespace huntbook::casefile {

struct EmbeddedSchema {
  std::string_view table;
  std::string_view tsv;
};
// In the order of the tables' names.
std::span<const EmbeddedSchema> embedded_schemas();

struct DocumentedTable {
  std::string_view name;
  Schema columns;
};
// Null where the table is not documented; names are case-sensitive. The table lives as long as the program.
const DocumentedTable* find_documented(std::string_view name);

}  // namespace huntbook::casefile
