#include "ingest/tables/block_tables.hpp"

namespace huntbook::ingest {

DocumentedRows* BlockTables::documented(std::string_view name) {
  const auto found = documented_by_name_.find(name);
  if (found != documented_by_name_.end()) return found->second;
  const DocumentedTable* const table = known_.find(name);
  DocumentedRows* const rows =
      table == nullptr
          ? nullptr
          : documented_.emplace_back(std::make_unique<DocumentedRows>(*table, times_, records_in_block_)).get();
  documented_by_name_.emplace(name, rows);
  return rows;
}

OwnRows& BlockTables::own(std::string_view name) {
  const auto found = own_.find(name);
  return found != own_.end() ? found->second : own_.emplace(name, OwnRows(std::string(name))).first->second;
}

std::vector<TableRows> BlockTables::finish(const KnownTypesByTable& known) {
  std::vector<TableRows> tables;
  for (const auto& rows : documented_) {
    if (!rows->empty()) tables.push_back(rows->finish());
  }
  const KnownTypes none;
  for (auto& [name, rows] : own_) {
    const auto types = known.find(name);
    tables.push_back(rows.finish(types == known.end() ? none : types->second, times_));
  }
  return tables;
}

}  // namespace huntbook::ingest
