// Objects of STIX 2.0 and 2.1 (bundles, TAXII envelopes, or one a line): indicators to ThreatIntelIndicators, all
// others to ThreatIntelObjects.
#pragma once

#include "ingest/json/json_members.hpp"
#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class StixObjects final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  void put_indicator(const ParsedRecord& record, const std::string& whole, DocumentedRows& rows);
  void put_object(const ParsedRecord& record, const std::string& whole, DocumentedRows& rows);
  std::string joined(const Field* list);

  JsonMembers members_;
};

Source stix_source();

}  // namespace huntbook::ingest
