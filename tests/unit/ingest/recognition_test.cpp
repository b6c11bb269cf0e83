// Exports of the well-known tables are told by their columns, few of them or many, or by the file's name.
#include <algorithm>

#include <gtest/gtest.h>

#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

std::string only_table(const std::string& header, const std::string& row, const std::string& name = "query_data.csv") {
  const TestRun run = run_source(header + "\n" + row + "\n", name);
  return run.sink.tables.size() == 1 ? run.sink.tables.begin()->first : "several";
}

TEST(Recognition, AFewColumnsThatOnlyOneKnownTableHas) {
  EXPECT_EQ(only_table("TimeGenerated,UserId,ClientIP,Operation,Parameters", "2024-04-18T04:50:30Z,a,,Set-Mailbox,[]"),
            "OfficeActivity");
  EXPECT_EQ(only_table("TimeGenerated,UserPrincipalName,IPAddress,ResultType,AppDisplayName,DeviceDetail,RiskState",
                       "2024-04-18T04:50:30Z,a,192.0.2.1,0,x,{},none"),
            "query_data")
      << "three tables of sign-ins have them";
  EXPECT_EQ(only_table("Timestamp,DeviceName,RegistryKey,RegistryValueName,PreviousRegistryValueData",
                       "2024-04-18T04:50:30Z,a,k,v,d"),
            "DeviceRegistryEvents");
  EXPECT_EQ(only_table("Timestamp,NetworkMessageId,SenderFromAddress,Subject", "2024-04-18T04:50:30Z,a,k,v"),
            "EmailEvents");
  EXPECT_EQ(only_table("time,src,dst,port", "2024-04-18T04:50:30Z,a,b,1"), "query_data");
  EXPECT_EQ(only_table("TimeGenerated,src,dst,port", "2024-04-18T04:50:30Z,a,b,1"), "query_data");
}

TEST(Recognition, ExportsOfWholeTables) {
  // Every column that a query over the table shows, of those that analysts are handed most.
  for (const char* name : {"AADManagedIdentitySignInLogs",
                           "AADNonInteractiveUserSignInLogs",
                           "AADServicePrincipalSignInLogs",
                           "AlertEvidence",
                           "AlertInfo",
                           "AuditLogs",
                           "AWSCloudTrail",
                           "AWSVPCFlow",
                           "AzureActivity",
                           "AzureNetworkAnalytics_CL",
                           "CloudAppEvents",
                           "CommonSecurityLog",
                           "DeviceEvents",
                           "DeviceFileCertificateInfo",
                           "DeviceFileEvents",
                           "DeviceImageLoadEvents",
                           "DeviceInfo",
                           "DeviceLogonEvents",
                           "DeviceNetworkEvents",
                           "DeviceNetworkInfo",
                           "DeviceProcessEvents",
                           "DeviceRegistryEvents",
                           "DnsEvents",
                           "EmailAttachmentInfo",
                           "EmailEvents",
                           "EmailPostDeliveryEvents",
                           "EmailUrlInfo",
                           "GCPAuditLogs",
                           "Heartbeat",
                           "IdentityDirectoryEvents",
                           "IdentityInfo",
                           "IdentityLogonEvents",
                           "IdentityQueryEvents",
                           "NTANetAnalytics",
                           "OfficeActivity",
                           "SecurityIncident",
                           "SigninLogs",
                           "Syslog",
                           "ThreatIntelIndicators",
                           "ThreatIntelligenceIndicator",
                           "UrlClickEvents",
                           "VMConnection"}) {
    std::string header;
    std::string row;
    for (const ColumnInfo& column : all_documented_tables().find(name)->columns) {
      if (column.name.starts_with('_')) continue;
      header += (header.empty() ? "" : ",") + column.name;
      if (!row.empty()) row += ",";
      if (column.type == ScalarType::DateTime) row += "2024-03-11T08:15:30Z";
    }
    EXPECT_EQ(only_table(header, row), name);
    // Without the columns of the workspace, as hunting shows them.
    std::string fewer;
    for (const ColumnInfo& column : all_documented_tables().find(name)->columns) {
      if (column.name.starts_with('_') || column.name == "Type" || column.name == "SourceSystem" ||
          column.name == "TenantId")
        continue;
      fewer += (fewer.empty() ? "" : ",") + column.name;
    }
    EXPECT_EQ(only_table(fewer, std::string(static_cast<std::size_t>(std::ranges::count(fewer, ',')), ',')), name);
  }
}

TEST(Recognition, TheFilesNameDecidesWhereColumnsAgree) {
  const std::string header = "Timestamp,DeviceName,FileName";
  EXPECT_EQ(only_table(header, "2024-04-18T04:50:30Z,a,b", "DeviceProcessEvents.csv"), "DeviceProcessEvents");
  EXPECT_EQ(only_table(header, "2024-04-18T04:50:30Z,a,b", "x/DeviceFileEvents_2024-05.csv"), "DeviceFileEvents");
  EXPECT_EQ(only_table("Timestamp,a,b", "2024-04-18T04:50:30Z,a,b", "DeviceFileEvents.csv"), "DeviceFileEvents")
      << "the file's own table, whatever it is called";
}

TEST(Recognition, PortalTimesOfHuntingExports) {
  const TestRun run = run_source(
      "Timestamp,DeviceId,DeviceName,ActionType,FileName,FolderPath,SHA1,AccountName,ProcessCommandLine,"
      "InitiatingProcessFileName\n"
      "\"Mar 11, 2024 8:15:30 AM\",d,h,ProcessCreated,cmd.exe,c,s,u,\"cmd /c x\",explorer.exe\n",
      "export.csv");
  const auto& row = run.sink.tables.at("DeviceProcessEvents").rows.at(0);
  EXPECT_EQ(row.at("Timestamp"), "2024-03-11T08:15:30Z");
  EXPECT_EQ(row.at("TimeGenerated"), "2024-03-11T08:15:30Z");
}

}  // namespace
}  // namespace huntbook::ingest::testing
