// Alerts of Microsoft's products: Graph security alerts of both versions, Defender's incidents interface, and exports
// of SecurityAlert under the names that older workspaces and notebooks use. To SecurityAlert.
#pragma once

#include <optional>
#include <string>

#include "ingest/json/json_members.hpp"
#include "ingest/tables/column_mapping.hpp"
#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class SecurityAlerts final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  void put_graph(Record record, DocumentedRows& rows);
  void put_export(Record record, DocumentedRows& rows);

  JsonMembers members_;
  std::optional<ColumnMapping> graph_;
  std::optional<ColumnMapping> export_;
};

Source alerts_source();

}  // namespace huntbook::ingest
