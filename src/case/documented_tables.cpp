#include "case/documented_tables.hpp"

#include <string>

namespace huntbook::casefile {

namespace {

Schema parse(std::string_view tsv) {
  Schema columns;
  while (!tsv.empty()) {
    std::string_view line = tsv.substr(0, tsv.find('\n'));
    tsv.remove_prefix(std::min(tsv.size(), line.size() + 1));
    std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) continue;
    columns.push_back(
        {std::string(line.substr(0, tab)), scalar_type_named(line.substr(tab + 1)).value_or(ScalarType::String)});
  }
  return columns;
}

}  // namespace

const std::vector<DocumentedTable>& documented_tables() {
  static const std::vector<DocumentedTable> tables = [] {
    std::vector<DocumentedTable> parsed;
    for (const EmbeddedSchema& schema : embedded_schemas()) parsed.push_back({schema.table, parse(schema.tsv)});
    return parsed;
  }();
  return tables;
}

const DocumentedTable* find_documented(std::string_view name) {
  for (const DocumentedTable& table : documented_tables())
    if (table.name == name) return &table;
  return nullptr;
}

}  // namespace huntbook::casefile
