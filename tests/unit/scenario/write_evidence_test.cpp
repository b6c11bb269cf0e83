#include "scenario/write_evidence.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "own_folder.hpp"

namespace huntbook::scenario {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

using WriteEvidence = OwnFolder;

const auto never = [] { return false; };

// All files below a folder, by their path in it.
std::map<std::string, std::string> files_of(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files[entry.path().lexically_relative(folder).string()] = text_of(entry.path());
  }
  return files;
}

TEST_F(WriteEvidence, SameSeedSameBytes) {
  ASSERT_TRUE(write_evidence(folder_ / "a", {10'000, 5}, WindowsForm::Evtx, never));
  ASSERT_TRUE(write_evidence(folder_ / "b", {10'000, 5}, WindowsForm::Evtx, never));
  ASSERT_TRUE(write_evidence(folder_ / "c", {10'000, 6}, WindowsForm::Evtx, never));
  const auto first = files_of(folder_ / "a");
  EXPECT_TRUE(first == files_of(folder_ / "b"));
  const auto other = files_of(folder_ / "c");
  ASSERT_EQ(first.size(), other.size());
  EXPECT_NE(first.at("truth.csv"), other.at("truth.csv"));
  EXPECT_NE(first.at("logs/FIN-TS01/Security.evtx"), other.at("logs/FIN-TS01/Security.evtx"));
}

TEST_F(WriteEvidence, GivesAboutAsManyEventsAsAsked) {
  for (const Options& options : {Options{10'000, 1}, Options{20'000, 2}, Options{60'000, 3}, Options{200'000, 4}}) {
    const auto written = write_evidence(folder_, options, WindowsForm::Evtx, never);
    ASSERT_TRUE(written);
    EXPECT_NEAR(static_cast<double>(written->events) / static_cast<double>(options.events), 1.0, 0.05)
        << options.events << " events, seed " << options.seed;
  }
}

TEST_F(WriteEvidence, BothFormsOfWindowsEventsHoldTheSameEvents) {
  const auto written = write_evidence(folder_, {10'000, 1}, WindowsForm::Nxlog, never);
  ASSERT_TRUE(written);
  std::uint64_t of_host = 0;
  std::set<std::string> records;
  std::ifstream log(folder_ / "logs/windows-events.json");
  for (std::string line; std::getline(log, line);) {
    const nlohmann::json json = nlohmann::json::parse(line);
    if (json["Channel"] == "Security") ++of_host;
    records.insert(json["Channel"].get<std::string>() + std::to_string(json["RecordNumber"].get<std::uint64_t>()));
  }
  EXPECT_GT(of_host, 1'500U);
  const auto events = write_evidence(folder_, {10'000, 1}, WindowsForm::Evtx, never);
  ASSERT_TRUE(events);
  EXPECT_EQ(events->events, written->events);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "logs/windows-events.json")) << "the other form's file is left";
}

TEST_F(WriteEvidence, TooFewAndTooManyEventsAreRefused) {
  for (const std::uint64_t events : {std::uint64_t{10}, most_events + 1}) {
    const auto written = write_evidence(folder_, {events, 1}, WindowsForm::Evtx, never);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::Usage);
  }
}

TEST_F(WriteEvidence, AFolderThatCannotBeMadeIsTheEnvironmentsFault) {
  std::ofstream(folder_ / "file") << "x";
  const auto written = write_evidence(folder_ / "file", {10'000, 1}, WindowsForm::Evtx, never);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::Environment);
}

TEST_F(WriteEvidence, LogsOfAnybodyElseStay) {
  std::filesystem::create_directory(folder_ / "logs");
  std::ofstream(folder_ / "logs/mine.log") << "x";
  const auto written = write_evidence(folder_, {10'000, 1}, WindowsForm::Evtx, never);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::Usage);
  EXPECT_EQ(text_of(folder_ / "logs/mine.log"), "x");
}

TEST_F(WriteEvidence, StoppingIsCancelling) {
  const auto written = write_evidence(folder_, {10'000, 1}, WindowsForm::Evtx, [] { return true; });
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::Cancelled);
}

}  // namespace
}  // namespace huntbook::scenario
