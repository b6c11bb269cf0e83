#include <gtest/gtest.h>

#include "ingest/flowlogs/flow_tuple.hpp"
#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

std::string nsg_record(const std::string& tuples, const std::string& rule = "DefaultRule_DenyAllInBound") {
  return R"({"time":"2024-03-11T08:16:00.0000000Z","systemId":"55ff","macAddress":"000D3AF87856","category":"NetworkSecurityGroupFlowEvent",)"
         R"("resourceId":"/SUBSCRIPTIONS/S1/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/WEB-NSG",)"
         R"("operationName":"NetworkSecurityGroupFlowEvents","properties":{"Version":2,"flows":[{"rule":")" +
         rule + R"(","flows":[{"mac":"000D3AF87856","flowTuples":[)" + tuples + "]}]}]}}";
}

TEST(NsgFlows, OneRowAFlowInTheColumnsOfTrafficAnalytics) {
  const TestRun run = run_source(
      "{\"records\":[" +
          nsg_record(
              R"("1710144930,203.0.113.9,10.0.0.4,35370,23,T,I,D,B,,,,","1710144931,10.0.0.4,198.51.100.7,50000,443,T,O,A,E,7,900,5,4000")") +
          "," + nsg_record(R"("1710144932,203.0.113.9,10.0.0.4,35371,53,U,I,A")", "UserRule_dns") + "]}",
      "PT1H.json");
  const auto& rows = run.sink.tables.at("AzureNetworkAnalytics_CL").rows;
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(run.result.records_read, 2U);
  EXPECT_EQ(rows[0].at("TimeGenerated"), "2024-03-11T08:15:30Z");
  EXPECT_EQ(rows[0].at("FlowStartTime_t"), "2024-03-11T08:15:30Z");
  EXPECT_EQ(rows[0].at("SubType_s"), "FlowLog");
  EXPECT_EQ(rows[0].at("SrcIP_s"), "203.0.113.9");
  EXPECT_EQ(rows[0].at("DestIP_s"), "10.0.0.4");
  EXPECT_EQ(rows[0].at("VMIP_s"), "10.0.0.4");
  EXPECT_EQ(std::stod(rows[0].at("DestPort_d")), 23);
  EXPECT_EQ(rows[0].at("L4Protocol_s"), "T");
  EXPECT_EQ(rows[0].at("FlowDirection_s"), "I");
  EXPECT_EQ(rows[0].at("FlowStatus_s"), "D");
  EXPECT_EQ(std::stod(rows[0].at("DeniedInFlows_d")), 1);
  EXPECT_EQ(std::stod(rows[0].at("AllowedInFlows_d")), 0);
  EXPECT_EQ(rows[0].at("NSGList_s"), "s1/rg/web-nsg");
  EXPECT_EQ(rows[0].at("NSGRule_s"), "DefaultRule_DenyAllInBound");
  EXPECT_EQ(rows[0].at("NSGRuleType_s"), "Default");
  EXPECT_EQ(rows[0].at("MACAddress_s"), "000D3AF87856");
  EXPECT_EQ(rows[0].count("InboundBytes_d"), 0U) << "a flow that begins has no counters";
  EXPECT_EQ(rows[0].at("_Extra"), R"({"SrcPort":35370,"FlowState":"B"})");
  EXPECT_EQ(rows[1].at("VMIP_s"), "10.0.0.4");
  EXPECT_EQ(std::stod(rows[1].at("OutboundBytes_d")), 900);
  EXPECT_EQ(std::stod(rows[1].at("InboundBytes_d")), 4000);
  EXPECT_EQ(std::stod(rows[1].at("OutboundPackets_d")), 7);
  EXPECT_EQ(std::stod(rows[1].at("AllowedOutFlows_d")), 0) << "its beginning was counted";
  EXPECT_EQ(std::stod(rows[1].at("CompletedFlows_d")), 1);
  EXPECT_EQ(rows[1].at("FlowEndTime_t"), "2024-03-11T08:15:31Z");
  EXPECT_EQ(rows[2].at("NSGRuleType_s"), "User Defined");
  EXPECT_EQ(rows[2].at("L4Protocol_s"), "U");
  EXPECT_EQ(std::stod(rows[2].at("AllowedInFlows_d")), 1);
  EXPECT_EQ(rows[2].at("_Record"), "2");
}

TEST(NsgFlows, WhatIsNoFlowIsKeptAsItStands) {
  const TestRun run = run_source(nsg_record(R"("1710144930,203.0.113.9,10.0.0.4,99999,23,T,I,D","x\"y",7)") + "\n" +
                                 nsg_record("") + "\n");
  const auto& rows = run.sink.tables.at("AzureNetworkAnalytics_CL").rows;
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].at("TimeGenerated"), "2024-03-11T08:16:00Z");
  EXPECT_EQ(rows[0].at("_Extra"), R"({"flowTuple":"1710144930,203.0.113.9,10.0.0.4,99999,23,T,I,D"})");
  EXPECT_EQ(rows[1].at("_Extra"), R"({"flowTuple":"x\"y"})");
  EXPECT_EQ(rows[2].at("_Extra"), R"({"flowTuple":7})");
  EXPECT_EQ(run.sink.tables.at("file").rows.size(), 1U) << "a record without flows is kept as it is";
}

TEST(VnetFlows, OneRowAFlowInTheColumnsOfTrafficAnalytics) {
  const TestRun run = run_source(
      R"({"records":[{"time":"2024-03-11T08:16:00Z","flowLogVersion":4,"flowLogGUID":"g","macAddress":"00224871C205","category":"FlowLogFlowEvent",)"
      R"("flowLogResourceID":"/SUBSCRIPTIONS/S1/FLOWLOGS/F","targetResourceID":"/subscriptions/S1/virtualNetworks/V","operationName":"FlowLogFlowEvent",)"
      R"("flowRecords":{"flows":[{"aclID":"a1","flowGroups":[{"rule":"DefaultRule_AllowInternetOutBound","flowTuples":[)"
      R"("1710144930599,10.0.0.6,192.0.2.180,23956,443,6,O,B,NX,0,0,0,0","1710144930606,10.0.0.6,2001:db8::9,23957,443,6,O,E,X,3,767,2,1580",)"
      R"("1710144930637,203.0.113.22,10.0.0.6,22730,161,17,I,D,NX,0,0,0,0","bad"]}]}]}}]})",
      "PT1H.json");
  const auto& rows = run.sink.tables.at("NTANetAnalytics").rows;
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0].at("TimeGenerated"), "2024-03-11T08:15:30.599Z");
  EXPECT_EQ(rows[0].at("SrcIp"), "10.0.0.6");
  EXPECT_EQ(rows[0].at("SrcPorts"), "23956");
  EXPECT_EQ(rows[0].at("DestPort"), "443");
  EXPECT_EQ(rows[0].at("L4Protocol"), "T");
  EXPECT_EQ(rows[0].at("FlowStatus"), "A");
  EXPECT_EQ(rows[0].at("FlowEncryption"), "Unencrypted");
  EXPECT_EQ(rows[0].at("AllowedOutFlows"), "1");
  EXPECT_EQ(rows[0].at("AclGroup"), "a1");
  EXPECT_EQ(rows[0].at("AclRule"), "DefaultRule_AllowInternetOutBound");
  EXPECT_EQ(rows[1].at("DestIp"), "2001:db8::9");
  EXPECT_EQ(rows[1].at("BytesSrcToDest"), "767");
  EXPECT_EQ(rows[1].at("BytesDestToSrc"), "1580");
  EXPECT_EQ(rows[1].at("CompletedFlows"), "1");
  EXPECT_EQ(rows[2].at("FlowStatus"), "D");
  EXPECT_EQ(rows[2].at("DeniedInFlows"), "1");
  EXPECT_EQ(rows[2].at("L4Protocol"), "U");
  EXPECT_EQ(rows[3].at("_Extra"), R"({"flowTuple":"bad"})");
}

TEST(FlowTuples, EveryPartIsChecked) {
  const std::string good = "1710144930,203.0.113.9,10.0.0.4,35370,23,T,I,D";
  EXPECT_TRUE(read_nsg_tuple(good));
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(read_nsg_tuple(good.substr(0, size))) << size;
  for (const char* bad :
       {"-1,a,b,1,1,T,I,D", "1,a,b,1,65536,T,I,D", "1,a,b,1,1,X,I,D", "1,a,b,1,1,T,B,D", "1,,b,1,1,T,I,D",
        "1,a,b,1,1,T,I,D,B,1,2,3", "1,a,b,1,1,T,I,D,B,1,2,3,4,5", "1,a,b,1,1,T,I,D,B,-1,2,3,4",
        "999999999999999999,a,b,1,1,T,I,D", "1,a,b,1,1,T,I,D,B,99999999999999999999,,,"}) {
    EXPECT_FALSE(read_nsg_tuple(bad)) << bad;
  }
  EXPECT_TRUE(read_vnet_tuple("1710144930599,a,b,1,2,6,O,B,NX,0,0,0,0"));
  EXPECT_FALSE(read_vnet_tuple("1710144930599,a,b,1,2,256,O,B,NX,0,0,0,0"));
  EXPECT_FALSE(read_vnet_tuple(good));
}

}  // namespace
}  // namespace huntbook::ingest::testing
