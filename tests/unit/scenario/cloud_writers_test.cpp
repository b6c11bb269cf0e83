// The audit log of Office 365, sign-ins, alerts and the threat feed as their writers put them.
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "own_folder.hpp"
#include "scenario/writers/alert_log.hpp"
#include "scenario/writers/office_csv.hpp"
#include "scenario/writers/sign_in_log.hpp"
#include "scenario/writers/threat_report.hpp"

namespace huntbook::scenario {
namespace {

using nlohmann::json;

const Ticks at = *ticks_from_civil({2024, 3, 17, 19, 1, 2, 5'000'000});

class CloudFiles : public OwnFolder {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(OwnFolder::SetUp());
    person_.account = "m.holt";
    person_.name = "Maren Holt";
    person_.mail = "m.holt@harbourline.example";
    person_.id = "id-of-maren";
    client_ = {"203.0.113.77", "PT", "Lisbon", "Mozilla/5.0", "Firefox", "Linux"};
  }
  std::string text_of(const char* name) const {
    std::ifstream file(folder_ / name, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }
  Person person_;
  Client client_;
};

TEST_F(CloudFiles, AuditDataIsJsonInOneCellOfTheCsv) {
  auto csv = OfficeCsv::create(folder_ / "a.csv");
  ASSERT_TRUE(csv);
  OfficeOperation operation;
  operation.time = at;
  operation.id = "some-id";
  operation.name = "FileDownloaded";
  operation.record_type = 6;
  operation.person = &person_;
  operation.client = client_;
  operation.site = "Finance";
  operation.folder = "2024";
  operation.file = "The \"books\".xlsx";
  csv->add(operation);
  ASSERT_TRUE(csv->close());
  const std::string text = text_of("a.csv");
  const std::size_t line = text.find("\r\n") + 2;
  const std::string before = "some-id,2024-03-17T19:01:02.0000000Z,6,FileDownloaded,m.holt@harbourline.example,\"";
  ASSERT_EQ(text.substr(line, before.size()), before);
  ASSERT_TRUE(text.ends_with("\",,\r\n"));
  std::string cell = text.substr(line + before.size(), text.size() - line - before.size() - 5);
  for (std::size_t place = 0; (place = cell.find("\"\"", place)) != std::string::npos; ++place) cell.erase(place, 1);
  const json data = json::parse(cell);
  EXPECT_EQ(data["CreationTime"], "2024-03-17T19:01:02");
  EXPECT_EQ(data["ClientIP"], "203.0.113.77");
  EXPECT_EQ(data["SourceFileName"], "The \"books\".xlsx");
  EXPECT_EQ(data["SourceFileExtension"], "xlsx");
  EXPECT_EQ(data["ObjectId"],
            "https://harbourline.sharepoint.example/sites/Finance/Shared Documents/2024/The \"books\".xlsx");
}

TEST_F(CloudFiles, ASignInIsOneLineWithGraphsRecordInIt) {
  auto log = SignInLog::create(folder_ / "s.json");
  ASSERT_TRUE(log);
  SignIn sign_in;
  sign_in.time = at;
  sign_in.id = "some-id";
  sign_in.person = &person_;
  sign_in.client = client_;
  sign_in.error = 50126;
  log->add(sign_in);
  ASSERT_TRUE(log->close());
  const json line = json::parse(text_of("s.json"));
  EXPECT_EQ(line["category"], "SignInLogs");
  EXPECT_EQ(line["time"], "2024-03-17T19:01:02.5Z");
  EXPECT_EQ(line["resultType"], "50126");
  EXPECT_EQ(line["properties"]["status"]["errorCode"], 50126);
  EXPECT_EQ(line["properties"]["userPrincipalName"], "m.holt@harbourline.example");
  EXPECT_EQ(line["properties"]["location"]["city"], "Lisbon");
}

TEST_F(CloudFiles, EntitiesOfAnAlertReferToOneAnother) {
  auto log = AlertLog::create(folder_ / "a.json");
  ASSERT_TRUE(log);
  Alert alert;
  alert.time = at;
  alert.id = "some-id";
  alert.name = "Suspected dump of credentials";
  alert.tactics = "credential access";
  alert.technique = "T1003";
  alert.host = "FIN-TS01";
  alert.account = "m.holt@harbourline.example";
  alert.addresses = {"203.0.113.77"};
  alert.process = "C:\\Windows\\System32\\rundll32.exe";
  alert.command_line = "rundll32 \"x\"";
  log->add(alert);
  ASSERT_TRUE(log->close());
  const json line = json::parse(text_of("a.json"));
  EXPECT_EQ(line["Tactics"], "CredentialAccess");
  EXPECT_EQ(line["Techniques"], "[\"T1003\"]");
  const json entities = json::parse(line["Entities"].get<std::string>());
  ASSERT_EQ(entities.size(), 5U);
  std::set<std::string> ids;
  for (const json& entity : entities) ids.insert(entity["$id"]);
  EXPECT_EQ(ids.size(), 5U);
  EXPECT_EQ(entities[2]["Name"], "m.holt");
  EXPECT_EQ(entities[2]["UPNSuffix"], "harbourline.example");
  EXPECT_EQ(entities[3]["Name"], "rundll32.exe");
  EXPECT_EQ(entities[4]["ImageFile"]["$ref"], entities[3]["$id"]);
  EXPECT_EQ(entities[4]["Host"]["$ref"], entities[0]["$id"]);
  EXPECT_EQ(json::parse(line["ExtendedProperties"].get<std::string>())["Suspicious Command Line"], "rundll32 \"x\"");
}

TEST(ThreatReport, TheFeedIsABundleOfIndicatorsOfWhichSomeAreTheGroups) {
  const std::vector<KnownIndicator> known = {{KnownIndicator::Kind::Address, "203.0.113.77", "Botnet"},
                                             {KnownIndicator::Kind::Sha256, std::string(64, 'a'), "Tool"}};
  const json bundle = json::parse(stix_bundle(3, known, 20, at));
  EXPECT_EQ(bundle["type"], "bundle");
  std::set<std::string> ids;
  int indicators = 0;
  int relationships = 0;
  for (const json& object : bundle["objects"]) {
    EXPECT_EQ(object["spec_version"], "2.1");
    EXPECT_TRUE(ids.insert(object["id"]).second);
    indicators += object["type"] == "indicator" ? 1 : 0;
    relationships += object["type"] == "relationship" ? 1 : 0;
  }
  EXPECT_EQ(indicators, 22);
  EXPECT_EQ(relationships, 2);
  for (const json& object : bundle["objects"]) {
    if (object["type"] == "relationship") {
      EXPECT_TRUE(ids.contains(object["source_ref"]) && ids.contains(object["target_ref"]));
    }
  }
  EXPECT_EQ(bundle["objects"][2]["pattern"], "[ipv4-addr:value = '203.0.113.77']");
}

TEST(ThreatReport, TheTextIsDefanged) {
  const std::string text = report_text({{KnownIndicator::Kind::Address, "203.0.113.77", "Botnet"},
                                        {KnownIndicator::Kind::Url, "http://203.0.113.77/a.sh", "Script"}},
                                       at);
  EXPECT_NE(text.find("203[.]0[.]113[.]77 "), std::string::npos);
  EXPECT_NE(text.find("hxxp://203[.]0[.]113[.]77/a[.]sh"), std::string::npos);
  EXPECT_EQ(text.find("203.0.113.77"), std::string::npos);
  EXPECT_EQ(text.find("http:"), std::string::npos);
}

}  // namespace
}  // namespace huntbook::scenario
