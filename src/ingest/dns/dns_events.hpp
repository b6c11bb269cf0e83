// Queries and responses of DNS servers to DnsEvents.
#pragma once

#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class DnsEvents final : public Normaliser {
 public:
  // Only readers of DNS logs name this source.
  bool knows(Record) const override { return false; }
  bool put(const ParsedRecord& record, BlockTables& tables) override;
};

Source dns_events_source();

}  // namespace huntbook::ingest
