// Records of AWS VPC flow logs to AWSVPCFlow.
#pragma once

#include <optional>

#include "ingest/tables/column_mapping.hpp"
#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class VpcFlows final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  std::optional<ColumnMapping> mapping_;
};

Source vpc_flows_source();

}  // namespace huntbook::ingest
