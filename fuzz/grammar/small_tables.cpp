#include "grammar/small_tables.hpp"

#include <algorithm>
#include <array>
#include <random>

#include <fmt/format.h>

#include "query/plugins/plugin.hpp"

namespace huntbook::fuzz {

namespace {

using enum ScalarType;

constexpr std::size_t rows_of_events = 60;
constexpr std::size_t rows_of_hosts = 12;

kql::Table table_of(std::string name, std::string relation, std::vector<kql::TableColumn> columns) {
  if (!relation.empty()) {
    for (std::size_t i = 0; i < columns.size(); ++i) columns[i].source = fmt::format("c{}", i);
  }
  return {.name = std::move(name), .relation = std::move(relation), .columns = std::move(columns)};
}

std::string_view sql_type(ScalarType type) {
  switch (type) {
    case Bool:
      return "BOOLEAN";
    case Int:
      return "INTEGER";
    case Long:
    case DateTime:
    case TimeSpan:
      return "BIGINT";
    case Real:
      return "DOUBLE";
    case Decimal:
      return "DECIMAL(38, 12)";
    case Guid:
      return "UUID";
    case String:
    case Dynamic:
      return "VARCHAR";
  }
  return "VARCHAR";
}

// Values as SQL literals of the engine: ordinary ones, and those at the edges of their types.
std::vector<std::string_view> values_of(ScalarType type) {
  switch (type) {
    case Bool:
      return {"true", "false"};
    case Int:
      return {"0", "1", "-1", "7", "2147483647", "(-2147483648)"};
    case Long:
      return {"0", "1", "-1", "42", "4624", "9223372036854775807", "(-9223372036854775808)"};
    case DateTime:
      return {"638400000000000000", "638400864000000001", "638401728000000000", "0", "3155378975999999999"};
    case TimeSpan:
      return {"0", "1", "-36000000000", "864000000000", "9223372036854775807"};
    case Real:
      return {"0.0", "-0.0", "1.5", "-2.25", "1e308", "'NaN'::DOUBLE", "'Infinity'::DOUBLE"};
    case Decimal:
      return {"0", "1.5", "-12345.678901", "99999999999999999999999999.999999999999"};
    case Guid:
      return {"'74be27de-1e4e-49d9-b579-fe0b331d3642'", "'00000000-0000-0000-0000-000000000000'"};
    case String:
      return {"''",          "'admin'",           "'Min-Max'",        "'C:\\Windows\\System32\\cmd.exe /c whoami'",
              "'Ünï çødé ß'", "'10.1.2.3'",        "'a=1;b=2'",        "'2024-01-02T03:04:05Z'",
              "'''; DROP'",  "'{\"a\":[1,2]}'", "'[1,2.5,null]'", "'0x1F'"};
    case Dynamic:
      return {"'{\"a\":1,\"b\":[1,2,3],\"c\":{\"d\":\"x\"}}'", "'[1,2,3]'",     "'[\"a\",null,\"A\"]'", "'\"text\"'", "'1.5'",
              "'true'",                                          "'{}'",         "'[]'",                 "'[[1],[2]]'",
              "'[0.5,1e300,-3]'"};
  }
  return {"NULL"};
}

std::string row_of(const kql::Table& table, std::minstd_rand& random) {
  std::string row;
  for (const kql::TableColumn& column : table.columns) {
    const auto values = values_of(column.type);
    const bool null = column.type != String && random() % 6 == 0;
    row += fmt::format("{}{}", row.empty() ? "" : ", ", null ? "NULL" : values[random() % values.size()]);
  }
  return row;
}

}  // namespace

SmallTables::SmallTables() {
  const std::vector<kql::TableColumn> every_type = {
      {"TimeGenerated", DateTime, {}}, {"Account", String, {}}, {"Id", Long, {}},  {"Level", Int, {}},
      {"Score", Real, {}},             {"Known", Bool, {}},     {"Bag", Dynamic, {}}, {"Took", TimeSpan, {}},
      {"Key", Guid, {}},               {"Exact", Decimal, {}},  {"Text", String, {}}};
  tables_.emplace("Events", table_of("Events", "fuzz_events", every_type));
  tables_.emplace("Hosts", table_of("Hosts", "fuzz_hosts", {{"Account", String, {}}, {"Id", Long, {}}, {"Host", String, {}}}));
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

Result<void> SmallTables::fill(engine::Connection& connection, unsigned seed) const {
  std::minstd_rand random(seed);
  for (const auto& [name, table] : tables_) {
    if (table.relation.empty()) continue;
    std::string columns;
    for (const kql::TableColumn& column : table.columns)
      columns += fmt::format("{}{} {}", columns.empty() ? "" : ", ", column.source, sql_type(column.type));
    HUNTBOOK_CHECK(connection.execute(fmt::format("CREATE TABLE {} ({})", table.relation, columns)));
    std::string rows;
    const std::size_t count = name == "Events" ? rows_of_events : rows_of_hosts;
    for (std::size_t i = 0; i < count; ++i) rows += fmt::format("{}({})", rows.empty() ? "" : ", ", row_of(table, random));
    HUNTBOOK_CHECK(connection.execute(fmt::format("INSERT INTO {} VALUES {}", table.relation, rows)));
  }
  return {};
}

}  // namespace huntbook::fuzz
