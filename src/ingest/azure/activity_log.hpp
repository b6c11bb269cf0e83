// Azure's activity log, as diagnostic settings write it (category Administrative, Policy, ...) and as the REST
// interface and the portal's JSON have it. To AzureActivity.
#pragma once

#include <optional>
#include <string>

#include "ingest/json/json_members.hpp"
#include "ingest/tables/column_mapping.hpp"
#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class ActivityLog final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  bool is_of_diagnostics(Record record) const;
  void put_field(const Field& field, bool of_diagnostics, DocumentedRows& rows);
  void put_identity(const Field& identity, DocumentedRows& rows);
  void put_both(std::string_view column, const Field& field, DocumentedRows& rows);

  JsonMembers members_;
  std::optional<ColumnMapping> diagnostics_;
  std::optional<ColumnMapping> rest_;
};

Source activity_log_source();

}  // namespace huntbook::ingest
