// The tables whose columns are documented (by Microsoft, or for the case's own tables by us): names, types and order of
// their columns, from schema/tables/NAME.tsv (one "name<TAB>type" a line), compiled into the program.
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
std::span<const EmbeddedSchema> embedded_schemas();

struct DocumentedTable {
  std::string_view name;
  Schema columns;
};
// In alphabetical order.
const std::vector<DocumentedTable>& documented_tables();
// Null where the table is not documented.
const DocumentedTable* find_documented(std::string_view name);

}  // namespace huntbook::casefile
