// Events and attributes of MISP ("MISP core format"), as its API, its exports and its feeds give them: a row an
// attribute, to ThreatIntelIndicators.
#pragma once

#include <string>

#include "ingest/json/json_members.hpp"
#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class MispEvents final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  // Whether a row was made.
  bool put_event(Record event, std::uint64_t number, DocumentedRows& rows);
  bool put_attributes(const Field& list, Record event, const std::string& tags, std::uint64_t number,
                      DocumentedRows& rows);
  void put_attribute(Record attribute, std::string_view json, Record event, const std::string& tags,
                     std::uint64_t number, DocumentedRows& rows);
  std::string tags_of(Record holder);

  JsonMembers members_;
};

Source misp_source();

}  // namespace huntbook::ingest
