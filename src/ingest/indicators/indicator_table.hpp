// Lists of indicators: tables with a column for the indicator and one for its kind, and the lines of plain-text lists.
// To ThreatIntelIndicators.
#pragma once

#include <string>

#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class IndicatorTable final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  std::string data_;
};

Source indicator_table_source();

}  // namespace huntbook::ingest
