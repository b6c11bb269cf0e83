// Zeek's logs and flow logs as their writers put them.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "own_folder.hpp"
#include "scenario/writers/nsg_log.hpp"
#include "scenario/writers/zeek_log.hpp"

namespace huntbook::scenario {
namespace {

const Ticks at = *ticks_from_civil({2024, 3, 5, 23, 50, 30, 0});

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, by);) parts.push_back(part);
  return parts;
}

using NetworkFiles = OwnFolder;

Connection connection() {
  Connection made;
  made.time = at;
  made.duration = 12 * ticks_per_minute;
  made.id = 99;
  made.source = "203.0.113.77";
  made.target = "10.20.10.21";
  made.source_port = 40'000;
  made.target_port = 3'389;
  made.service = "rdp";
  made.bytes_out = 3'000;
  made.bytes_in = 9'000;
  return made;
}

// The tuples of all files below the folder, in the order of their records.
std::vector<std::string> tuples_below(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<std::string> tuples;
  for (const auto& file : files) {
    const nlohmann::json json = nlohmann::json::parse(text_of(file));
    for (const auto& record : json["records"]) {
      EXPECT_EQ(record["properties"]["Version"], 2);
      for (const auto& rule : record["properties"]["flows"]) {
        for (const auto& flow : rule["flows"]) {
          EXPECT_EQ(flow["mac"], record["macAddress"]);
          for (const auto& tuple : flow["flowTuples"])
            tuples.push_back(rule["rule"].get<std::string>() + " " + tuple.get<std::string>());
        }
      }
    }
  }
  return tuples;
}

TEST_F(NetworkFiles, AFlowBeginsGoesOnAndEndsAndItsBytesAddUp) {
  Truth truth;
  NsgLog log(folder_, "nsg", truth);
  log.add(connection());
  Connection later = connection();
  later.time = at + ticks_per_hour;  // another day
  later.allowed = false;
  later.duration = 0;
  later.target_port = 23;
  log.add(later);
  ASSERT_TRUE(log.close());
  EXPECT_EQ(log.tuples(), 5U);
  EXPECT_EQ(tuples_below(folder_ / "nsg"),
            (std::vector<std::string>{
                "UserRule_Allow-RDP 1709682630,203.0.113.77,10.20.10.21,40000,3389,T,I,A,B,,,,",
                "UserRule_Allow-RDP 1709682930,203.0.113.77,10.20.10.21,40000,3389,T,I,A,C,1,1000,3,3000",
                "UserRule_Allow-RDP 1709683230,203.0.113.77,10.20.10.21,40000,3389,T,I,A,C,1,1000,3,3000",
                "UserRule_Allow-RDP 1709683350,203.0.113.77,10.20.10.21,40000,3389,T,I,A,E,1,1000,3,3000",
                "DefaultRule_DenyAllInBound 1709686230,203.0.113.77,10.20.10.21,40000,23,T,I,D,B,,,,"}));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "nsg/y=2024/m=03/d=05/PT1H.json"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "nsg/y=2024/m=03/d=06/PT1H.json"));
}

TEST_F(NetworkFiles, FlowsOfOtherSubnetsAreNotTheGroups) {
  Truth truth;
  NsgLog log(folder_, "nsg", truth);
  Connection desk = connection();
  desk.source = "10.20.30.40";
  desk.target = "203.0.113.10";
  log.add(desk);
  ASSERT_TRUE(log.close());
  EXPECT_EQ(log.tuples(), 0U);
}

TEST_F(NetworkFiles, ZeeksRecordsHaveTheirHeadersFields) {
  auto connections = ZeekLog::create_connections(folder_ / "conn.log", at);
  auto lookups = ZeekLog::create_lookups(folder_ / "dns.log", at);
  ASSERT_TRUE(connections && lookups);
  connections->add(connection());
  Connection silent = connection();
  silent.state = "S0";
  silent.service = "";
  connections->add(silent);
  Lookup lookup;
  lookup.time = at;
  lookup.source = "10.20.30.40";
  lookup.name = "cdn.example";
  lookup.answer = "192.0.2.7";
  lookups->add(lookup);
  lookup.answer.clear();
  lookups->add(lookup);
  ASSERT_TRUE(connections->close() && lookups->close());
  for (const char* name : {"conn.log", "dns.log"}) {
    const auto lines = split(text_of(folder_ / name), '\n');
    ASSERT_EQ(lines.size(), 11U) << name;
    EXPECT_EQ(lines[0], "#separator \\x09");
    EXPECT_EQ(lines[5], "#open\t2024-03-05-23-50-30");
    EXPECT_EQ(lines[10].substr(0, 7), "#close\t");
    const std::size_t fields = split(lines[6], '\t').size() - 1;
    EXPECT_EQ(split(lines[7], '\t').size() - 1, fields);
    EXPECT_EQ(split(lines[8], '\t').size(), fields) << name;
    EXPECT_EQ(split(lines[9], '\t').size(), fields) << name;
  }
  const auto first = split(split(text_of(folder_ / "conn.log"), '\n')[8], '\t');
  EXPECT_EQ(first[0], "1709682630.000000");
  EXPECT_EQ(first[7], "rdp");
  EXPECT_EQ(first[8], "720.000000");
  const auto absent = split(split(text_of(folder_ / "dns.log"), '\n')[9], '\t');
  EXPECT_EQ(absent[15], "NXDOMAIN");
  EXPECT_EQ(absent[21], "-");
}

}  // namespace
}  // namespace huntbook::scenario
