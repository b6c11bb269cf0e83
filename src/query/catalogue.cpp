// The tables and plugins of a case as the compiler wants them.
#include "query/plugins/plugin.hpp"
#include "query/run.hpp"

namespace huntbook::query {

namespace {

// Tables that the session's query time leaves alone.
bool is_exempt(std::string_view table) {
  return table == "Evidence" || table == "EvidenceErrors" || table == "Observations" ||
         table == "ThreatIntelIndicators" || table == "ThreatIntelligenceIndicator";
}

}  // namespace

CaseCatalogue::CaseCatalogue(const casefile::CaseFile& case_file) {
  for (const casefile::StoredTable& stored : case_file.tables()) {
    kql::Table table{stored.name, stored.relation, {}, !stored.kept && !is_exempt(stored.name)};
    for (const casefile::StoredColumn& column : stored.columns)
      table.columns.push_back({column.name, column.type, column.source, column.hidden});
    tables_.push_back(std::move(table));
  }
}

const kql::Table* CaseCatalogue::find_table(std::string_view name) const {
  for (const kql::Table& table : tables_) {
    if (table.name == name) return &table;
  }
  return nullptr;
}

std::vector<std::string> CaseCatalogue::table_names() const {
  std::vector<std::string> names;
  names.reserve(tables_.size());
  for (const kql::Table& table : tables_) names.push_back(table.name);
  return names;
}

const kql::PluginSignature* CaseCatalogue::find_plugin(std::string_view name) const {
  for (const Plugin& plugin : builtin_plugins()) {
    if (plugin.signature.name == name) return &plugin.signature;
  }
  return nullptr;
}

std::vector<std::string> CaseCatalogue::plugin_names() const {
  std::vector<std::string> names;
  for (const Plugin& plugin : builtin_plugins()) names.push_back(plugin.signature.name);
  return names;
}

}  // namespace huntbook::query
