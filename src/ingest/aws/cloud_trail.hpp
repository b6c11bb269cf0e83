// AWS CloudTrail, as its files hold it ({"Records":[...]}), line by line or through a log shipper. To AWSCloudTrail.
#pragma once

#include <optional>

#include "ingest/json/json_members.hpp"
#include "ingest/tables/column_mapping.hpp"
#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class CloudTrail final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  void put_identity(const Field& identity, DocumentedRows& rows);
  void put_session(const Field& session, DocumentedRows& rows);

  JsonMembers members_;
  std::optional<ColumnMapping> event_;
  std::optional<ColumnMapping> identity_;
  std::optional<ColumnMapping> session_;
};

Source cloud_trail_source();

}  // namespace huntbook::ingest
