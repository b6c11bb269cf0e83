// The logs of Microsoft Entra ID: sign-ins of every kind, directory audits and risk detections, as Graph gives them and
// as diagnostic settings write them (a record around the same under "properties"). To SigninLogs,
// AADNonInteractiveUserSignInLogs, AADServicePrincipalSignInLogs, AADManagedIdentitySignInLogs, AuditLogs and AADRisk*.
#pragma once

#include <map>
#include <string>

#include "ingest/json/json_members.hpp"
#include "ingest/tables/column_mapping.hpp"
#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class EntraLogs final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  // How the records of one table are spelled, by its name.
  struct Mappings {
    ColumnMapping envelope;
    ColumnMapping properties;
  };
  Mappings& mappings_of(const DocumentedTable& table);
  std::string_view table_of(Record record);
  // The record that Graph has, on its own or under "properties".
  void put_properties(Record record, const ColumnMapping& mapping, DocumentedRows& rows);
  void put_status(const Field& status, DocumentedRows& rows);
  void put_initiator(const Field& initiator, DocumentedRows& rows);

  JsonMembers members_;
  std::map<std::string, Mappings, std::less<>> mappings_;
};

Source entra_logs_source();

}  // namespace huntbook::ingest
