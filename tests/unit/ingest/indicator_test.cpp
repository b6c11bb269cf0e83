#include <gtest/gtest.h>

#include "ingest/indicators/indicator_kind.hpp"
#include "ingest/indicators/stix_pattern.hpp"
#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

std::string shown(const std::vector<Observable>& observables) {
  std::string text;
  for (const Observable& one : observables) text.append(one.key).append("=").append(one.value).append(";");
  return text;
}

TEST(StixPattern, WhatIsComparedComesOut) {
  EXPECT_EQ(shown(observables_of("[ipv4-addr:value = '198.51.100.3']")), "ipv4-addr:value=198.51.100.3;");
  EXPECT_EQ(shown(observables_of(
                "[file:hashes.'SHA-256' = 'aa' OR file:hashes.MD5='bb'] AND [url:value = 'http://a/?x=\\'y\\'']")),
            "file:hashes.'SHA-256'=aa;file:hashes.MD5=bb;url:value=http://a/?x='y';");
  EXPECT_EQ(shown(observables_of("[domain-name:value IN ('a.example', 'b.example')] WITHIN 60 SECONDS")),
            "domain-name:value=a.example;domain-name:value=b.example;");
  EXPECT_EQ(shown(observables_of("[ipv4-addr:value ISSUBSET '198.51.100.0/24']")), "ipv4-addr:value=198.51.100.0/24;");
  EXPECT_EQ(shown(observables_of(
                "([network-traffic:dst_port = 443 AND network-traffic:dst_ref.value = '192.0.2.1']) FOLLOWEDBY "
                "[process:command_line MATCHES 'x: y'] START t'2024-01-01T00:00:00Z' STOP t'2024-01-02T00:00:00Z'")),
            "network-traffic:dst_port=443;network-traffic:dst_ref.value=192.0.2.1;");
  EXPECT_EQ(shown(observables_of(
                "[domain-name:value NOT = 'a' AND domain-name:value != 'b' AND domain-name:value NOT IN ('c')]")),
            "");
  EXPECT_EQ(shown(observables_of("[windows-registry-key:values[*].data = 'x']")),
            "windows-registry-key:values[*].data=x;");
}

TEST(StixPattern, MalformedOnesEnd) {
  for (const char* text :
       {"", "[", "[a:", "[a:b", "[a:b =", "[a:b = '", "[a:b IN ('x'", "[a:b IN x]", "['", "::::", "[a:'b"}) {
    EXPECT_LE(observables_of(text).size(), 1U) << text;
  }
  EXPECT_EQ(observables_of("[a:b = 'x' OR a:c = '").size(), 1U);
}

TEST(Indicators, KindsByLookAndName) {
  EXPECT_EQ(key_by_look("198.51.100.3"), "ipv4-addr:value");
  EXPECT_EQ(key_by_look("198.51.100.0/24"), "ipv4-addr:value");
  EXPECT_EQ(key_by_look("2001:db8::1"), "ipv6-addr:value");
  EXPECT_EQ(key_by_look("c2.example"), "domain-name:value");
  EXPECT_EQ(key_by_look("http://c2.example/x"), "url:value");
  EXPECT_EQ(key_by_look("mona@contoso.example"), "email-addr:value");
  EXPECT_EQ(key_by_look(std::string(32, 'a')), "file:hashes.MD5");
  EXPECT_EQ(key_by_look(std::string(64, '0')), "file:hashes.'SHA-256'");
  for (const char* none : {"", "198.51.100.256", "1.2.3", "198.51.100.0/33", "setup.exe", "word", "two words.example",
                           "a..b", "http://", "-"}) {
    EXPECT_EQ(key_by_look(none), "") << none;
  }
  EXPECT_EQ(key_by_name("ip-dst", "2001:db8::1"), "ipv6-addr:value");
  EXPECT_EQ(key_by_name("FileSha256", "x"), "file:hashes.'SHA-256'");
  EXPECT_EQ(key_by_name("colour", "198.51.100.3"), "");
  EXPECT_EQ(refanged(" hxxps://c2[.]example/a[:]b "), "https://c2.example/a:b");
  EXPECT_EQ(refanged("mona[@]contoso(.)example"), "mona@contoso.example");
  EXPECT_EQ(pattern_of({"url:value", "a'b\\c"}), "[url:value = 'a\\'b\\\\c']");
}

TEST(StixObjects, BundlesGoToTheTwoTables) {
  const TestRun run = run_source(
      R"({"type":"bundle","id":"bundle--1","objects":[)"
      R"({"type":"indicator","spec_version":"2.1","id":"indicator--1","created":"2024-03-01T00:00:00Z","modified":"2024-03-02T00:00:00Z","name":"C2",)"
      R"("labels":["botnet","c2"],"pattern":"[ipv4-addr:value = '198.51.100.3' OR domain-name:value = 'c2.example']","pattern_type":"stix",)"
      R"("valid_from":"2024-03-01T00:00:00Z","valid_until":"2025-03-01T00:00:00Z","confidence":85},)"
      R"({"type":"indicator","id":"indicator--2","created":"2024-03-01T00:00:00Z","pattern":"rule x { }","pattern_type":"yara","valid_from":"2024-03-01T00:00:00Z","revoked":true},)"
      R"({"type":"malware","id":"malware--1","created":"2024-03-01T00:00:00Z","name":"Loader"},)"
      R"({"type":"relationship","id":"relationship--1","created":"2024-03-01T00:00:00Z","relationship_type":"indicates","source_ref":"indicator--1","target_ref":"malware--1"},)"
      R"({"type":"other","id":"x"}]})");
  const auto& rows = run.sink.tables.at("ThreatIntelIndicators").rows;
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].at("Id"), "indicator--1");
  EXPECT_EQ(rows[0].at("ObservableKey"), "ipv4-addr:value");
  EXPECT_EQ(rows[0].at("ObservableValue"), "198.51.100.3");
  EXPECT_EQ(rows[1].at("ObservableValue"), "c2.example");
  EXPECT_EQ(rows[0].at("TimeGenerated"), "2024-03-02T00:00:00Z");
  EXPECT_EQ(rows[0].at("ValidUntil"), "2025-03-01T00:00:00Z");
  EXPECT_EQ(rows[0].at("Confidence"), "85");
  EXPECT_EQ(rows[0].at("Tags"), "botnet, c2");
  EXPECT_EQ(rows[0].at("IsActive"), "true");
  EXPECT_NE(rows[0].at("Data").find(R"("name":"C2")"), std::string::npos);
  EXPECT_EQ(rows[2].count("ObservableKey"), 0U);
  EXPECT_EQ(rows[2].at("IsActive"), "false");
  EXPECT_EQ(run.sink.tables.at("ThreatIntelObjects").rows.size(), 2U);
  EXPECT_EQ(run.sink.tables.at("ThreatIntelObjects").rows[1].at("StixType"), "relationship");
  EXPECT_EQ(run.sink.tables.at("file").rows.size(), 1U);
}

TEST(MispEvents, EveryAttributeIsAnIndicator) {
  const std::string event =
      R"({"uuid":"e1","info":"Campaign","date":"2024-03-01","Orgc":{"name":"Contoso CERT"},"Tag":[{"name":"tlp:green"}],)"
      R"("Attribute":[{"uuid":"a1","type":"ip-dst|port","category":"Network activity","value":"198.51.100.3|443","to_ids":true,"timestamp":"1710144930","Tag":[{"name":"c2"}]},)"
      R"({"uuid":"a2","type":"filename|md5","category":"Payload delivery","value":"a.exe|d41d8cd98f00b204e9800998ecf8427e","to_ids":false,"timestamp":"1710144930"}],)"
      R"("Object":[{"name":"url","Attribute":[{"uuid":"a3","type":"vulnerability","category":"x","value":"CVE-2024-0001","to_ids":false,"timestamp":"1710144930"}]}]})";
  for (const std::string& text : {"{\"Event\":" + event + "}", "{\"response\":[{\"Event\":" + event + "}]}"}) {
    const TestRun run = run_source(text);
    const auto& rows = run.sink.tables.at("ThreatIntelIndicators").rows;
    ASSERT_EQ(rows.size(), 4U) << text;
    EXPECT_EQ(rows[0].at("ObservableKey"), "ipv4-addr:value");
    EXPECT_EQ(rows[0].at("ObservableValue"), "198.51.100.3");
    EXPECT_EQ(rows[0].at("TimeGenerated"), "2024-03-11T08:15:30Z");
    EXPECT_EQ(rows[0].at("Tags"), "tlp:green, c2");
    EXPECT_EQ(rows[0].at("Id"), "indicator--a1");
    EXPECT_EQ(rows[0].at("IsActive"), "true");
    EXPECT_EQ(rows[1].at("ObservableKey"), "file:name");
    EXPECT_EQ(rows[2].at("ObservableKey"), "file:hashes.MD5");
    EXPECT_EQ(rows[2].at("IsActive"), "false");
    EXPECT_EQ(rows[3].at("ObservableKey"), "x-misp:vulnerability");
    EXPECT_NE(rows[3].at("_Extra").find("Contoso CERT"), std::string::npos);
  }
}

TEST(IndicatorLists, TablesWithAKindAndPlainLines) {
  const TestRun table = run_source(
      "IndicatorType,IndicatorValue,ExpirationTime,Action,Severity,Title\n"
      "IpAddress,198.51.100.3,2025-03-01T00:00:00Z,Block,High,C2\n"
      "FileSha1,da39a3ee5e6b4b0d3255bfef95601890afd80709,,Alert,Low,Empty\n"
      "Colour,red,,,,\n");
  const auto& rows = table.sink.tables.at("ThreatIntelIndicators").rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].at("ObservableValue"), "198.51.100.3");
  EXPECT_EQ(rows[0].at("ValidUntil"), "2025-03-01T00:00:00Z");
  EXPECT_NE(rows[0].at("Data").find(R"("Title":"C2")"), std::string::npos);
  EXPECT_EQ(rows[1].at("ObservableKey"), "file:hashes.'SHA-1'");
  EXPECT_EQ(table.sink.tables.at("file").rows.size(), 1U) << "no kind of indicator";

  const TestRun lines = run_source(
      "# our feed, 2024-03-11\n198.51.100.3\n198.51.100.0/24 ; net\nhxxp://c2[.]example/x\n0.0.0.0 ads.example\n\n"
      "d41d8cd98f00b204e9800998ecf8427e\t# empty "
      "file\n2001:db8::1\nc3.example\nc4.example\nc5.example\nc6.example\nnot an indicator\n",
      "feed.txt");
  EXPECT_EQ(lines.format, "indicators");
  const auto& listed = lines.sink.tables.at("ThreatIntelIndicators").rows;
  ASSERT_EQ(listed.size(), 10U);
  EXPECT_EQ(listed[0].at("ObservableKey"), "ipv4-addr:value");
  EXPECT_EQ(listed[2].at("ObservableValue"), "http://c2.example/x");
  EXPECT_EQ(listed[2].at("Data"), R"({"indicator":"hxxp://c2[.]example/x"})");
  EXPECT_EQ(listed[3].at("ObservableValue"), "ads.example");
  EXPECT_EQ(listed[4].at("Data"), R"({"indicator":"d41d8cd98f00b204e9800998ecf8427e","comment":"empty file"})");
  EXPECT_EQ(lines.sink.rejections.size(), 1U);
}

TEST(IndicatorLists, LogsThatBeginWithAnAddressAreNone) {
  EXPECT_THROW(
      run_source("192.0.2.1 - - [11/Mar/2024:08:15:30 +0000] \"GET / HTTP/1.1\" 200 5\n192.0.2.1 host1 host1.lan\n"),
      std::runtime_error);
}

TEST(Alerts, GraphAlertsBringEntities) {
  const TestRun run = run_source(
      R"({"value":[{"id":"da1","providerAlertId":"p1","incidentId":"7","status":"inProgress","severity":"high","serviceSource":"microsoftDefenderForEndpoint",)"
      R"("productName":"Microsoft Defender for Endpoint","title":"Suspicious process","description":"d","category":"Execution","mitreTechniques":["T1059"],)"
      R"("createdDateTime":"2024-03-11T08:20:00Z","firstActivityDateTime":"2024-03-11T08:15:30Z","lastActivityDateTime":"2024-03-11T08:16:30Z",)"
      R"("alertWebUrl":"https://security.example/a","evidence":[{"@odata.type":"#microsoft.graph.security.deviceEvidence","deviceDnsName":"ws1.contoso.example"},)"
      R"({"@odata.type":"#microsoft.graph.security.ipEvidence","ipAddress":"203.0.113.9"},)"
      R"({"@odata.type":"#microsoft.graph.security.userEvidence","userAccount":{"accountName":"mona","domainName":"CONTOSO"}}]}]})");
  const auto& row = run.sink.tables.at("SecurityAlert").rows.at(0);
  EXPECT_EQ(row.at("TimeGenerated"), "2024-03-11T08:20:00Z");
  EXPECT_EQ(row.at("SystemAlertId"), "da1");
  EXPECT_EQ(row.at("VendorOriginalId"), "p1");
  EXPECT_EQ(row.at("AlertSeverity"), "High");
  EXPECT_EQ(row.at("Status"), "InProgress");
  EXPECT_EQ(row.at("AlertName"), "Suspicious process");
  EXPECT_EQ(row.at("DisplayName"), "Suspicious process");
  EXPECT_EQ(row.at("StartTime"), "2024-03-11T08:15:30Z");
  EXPECT_EQ(row.at("EndTime"), "2024-03-11T08:16:30Z");
  EXPECT_EQ(row.at("Tactics"), "Execution");
  EXPECT_EQ(row.at("Techniques"), R"(["T1059"])");
  EXPECT_EQ(
      row.at("Entities"),
      R"([{"$id":"1","HostName":"ws1.contoso.example","Type":"host"},{"$id":"2","Address":"203.0.113.9","Type":"ip"},)"
      R"({"$id":"3","Name":"mona","NTDomain":"CONTOSO","Type":"account"}])");
  EXPECT_NE(row.at("_Extra").find(R"("evidence":[)"), std::string::npos);
}

TEST(Alerts, ExportsUnderOlderNames) {
  const TestRun run = run_source(
      "TenantId,StartTimeUtc,EndTimeUtc,ProviderAlertId,SystemAlertId,ProviderName,VendorName,AlertType,AlertName,"
      "AlertDisplayName,"
      "Severity,IsIncident,Entities,TimeGenerated\n"
      "t,2024-03-11 08:15:30,2024-03-11 "
      "08:16:30,p1,s1,MDATP,Microsoft,x,Alert,Alert,Low,False,\"[{\"\"$id\"\":\"\"3\"\",\"\"Type\"\":\"\"ip\"\"}]\","
      "2024-03-11 "
      "08:20:00\n");
  const auto& row = run.sink.tables.at("SecurityAlert").rows.at(0);
  EXPECT_EQ(row.at("StartTime"), "2024-03-11T08:15:30Z");
  EXPECT_EQ(row.at("AlertSeverity"), "Low");
  EXPECT_EQ(row.at("DisplayName"), "Alert");
  EXPECT_EQ(row.at("Entities"), R"([{"$id":"3","Type":"ip"}])");
  EXPECT_EQ(row.at("VendorOriginalId"), "p1");
}

}  // namespace
}  // namespace huntbook::ingest::testing
