// Flow logs of Azure's network security groups and virtual networks, as Network Watcher writes them into storage
// accounts: one row a flow, to the tables that traffic analytics fills from them (AzureNetworkAnalytics_CL,
// NTANetAnalytics).
#pragma once

#include <string>
#include <string_view>

#include "ingest/flowlogs/flow_tuple.hpp"
#include "ingest/json/json_members.hpp"
#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class AzureFlows final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  // What the flows of a record have in common.
  struct Common {
    const ParsedRecord* record = nullptr;
    Ticks written = 0;  // when the record was; 0: unknown
    std::string mac;
    std::string group;     // the group as traffic analytics writes it: subscription/resource group/name
    std::string resource;  // its id
    std::string target;    // of virtual networks: what the log is of
    std::string rule;
  };
  // The values of a list in an object; none where it has no such list.
  Record list_in(Record object, std::string_view name);
  Record tuples_of(Record object) { return list_in(object, "flowTuples"); }
  bool put_nsg(const ParsedRecord& record, Common& common, BlockTables& tables);
  bool put_vnet(const ParsedRecord& record, Common& common, BlockTables& tables);
  void put_nsg_flow(const Field& tuple, const Common& common, DocumentedRows& rows);
  void put_vnet_flow(const Field& tuple, const Common& common, DocumentedRows& rows);

  JsonMembers members_;
};

Source azure_flows_source();

}  // namespace huntbook::ingest
