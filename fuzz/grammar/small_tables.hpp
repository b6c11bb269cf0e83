// The tables that made-up queries read: every type, nulls, empty and odd texts, and one table without rows.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kql/bind/catalogue.hpp"

namespace huntbook::fuzz {

// As the compiler sees them.
class SmallTables final : public kql::Catalogue {
 public:
  SmallTables();
  const kql::Table* find_table(std::string_view name) const override;
  std::vector<std::string> table_names() const override;
  // The plugins of the program that run in code.
  const kql::PluginSignature* find_plugin(std::string_view name) const override;
  std::vector<std::string> plugin_names() const override;

  const std::map<std::string, kql::Table, std::less<>>& tables() const { return tables_; }

 private:
  std::map<std::string, kql::Table, std::less<>> tables_;
};

// A query (datatable) that gives some rows for a table, the same ones for the same seed.
std::string rows_of(const kql::Table& table, unsigned seed);

}  // namespace huntbook::fuzz
