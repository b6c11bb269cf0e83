// Sign-ins as the Entra admin centre's CSV has them, under column names made for people. To SigninLogs.
#pragma once

#include <optional>
#include <string>

#include "ingest/tables/column_mapping.hpp"
#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class PortalSignins final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  std::optional<ColumnMapping> mapping_;
};

Source portal_signins_source();

}  // namespace huntbook::ingest
