// The tables and plugins of a case as the compiler wants them.
#include <algorithm>
#include <iterator>

#include "query/plugins/plugin.hpp"
#include "query/run.hpp"

namespace huntbook::query {

namespace {

// Tables that the session's query time leaves alone.
bool is_exempt(std::string_view table) {
  return table == "Evidence" || table == "EvidenceErrors" || table == "Observations" ||
         table == "ThreatIntelIndicators" || table == "ThreatIntelligenceIndicator";
}

kql::Table as_compiled(const casefile::StoredTable& stored) {
  kql::Table table{stored.name, stored.relation, {}, !stored.kept && !is_exempt(stored.name)};
  for (const casefile::StoredColumn& column : stored.columns)
    table.columns.push_back({column.name, column.type, column.source, column.hidden});
  return table;
}

}  // namespace

CaseCatalogue::CaseCatalogue(const casefile::CaseFile& case_file) {
  for (const casefile::StoredTable& stored : case_file.tables()) tables_.push_back(as_compiled(stored));
  // A folder named with a slash at its end has no last part.
  const std::filesystem::path& folder = case_file.folder();
  name_ = (folder.has_filename() ? folder : folder.parent_path()).filename().string();
  for (const casefile::StoredFunction& stored : case_file.functions())
    functions_.push_back({stored.name, stored.parameters, stored.body, stored.view});
}

const kql::StoredFunction* CaseCatalogue::find_function(std::string_view name) const {
  const auto found = std::ranges::find(functions_, name, &kql::StoredFunction::name);
  return found == functions_.end() ? nullptr : &*found;
}

std::vector<std::string> CaseCatalogue::function_names() const {
  std::vector<std::string> names;
  names.reserve(functions_.size());
  for (const kql::StoredFunction& function : functions_) names.push_back(function.name);
  return names;
}

const kql::Table* CaseCatalogue::find_table(std::string_view name) const {
  if (const auto found = std::ranges::find(tables_, name, &kql::Table::name); found != tables_.end()) return &*found;
  if (const auto found = empty_tables_.find(name); found != empty_tables_.end()) return &found->second;
  const auto documented = casefile::empty_table(name);
  if (!documented) return nullptr;
  return &empty_tables_.emplace(std::string(name), as_compiled(*documented)).first->second;
}

std::vector<std::string> CaseCatalogue::table_names() const {
  std::vector<std::string> names;
  names.reserve(tables_.size());
  for (const kql::Table& table : tables_) names.push_back(table.name);
  for (std::string_view name : casefile::documented_table_names()) names.emplace_back(name);
  std::ranges::sort(names);
  const auto twice = std::ranges::unique(names);
  names.erase(twice.begin(), twice.end());
  return names;
}

const kql::PluginSignature* CaseCatalogue::find_plugin(std::string_view name) const {
  for (const Plugin& plugin : builtin_plugins()) {
    if (plugin.signature.name == name && plugin.signature.bind) return &plugin.signature;
  }
  return nullptr;
}

std::vector<std::string> CaseCatalogue::plugin_names() const {
  std::vector<std::string> names;
  for (const Plugin& plugin : builtin_plugins()) {
    if (plugin.signature.bind) names.push_back(plugin.signature.name);
  }
  return names;
}

}  // namespace huntbook::query
