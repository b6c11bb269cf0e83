// Azure's activity log as the portal's CSV has it, under column names made for people. To AzureActivity.
#pragma once

#include <optional>

#include "ingest/tables/column_mapping.hpp"
#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class PortalActivity final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  std::optional<ColumnMapping> mapping_;
};

Source portal_activity_source();

}  // namespace huntbook::ingest
