#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "scenario/scenario.hpp"

namespace huntbook::scenario {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class WriteEvidence : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "huntbook-scenario-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
};

TEST_F(WriteEvidence, SameSeedSameBytes) {
  const auto never = [] { return false; };
  ASSERT_TRUE(write_evidence(folder_ / "a", {3'000, 5}, never));
  ASSERT_TRUE(write_evidence(folder_ / "b", {3'000, 5}, never));
  ASSERT_TRUE(write_evidence(folder_ / "c", {3'000, 6}, never));
  for (const char* name : {"logs/windows-events.json", "truth.csv", "README.txt"}) {
    EXPECT_EQ(text_of(folder_ / "a" / name), text_of(folder_ / "b" / name)) << name;
  }
  EXPECT_NE(text_of(folder_ / "a/truth.csv"), text_of(folder_ / "c/truth.csv"));
}

TEST_F(WriteEvidence, TruthNamesEventsThatAreThere) {
  const auto written = write_evidence(folder_, {3'000, 1}, [] { return false; });
  ASSERT_TRUE(written);
  std::map<std::string, int> ids;  // by host and record number
  std::ifstream log(folder_ / "logs/windows-events.json");
  std::uint64_t events = 0;
  for (std::string line; std::getline(log, line); ++events) {
    const nlohmann::json json = nlohmann::json::parse(line);
    ids[json["Hostname"].get<std::string>() + "," + std::to_string(json["RecordNumber"].get<std::uint64_t>())] =
        json["EventID"];
  }
  EXPECT_EQ(events, written->events);
  EXPECT_EQ(ids.size(), events);

  std::ifstream truth(folder_ / "truth.csv");
  std::string line;
  ASSERT_TRUE(std::getline(truth, line));
  EXPECT_EQ(line, "Hostname,RecordNumber,TimeGenerated,EventID,Stage,What");
  std::uint64_t labelled = 0;
  for (; std::getline(truth, line); ++labelled) {
    std::stringstream fields(line);
    std::string host;
    std::string record;
    std::string time;
    std::string id;
    std::getline(fields, host, ',');
    std::getline(fields, record, ',');
    std::getline(fields, time, ',');
    std::getline(fields, id, ',');
    const auto event = ids.find(host + "," + record);
    ASSERT_NE(event, ids.end()) << line;
    EXPECT_EQ(std::to_string(event->second), id);
  }
  EXPECT_EQ(labelled, written->attack_events);
}

TEST_F(WriteEvidence, TooFewEventsAreRefused) {
  const auto written = write_evidence(folder_, {10, 1}, [] { return false; });
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::Usage);
}

TEST_F(WriteEvidence, AFolderThatCannotBeMadeIsTheEnvironmentsFault) {
  std::ofstream(folder_ / "file") << "x";
  const auto written = write_evidence(folder_ / "file", {3'000, 1}, [] { return false; });
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::Environment);
}

TEST_F(WriteEvidence, StoppingIsCancelling) {
  const auto written = write_evidence(folder_, {3'000, 1}, [] { return true; });
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::Cancelled);
}

TEST_F(WriteEvidence, LargeEvidenceIsCompressedAndReplacesTheSmallOne) {
  const auto never = [] { return false; };
  ASSERT_TRUE(write_evidence(folder_, {3'000, 1}, never));
  ASSERT_TRUE(write_evidence(folder_, {200'000, 1}, never));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "logs/windows-events.json"));
  const std::string log = text_of(folder_ / "logs/windows-events.json.gz");
  ASSERT_GT(log.size(), 8U);
  EXPECT_EQ(log.substr(0, 2), "\x1f\x8b");
  EXPECT_EQ(log.substr(4, 4), std::string(4, '\0')) << "the header holds a time of day";
}

}  // namespace
}  // namespace huntbook::scenario
