#include <gtest/gtest.h>

#include "ingest/office365/record_types.hpp"
#include "ingest/office365/unified_audit.hpp"
#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

const std::string download =
    R"({"CreationTime":"2024-03-11T08:15:30","Id":"5d7c0f6e-1111-4222-8333-0123456789ab","Operation":"FileDownloaded",)"
    R"("OrganizationId":"0a1b2c3d-0000-4000-8000-000000000001","RecordType":6,"UserKey":"i:0h.f|membership|1003","UserType":0,)"
    R"("Version":1,"Workload":"SharePoint","ClientIP":"203.0.113.9:51234","UserId":"mona@contoso.example","ObjectId":)"
    R"("https://contoso.example/sites/plans/Docs/Budget.xlsx","EventSource":"SharePoint","ItemType":"File","SiteUrl":)"
    R"("https://contoso.example/sites/plans/","SourceFileName":"Budget.xlsx","SourceFileExtension":"xlsx",)"
    R"("SourceRelativeUrl":"Docs","UserAgent":"Mozilla/5.0","Site":"9f1e","ListItemUniqueId":"77","HighPriority":false})";

void expect_download(const std::map<std::string, std::string>& row) {
  EXPECT_EQ(row.at("TimeGenerated"), "2024-03-11T08:15:30Z");
  EXPECT_EQ(row.at("OfficeId"), "5d7c0f6e-1111-4222-8333-0123456789ab");
  EXPECT_EQ(row.at("Operation"), "FileDownloaded");
  EXPECT_EQ(row.at("RecordType"), "SharePointFileOperation");
  EXPECT_EQ(row.at("UserType"), "Regular");
  EXPECT_EQ(row.at("OfficeWorkload"), "SharePoint");
  EXPECT_EQ(row.at("ClientIP"), "203.0.113.9");
  EXPECT_EQ(row.at("UserId"), "mona@contoso.example");
  EXPECT_EQ(row.at("OfficeObjectId"), "https://contoso.example/sites/plans/Docs/Budget.xlsx");
  EXPECT_EQ(row.at("Site_Url"), "https://contoso.example/sites/plans/");
  EXPECT_EQ(row.at("Site_"), "9f1e");
  EXPECT_EQ(row.at("SourceFileName"), "Budget.xlsx");
  EXPECT_EQ(row.at("OrganizationId"), "0a1b2c3d-0000-4000-8000-000000000001");
  EXPECT_EQ(row.at("OfficeTenantId"), "0a1b2c3d-0000-4000-8000-000000000001");
  EXPECT_EQ(row.at("Type"), "OfficeActivity");
}

std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('"', at)) != std::string::npos; at += 2) text.insert(at, 1, '"');
  return "\"" + text + "\"";
}

TEST(UnifiedAudit, ActivityApiFillsWhatSentinelFills) {
  for (const std::string& text : {"[" + download + "]", download + "\n"}) {
    const TestRun run = run_source(text);
    const auto& row = run.sink.tables.at("OfficeActivity").rows.at(0);
    expect_download(row);
    EXPECT_EQ(row.at("_Extra"), R"({"Version":1,"ClientIP":"203.0.113.9:51234","HighPriority":false})");
  }
}

TEST(UnifiedAudit, PortalExportsOfEveryAge) {
  const std::string current =
      "RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,AssociatedAdminUnitsNames\r\n"
      "5d7c0f6e-1111-4222-8333-0123456789ab,2024-03-11T08:15:30.0000000Z,6,FileDownloaded,mona@contoso.example," +
      cell(download) + ",,\r\n";
  const std::string older =
      "CreationDate,UserIds,Operations,AuditData\r\n3/11/2024 8:15:30 AM,mona@contoso.example,FileDownloaded," +
      cell(download) + "\r\n";
  const std::string shell =
      "PSComputerName,RunspaceId,PSShowComputerName,RecordType,CreationDate,UserIds,Operations,AuditData,ResultIndex,"
      "ResultCount,Identity,IsValid,ObjectState\r\n"
      "outlook.example,aa,False,SharePointFileOperation,3/11/2024 8:15:30 AM,mona@contoso.example,FileDownloaded," +
      cell(download) + ",1,9,5d7c0f6e-1111-4222-8333-0123456789ab,True,Unchanged\r\n";
  for (const std::string& text : {current, older}) {
    const TestRun run = run_source(text);
    const auto& row = run.sink.tables.at("OfficeActivity").rows.at(0);
    expect_download(row);
    EXPECT_EQ(row.at("_Extra"), R"({"Version":1,"ClientIP":"203.0.113.9:51234","HighPriority":false})")
        << "what AuditData says as well is not kept twice";
  }
  const TestRun run = run_source(shell);
  const auto& row = run.sink.tables.at("OfficeActivity").rows.at(0);
  expect_download(row);
  EXPECT_NE(row.at("_Extra").find(R"("ResultCount":"9")"), std::string::npos);
}

TEST(UnifiedAudit, AuditDataAsAStringOfJson) {
  std::string inside = download;
  for (std::size_t at = 0; (at = inside.find('"', at)) != std::string::npos; at += 2) inside.insert(at, 1, '\\');
  const TestRun run =
      run_source(R"([{"RecordType":6,"CreationDate":"2024-03-11T08:15:30Z","UserIds":"mona@contoso.example",)"
                 R"("Operations":"FileDownloaded","AuditData":")" +
                 inside + R"(","ResultIndex":1}])");
  const auto& row = run.sink.tables.at("OfficeActivity").rows.at(0);
  expect_download(row);
  EXPECT_NE(row.at("_Extra").find(R"("ResultIndex":1)"), std::string::npos);
}

TEST(UnifiedAudit, GraphWrapsTheRecord) {
  const TestRun run = run_source(
      R"({"value":[{"id":"5d7c0f6e-1111-4222-8333-0123456789ab","createdDateTime":"2024-03-11T08:15:30Z","auditLogRecordType":)"
      R"("SharePointFileOperation","operation":"FileDownloaded","service":"SharePoint","userPrincipalName":"mona@contoso.example",)"
      R"("auditData":)" +
      download + "}]}");
  expect_download(run.sink.tables.at("OfficeActivity").rows.at(0));
}

TEST(UnifiedAudit, AuditDataThatIsCutOffKeepsWhatTheExportSays) {
  const TestRun run =
      run_source("CreationDate,UserIds,Operations,AuditData\n2024-03-11T08:15:30Z,mona@contoso.example,Send," +
                 cell(download.substr(0, 90)) + "\n");
  const auto& row = run.sink.tables.at("OfficeActivity").rows.at(0);
  EXPECT_EQ(row.at("TimeGenerated"), "2024-03-11T08:15:30Z");
  EXPECT_EQ(row.at("Operation"), "Send");
  EXPECT_EQ(row.at("UserId"), "mona@contoso.example");
  EXPECT_NE(row.at("_Extra").find("AuditData"), std::string::npos);
  EXPECT_EQ(run.result.records_rejected, 0U);
}

TEST(UnifiedAudit, MailboxRecordsNameTheirLogonAndAddress) {
  const TestRun run = run_source(
      R"({"CreationTime":"2024-03-11T08:15:30","Id":"1","Operation":"MailItemsAccessed","OrganizationId":"o","RecordType":50,)"
      R"("UserType":2,"Workload":"Exchange","ClientIPAddress":"[2001:db8::7]:443","LogonType":2,"UserId":"a@contoso.example",)"
      R"("Folders":[{"Path":"\\Inbox"}],"OperationProperties":[{"Name":"MailAccessType","Value":"Bind"}],"UserKey":"k"})"
      "\n");
  const auto& row = run.sink.tables.at("OfficeActivity").rows.at(0);
  EXPECT_EQ(row.at("RecordType"), "ExchangeItemAggregated");
  EXPECT_EQ(row.at("UserType"), "Admin");
  EXPECT_EQ(row.at("Logon_Type"), "Delegated");
  EXPECT_EQ(row.at("Client_IPAddress"), "2001:db8::7");
  EXPECT_EQ(row.at("ClientIP"), "2001:db8::7");
  EXPECT_EQ(row.at("Folders"), R"([{"Path":"\\Inbox"}])");
  EXPECT_EQ(row.at("OperationProperties"), R"([{"Name":"MailAccessType","Value":"Bind"}])");
}

TEST(UnifiedAudit, NumbersWithoutADocumentedNameStay) {
  const TestRun run =
      run_source(R"({"CreationTime":"never","Id":"1","Operation":"X","RecordType":99999,"UserType":99,"UserKey":"k"})"
                 "\n");
  const auto& row = run.sink.tables.at("OfficeActivity").rows.at(0);
  EXPECT_EQ(row.at("RecordType"), "99999");
  EXPECT_EQ(row.at("UserType"), "99");
  EXPECT_EQ(row.count("TimeGenerated"), 0U);
  EXPECT_EQ(row.at("_Extra"), R"({"CreationTime":"never"})");
}

TEST(UnifiedAudit, PortsAreTakenOffAddressesOnly) {
  EXPECT_EQ(without_port("192.0.2.1:443"), "192.0.2.1");
  EXPECT_EQ(without_port("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(without_port("[2001:db8::1]:443"), "2001:db8::1");
  EXPECT_EQ(without_port("[::1]"), "::1");
  EXPECT_EQ(without_port("2001:db8::1"), "2001:db8::1");
  EXPECT_EQ(without_port("::ffff:192.0.2.1"), "::ffff:192.0.2.1");
  for (const char* other : {"", "[", "[]", "[x", "host:1", "192.0.2.1:", "192.0.2.1:x", "192.0.2.1:99999", "<null>"}) {
    EXPECT_EQ(without_port(other), other);
  }
}

TEST(UnifiedAudit, DocumentedNumbers) {
  EXPECT_EQ(office_record_type(1), "ExchangeAdmin");
  EXPECT_EQ(office_record_type(15), "AzureActiveDirectoryStsLogon");
  EXPECT_EQ(office_record_type(5), "");
  EXPECT_EQ(office_record_type(-1), "");
  EXPECT_EQ(office_user_type(3), "DcAdmin");
  EXPECT_EQ(office_logon_type(7), "");
}

}  // namespace
}  // namespace huntbook::ingest::testing
