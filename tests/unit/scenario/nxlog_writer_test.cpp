#include "scenario/writers/nxlog_writer.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace huntbook::scenario {
namespace {

nlohmann::json line_of(int id, bool failure, WindowsData data) {
  WindowsEvent event;
  event.id = id;
  event.failure = failure;
  event.data = std::move(data);
  event.time = *ticks_from_civil({2024, 3, 4, 5, 6, 7, 1'234'567});
  event.computer = "A.example";
  event.record = 42;
  std::string line;
  append_nxlog_line(event, line);
  EXPECT_EQ(line.back(), '\n');
  return nlohmann::json::parse(line);
}

TEST(NxlogLine, HasHeaderAndDataSideBySide) {
  const nlohmann::json json = line_of(4634, false, {{"TargetUserName", "m.holt"}});
  EXPECT_EQ(json["EventTime"], "2024-03-04T05:06:07.123456+00:00");
  EXPECT_EQ(json["Hostname"], "A.example");
  EXPECT_EQ(json["RecordNumber"], 42);
  EXPECT_EQ(json["EventID"], 4634);
  EXPECT_EQ(json["EventType"], "AUDIT_SUCCESS");
  EXPECT_EQ(json["Channel"], "Security");
  EXPECT_EQ(json["TargetUserName"], "m.holt");
}

TEST(NxlogLine, EscapesPathsQuotesAndLineEnds) {
  const nlohmann::json json = line_of(4688, false, {{"CommandLine", "\"C:\\a b\\c.exe\"\r\n\t-x"}});
  EXPECT_EQ(json["CommandLine"], "\"C:\\a b\\c.exe\"\r\n\t-x");
}

TEST(NxlogLine, FailuresSaySo) {
  EXPECT_EQ(line_of(4625, true, {})["EventType"], "AUDIT_FAILURE");
}

TEST(NxlogLine, LogClearedComesFromTheEventLogItself) {
  const nlohmann::json json = line_of(1102, false, {});
  EXPECT_EQ(json["SourceName"], "Microsoft-Windows-Eventlog");
  EXPECT_EQ(json["EventType"], "INFO");
}

TEST(NxlogLine, AValueOfTheEventTakesThePlaceOfItsOwnOfThatName) {
  WindowsEvent event;
  event.channel = WindowsChannel::Sysmon;
  event.id = 13;
  event.data = {{"EventType", "SetValue"}};
  std::string line;
  append_nxlog_line(event, line);
  EXPECT_EQ(nlohmann::json::parse(line)["EventType"], "SetValue");
  EXPECT_EQ(line.find("\"EventType\""), line.rfind("\"EventType\""));
}

}  // namespace
}  // namespace huntbook::scenario
