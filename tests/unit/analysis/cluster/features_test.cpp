#include "analysis/cluster/features.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace huntbook::cluster {
namespace {

Schema strings(const std::vector<std::string>& names) {
  Schema schema;
  schema.reserve(names.size());
  for (const std::string& name : names) schema.push_back({name, ScalarType::String});
  return schema;
}

std::vector<std::string> defaults(const Schema& schema, Mode mode) {
  const auto features = bind_features(schema, {}, mode);
  std::vector<std::string> names;
  if (!features) return names;
  names.reserve(features->size());
  for (const BoundFeature& feature : *features) names.push_back(feature.name + "=" + schema[feature.column].name);
  return names;
}

using Names = std::vector<std::string>;

TEST(Features, DefaultsForTheTablesOfSentinelDefenderAndAsim) {
  EXPECT_EQ(defaults(strings({"EventID", "Account", "NewProcessName", "CommandLine", "SubjectLogonId", "LogonType"}),
                     Mode::Pattern),
            (Names{"eventType=EventID", "executable=NewProcessName", "commandlineStructure=CommandLine",
                   "account=Account", "isSystemSession=SubjectLogonId", "logonType=LogonType"}));
  EXPECT_EQ(defaults(strings({"ActionType", "InitiatingProcessCommandLine", "ProcessCommandLine", "FolderPath",
                              "AccountName", "LogonId"}),
                     Mode::Pattern),
            (Names{"eventType=ActionType", "executable=FolderPath", "commandlineStructure=ProcessCommandLine",
                   "account=AccountName", "isSystemSession=LogonId"}));
  EXPECT_EQ(defaults(strings({"TargetProcessName", "TargetProcessCommandLine", "ActorUsername", "ActorSessionId"}),
                     Mode::Msticpy),
            (Names{"commandlineTokensFull=TargetProcessCommandLine", "pathScore=TargetProcessName",
                   "accountNum=ActorUsername", "isSystemSession=ActorSessionId"}));
}

TEST(Features, DefaultsForLogonsAndActivity) {
  EXPECT_EQ(defaults(strings({"Account", "LogonType"}), Mode::Msticpy),
            (Names{"accountNum=Account", "logonType=LogonType"}));
  EXPECT_EQ(defaults(strings({"Operation", "UserId", "ClientIP"}), Mode::Pattern),
            (Names{"eventType=Operation", "account=UserId"}));
  EXPECT_TRUE(defaults(strings({"Operation", "UserId"}), Mode::Msticpy).empty());
}

TEST(Features, ColumnNamesAreCaseSensitive) {
  EXPECT_TRUE(defaults(strings({"commandline", "account"}), Mode::Pattern).empty());
}

TEST(Features, ANameGivenTwiceCountsOnce) {
  const Names names{"account", "account"};
  EXPECT_EQ(bind_features(strings({"Account"}), names, Mode::Pattern)->size(), 1U);
}

TEST(Features, SystemSessionFromNumbers) {
  const Schema schema{{"LogonId", ScalarType::Long}};
  const Names names{"isSystemSession"};
  const auto features = bind_features(schema, names, Mode::Msticpy);
  ASSERT_TRUE(features);
  Column column(ScalarType::Long);
  for (const std::int64_t id : {999L, -1L, 996L}) column.push_long(id);
  column.push_null();
  EXPECT_EQ(number_of(features->front(), column, 0), 1);
  EXPECT_EQ(number_of(features->front(), column, 1), 1);
  EXPECT_EQ(number_of(features->front(), column, 2), 0);
  EXPECT_EQ(number_of(features->front(), column, 3), 0);
}

TEST(Features, LogonTypeIsANumberAlsoAsText) {
  const Schema schema = strings({"LogonType"});
  const Names names{"logonType"};
  const auto features = bind_features(schema, names, Mode::Msticpy);
  ASSERT_TRUE(features);
  Column column(ScalarType::String);
  for (const char* text : {"10", "", "RemoteInteractive"}) column.push_text(text);
  EXPECT_EQ(number_of(features->front(), column, 0), 10);
  EXPECT_TRUE(std::isnan(number_of(features->front(), column, 1)));
  EXPECT_TRUE(std::isnan(number_of(features->front(), column, 2)));
}

TEST(Features, ExecutableNameIsTheLastPart) {
  const Schema schema = strings({"NewProcessName"});
  const Names names{"executableName"};
  const auto features = bind_features(schema, names, Mode::Pattern);
  ASSERT_TRUE(features);
  Column column(ScalarType::String);
  for (const char* text : {"C:\\Windows\\Cmd.EXE", "/usr/bin/bash", "bare", "dir\\"}) column.push_text(text);
  const Names expected{"cmd.exe", "bash", "bare", ""};
  for (std::size_t row = 0; row < expected.size(); ++row) {
    std::string text;
    append_text_of(features->front(), column, row, text);
    EXPECT_EQ(text, expected[row]);
  }
}

TEST(Features, EachHasANameAndALineOfItsOwn) {
  for (const FeatureRecord& record : feature_records()) {
    EXPECT_FALSE(record.doc.empty());
    for (const FeatureRecord& other : feature_records()) EXPECT_EQ(&record == &other, record.name == other.name);
  }
}

}  // namespace
}  // namespace huntbook::cluster
