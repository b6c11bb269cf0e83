#include "grammar/small_tables.hpp"

#include <algorithm>
#include <random>

#include <fmt/format.h>

#include "grammar/literals.hpp"
#include "query/plugins/plugin.hpp"

namespace huntbook::fuzz {

namespace {

using enum ScalarType;

constexpr std::size_t rows_of_a_table = 40;

kql::Table table_of(std::string name, std::string relation, std::vector<kql::TableColumn> columns) {
  if (!relation.empty()) {
    for (std::size_t i = 0; i < columns.size(); ++i) columns[i].source = fmt::format("c{}", i);
  }
  return {.name = std::move(name), .relation = std::move(relation), .columns = std::move(columns)};
}

}  // namespace

SmallTables::SmallTables() {
  const std::vector<kql::TableColumn> every_type = {{"TimeGenerated", DateTime, {}},
                                                    {"Account", String, {}},
                                                    {"Id", Long, {}},
                                                    {"Level", Int, {}},
                                                    {"Score", Real, {}},
                                                    {"Known", Bool, {}},
                                                    {"Bag", Dynamic, {}},
                                                    {"Took", TimeSpan, {}},
                                                    {"Key", Guid, {}},
                                                    {"Exact", Decimal, {}},
                                                    {"Text", String, {}}};
  tables_.emplace("Events", table_of("Events", "fuzz_events", every_type));
  tables_.emplace("Hosts",
                  table_of("Hosts", "fuzz_hosts", {{"Account", String, {}}, {"Id", Long, {}}, {"Host", String, {}}}));
  tables_.emplace("Nothing", table_of("Nothing", {}, every_type));
}

const kql::Table* SmallTables::find_table(std::string_view name) const {
  const auto found = tables_.find(name);
  return found == tables_.end() ? nullptr : &found->second;
}

std::vector<std::string> SmallTables::table_names() const {
  std::vector<std::string> names;
  for (const auto& [name, table] : tables_) names.push_back(name);
  return names;
}

const kql::PluginSignature* SmallTables::find_plugin(std::string_view name) const {
  const auto found = std::ranges::find_if(query::builtin_plugins(),
                                          [&](const query::Plugin& plugin) { return plugin.signature.name == name; });
  return found == query::builtin_plugins().end() ? nullptr : &found->signature;
}

std::vector<std::string> SmallTables::plugin_names() const {
  std::vector<std::string> names;
  for (const query::Plugin& plugin : query::builtin_plugins()) names.push_back(plugin.signature.name);
  return names;
}

std::string rows_of(const kql::Table& table, unsigned seed) {
  std::minstd_rand random(seed);
  std::string header, values;
  for (const kql::TableColumn& column : table.columns)
    header += fmt::format("{}{}:{}", header.empty() ? "" : ", ", column.name, name_of(column.type));
  for (std::size_t row = 0; row < rows_of_a_table; ++row) {
    for (const kql::TableColumn& column : table.columns) {
      const auto literals = literals_of(column.type);
      const std::string_view literal = literals[random() % literals.size()];
      values += values.empty() ? "" : ", ";
      values += column.type == String ? text_literal(literal) : std::string(literal);
    }
  }
  return fmt::format("datatable({})[{}]", header, values);
}

}  // namespace huntbook::fuzz
