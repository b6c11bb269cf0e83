// A small catalogue for the tests of the editor's services: two tables with rows, one that is only documented, a plugin
// and a stored function.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "kql/bind/catalogue.hpp"

namespace huntbook::kql_cases {

class EditorCatalogue final : public kql::Catalogue {
 public:
  const kql::Table* find_table(std::string_view name) const override {
    const auto found = std::ranges::find(tables_, name, &kql::Table::name);
    return found != tables_.end() ? &*found : nullptr;
  }
  std::vector<std::string> table_names() const override {
    std::vector<std::string> names;
    for (const kql::Table& table : tables_) names.push_back(table.name);
    return names;
  }
  const kql::PluginSignature* find_plugin(std::string_view name) const override {
    return name == plugin_.name ? &plugin_ : nullptr;
  }
  std::vector<std::string> plugin_names() const override { return {plugin_.name}; }
  const kql::StoredFunction* find_function(std::string_view name) const override {
    return name == stored_.name ? &stored_ : nullptr;
  }
  std::vector<std::string> function_names() const override { return {stored_.name}; }

 private:
  static kql::TableColumn column(std::string name, ScalarType type) { return {name, type, name, name[0] == '_'}; }

  std::array<kql::Table, 3> tables_ = {
      kql::Table{"Flows", "", {column("Bytes", ScalarType::Long), column("Source", ScalarType::String)}},
      kql::Table{"Logons",
                 "t1",
                 {column("TimeGenerated", ScalarType::DateTime), column("Account", ScalarType::String),
                  column("EventID", ScalarType::Int), column("Details", ScalarType::Dynamic),
                  column("Log on", ScalarType::String), column("_File", ScalarType::String)}},
      kql::Table{"Processes",
                 "t2",
                 {column("TimeGenerated", ScalarType::DateTime), column("Account", ScalarType::String),
                  column("CommandLine", ScalarType::String), column("Pid", ScalarType::Long)}}};
  kql::StoredFunction stored_{"RareLogons", "(most: long = 3, T: (*))", "{ T | take most }", false};
  kql::PluginSignature plugin_{"cluster_rows", "Puts like rows together.", "Logons | evaluate cluster_rows()",
                               [](const Schema& input, const auto&) -> Result<kql::PluginBinding> {
                                 Schema output = input;
                                 output.push_back({"Cluster", ScalarType::Long});
                                 return kql::PluginBinding{std::move(output), "{}"};
                               }};
};

}  // namespace huntbook::kql_cases
