// Suricata's EVE log (eve.json), to tables named Suricata_<event type>: Suricata_alert, Suricata_flow, Suricata_dns,
// ...
#pragma once

#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class EveRecords final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;
};

Source eve_source();

}  // namespace huntbook::ingest
