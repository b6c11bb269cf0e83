// The tables that made-up queries read: every type, nulls, empty and odd texts, and one table without rows. As the
// compiler sees them, and as they stand in an engine.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "engine/engine.hpp"
#include "kql/bind/catalogue.hpp"

namespace huntbook::fuzz {

class SmallTables final : public kql::Catalogue {
 public:
  SmallTables();
  const kql::Table* find_table(std::string_view name) const override;
  std::vector<std::string> table_names() const override;
  // The plugins of the program that run in code.
  const kql::PluginSignature* find_plugin(std::string_view name) const override;
  std::vector<std::string> plugin_names() const override;

  const std::map<std::string, kql::Table, std::less<>>& tables() const { return tables_; }
  // Makes the tables and fills them, the same rows for the same seed.
  Result<void> fill(engine::Connection& connection, unsigned seed) const;

 private:
  std::map<std::string, kql::Table, std::less<>> tables_;
};

}  // namespace huntbook::fuzz
