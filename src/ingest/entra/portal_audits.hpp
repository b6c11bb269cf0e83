// Directory audits as the Entra admin centre's CSV has them: who and what they were about in columns of their own. To
// AuditLogs.
#pragma once

#include <optional>
#include <string>

#include "ingest/tables/column_mapping.hpp"
#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class PortalAudits final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  std::optional<ColumnMapping> mapping_;
};

Source portal_audits_source();

}  // namespace huntbook::ingest
