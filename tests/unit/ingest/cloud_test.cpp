// AWS, Google Cloud and Suricata.
#include <gtest/gtest.h>

#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

TEST(CloudTrail, RecordsOfFilesAndOfShippers) {
  const std::string event =
      R"({"eventVersion":"1.08","userIdentity":{"type":"AssumedRole","principalId":"AROA:mona","arn":"arn:aws:sts::123456789012:assumed-role/r/mona",)"
      R"("accountId":"123456789012","accessKeyId":"ASIA1","sessionContext":{"sessionIssuer":{"type":"Role","userName":"r"},"webIdFederationData":{},)"
      R"("attributes":{"mfaAuthenticated":"true","creationDate":"2024-03-11T08:00:00Z"}},"novel":1},"eventTime":"2024-03-11T08:15:30Z",)"
      R"("eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"eu-central-1","sourceIPAddress":"203.0.113.9","userAgent":"aws-cli",)"
      R"("requestParameters":{"bucketName":"plans"},"responseElements":null,"requestID":"q1","eventID":"e1","readOnly":true,"eventType":"AwsApiCall",)"
      R"("managementEvent":false,"recipientAccountId":"123456789012","eventCategory":"Data","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"x"}})";
  for (const std::string& text : {"{\"Records\":[" + event + "]}", event + "\n"}) {
    const TestRun run = run_source(text);
    const auto& row = run.sink.tables.at("AWSCloudTrail").rows.at(0);
    EXPECT_EQ(row.at("TimeGenerated"), "2024-03-11T08:15:30Z");
    EXPECT_EQ(row.at("EventName"), "GetObject");
    EXPECT_EQ(row.at("AWSRegion"), "eu-central-1");
    EXPECT_EQ(row.at("SourceIpAddress"), "203.0.113.9");
    EXPECT_EQ(row.at("UserIdentityType"), "AssumedRole");
    EXPECT_EQ(row.at("UserIdentityPrincipalid"), "AROA:mona");
    EXPECT_EQ(row.at("SessionIssuerUserName"), "r");
    EXPECT_EQ(row.at("SessionMfaAuthenticated"), "true");
    EXPECT_EQ(row.at("SessionCreationDate"), "2024-03-11T08:00:00Z");
    EXPECT_EQ(row.at("RequestParameters"), R"({"bucketName":"plans"})");
    EXPECT_EQ(row.at("AwsEventId"), "e1");
    EXPECT_EQ(row.at("ReadOnly"), "true");
    EXPECT_EQ(row.at("TlsVersion"), "TLSv1.3");
    EXPECT_EQ(row.at("_Extra"), R"({"novel":1})");
  }
}

TEST(VpcFlows, HeaderAndDefaultFields) {
  const TestRun named = run_source(
      "version interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status "
      "flow-direction "
      "pkt-src-aws-service reject-reason\n"
      "5 eni-1 203.0.113.9 10.0.0.4 50000 22 6 10 840 1710144930 1710144990 REJECT OK ingress - BPA\n");
  EXPECT_EQ(named.format, "aws-vpc-flow");
  const auto& row = named.sink.tables.at("AWSVPCFlow").rows.at(0);
  EXPECT_EQ(row.at("TimeGenerated"), "2024-03-11T08:15:30Z");
  EXPECT_EQ(row.at("Start"), "2024-03-11T08:15:30Z");
  EXPECT_EQ(row.at("End"), "2024-03-11T08:16:30Z");
  EXPECT_EQ(row.at("SrcAddr"), "203.0.113.9");
  EXPECT_EQ(row.at("DstPort"), "22");
  EXPECT_EQ(row.at("Bytes"), "840");
  EXPECT_EQ(row.at("Action"), "REJECT");
  EXPECT_EQ(row.at("FlowDirection"), "ingress");
  EXPECT_EQ(row.count("PktSrcAwsService"), 0U);
  EXPECT_EQ(row.at("_Extra"), R"({"reject-reason":"BPA"})");
  const std::string header = "version interface-id srcaddr dstaddr srcport dstport protocol start\n";
  const std::string flow = "3 eni-1 203.0.113.9 10.0.0.4 50000 22 6 1710144930\n";
  const TestRun joined = run_source(header + flow + header + flow);
  EXPECT_EQ(joined.sink.tables.at("AWSVPCFlow").rows.size(), 2U) << "a header between records is none";
  const TestRun plain = run_source(
      "2 123456789012 eni-1 203.0.113.9 10.0.0.4 50000 22 6 10 840 1710144930 1710144990 ACCEPT OK\n"
      "2 123456789012 eni-1 - - - - - - - 1710144930 1710144990 - NODATA\n"
      "2 123456789012 eni-1 a b c d e f g h i j k l\n");
  const auto& rows = plain.sink.tables.at("AWSVPCFlow").rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].at("AccountId"), "123456789012");
  EXPECT_EQ(rows[1].at("LogStatus"), "NODATA");
  EXPECT_EQ(rows[1].count("SrcAddr"), 0U);
  EXPECT_EQ(plain.sink.rejections.size(), 1U);
  const TestRun watched = run_source(
      "2024-03-11T08:17:00.000Z 2 123456789012 eni-1 203.0.113.9 10.0.0.4 50000 22 6 10 840 1710144930 1710144990 "
      "ACCEPT OK\n");
  EXPECT_EQ(watched.sink.tables.at("AWSVPCFlow").rows.at(0).at("TimeGenerated"), "2024-03-11T08:15:30Z");
}

TEST(GcpAudit, LogEntries) {
  const TestRun run = run_source(
      R"([{"protoPayload":{"@type":"type.googleapis.com/google.cloud.audit.AuditLog","status":{"code":7,"message":"denied"},"authenticationInfo":)"
      R"({"principalEmail":"mona@contoso.example"},"requestMetadata":{"callerIp":"203.0.113.9"},"serviceName":"iam.googleapis.com",)"
      R"("methodName":"google.iam.admin.v1.CreateServiceAccountKey","resourceName":"projects/plans/serviceAccounts/x","request":{"a":1}},)"
      R"("insertId":"i1","resource":{"type":"service_account","labels":{"project_id":"plans"}},"timestamp":"2024-03-11T08:15:30.5Z","severity":"ERROR",)"
      R"("logName":"projects/plans/logs/cloudaudit.googleapis.com%2Factivity","receiveTimestamp":"2024-03-11T08:15:31Z"},)"
      R"({"protoPayload":{"x":1},"logName":"l"}])");
  const auto& row = run.sink.tables.at("GCPAuditLogs").rows.at(0);
  EXPECT_EQ(row.at("TimeGenerated"), "2024-03-11T08:15:30.5Z");
  EXPECT_EQ(row.at("Timestamp"), "2024-03-11T08:15:30.5Z");
  EXPECT_EQ(row.at("PrincipalEmail"), "mona@contoso.example");
  EXPECT_EQ(row.at("MethodName"), "google.iam.admin.v1.CreateServiceAccountKey");
  EXPECT_EQ(row.at("GCPResourceName"), "projects/plans/serviceAccounts/x");
  EXPECT_EQ(row.at("GCPResourceType"), "service_account");
  EXPECT_EQ(row.at("ProjectId"), "plans");
  EXPECT_EQ(row.at("StatusMessage"), "denied");
  EXPECT_EQ(row.at("RequestMetadata"), R"({"callerIp":"203.0.113.9"})");
  EXPECT_EQ(row.at("Severity"), "ERROR");
  EXPECT_EQ(run.sink.tables.at("file").rows.size(), 1U) << "no audit log";
}

TEST(Eve, OneTableAnEventType) {
  const TestRun run = run_source(
      R"({"timestamp":"2024-03-11T09:15:30.123456+0100","flow_id":7,"event_type":"alert","src_ip":"203.0.113.9","src_port":50000,"dest_ip":"10.0.0.4",)"
      R"("dest_port":22,"proto":"TCP","alert":{"signature_id":1,"signature":"ssh scan","severity":2}})"
      "\n"
      R"({"timestamp":"2024-03-11T09:15:31+0100","flow_id":7,"event_type":"flow","src_ip":"203.0.113.9","flow":{"bytes_toserver":1}})"
      "\n"
      R"({"timestamp":"2024-03-11T09:15:31+0100","flow_id":7,"event_type":"../x"})"
      "\n",
      "eve.json");
  const auto& alert = run.sink.tables.at("Suricata_alert");
  EXPECT_EQ(alert.types.at("TimeGenerated"), "datetime");
  EXPECT_EQ(alert.rows.at(0).at("TimeGenerated"), "2024-03-11T08:15:30.123456Z");
  EXPECT_EQ(alert.rows.at(0).at("src_ip"), "203.0.113.9");
  EXPECT_EQ(alert.types.at("alert"), "dynamic");
  EXPECT_EQ(run.sink.tables.at("Suricata_flow").rows.size(), 1U);
  EXPECT_EQ(run.sink.tables.at("Suricata_other").rows.size(), 1U) << "no table for a name that is made up";
}

}  // namespace
}  // namespace huntbook::ingest::testing
