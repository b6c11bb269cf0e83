#include <gtest/gtest.h>

#include "ingest/cef/event_text.hpp"
#include "ingest/cef/security_log.hpp"
#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

TEST(Cef, KeysBecomeTheDocumentedColumns) {
  const TestRun run = run_source(
      "<134>1 2024-03-11T08:15:31Z fw1.example - - - - CEF:0|Contoso|Gate\\|way|9.1|100|Traffic \\\\ denied|5|"
      "rt=1710144930500 src=203.0.113.9 spt=50000 dst=10.0.0.4 dpt=22 proto=TCP act=deny msg=Rule a\\=b matched, see "
      "log "
      "cs1Label=Rule cs1=Block SSH cn1=7 cn1Label=Count deviceDirection=0 in=0 out=60 novelKey=x y odd=z start=Mar 11 "
      "2024 "
      "08:15:29\n");
  EXPECT_EQ(run.format, "cef");
  const auto& row = run.sink.tables.at("CommonSecurityLog").rows.at(0);
  EXPECT_EQ(row.at("TimeGenerated"), "2024-03-11T08:15:30.5Z");
  EXPECT_EQ(row.at("DeviceVendor"), "Contoso");
  EXPECT_EQ(row.at("DeviceProduct"), "Gate|way");
  EXPECT_EQ(row.at("DeviceVersion"), "9.1");
  EXPECT_EQ(row.at("DeviceEventClassID"), "100");
  EXPECT_EQ(row.at("Activity"), "Traffic \\ denied");
  EXPECT_EQ(row.at("LogSeverity"), "5");
  EXPECT_EQ(row.at("SourceIP"), "203.0.113.9");
  EXPECT_EQ(row.at("SourcePort"), "50000");
  EXPECT_EQ(row.at("DestinationPort"), "22");
  EXPECT_EQ(row.at("DeviceAction"), "deny");
  EXPECT_EQ(row.at("SimplifiedDeviceAction"), "deny");
  EXPECT_EQ(row.at("Message"), "Rule a=b matched, see log");
  EXPECT_EQ(row.at("DeviceCustomString1"), "Block SSH");
  EXPECT_EQ(row.at("DeviceCustomString1Label"), "Rule");
  EXPECT_EQ(row.at("FieldDeviceCustomNumber1"), "7");
  EXPECT_EQ(row.at("CommunicationDirection"), "0");
  EXPECT_EQ(row.at("SentBytes"), "60");
  EXPECT_EQ(row.at("AdditionalExtensions"), "novelKey=x y;odd=z");
  EXPECT_EQ(row.at("StartTime"), "2024-03-11T08:15:29Z");
  EXPECT_EQ(row.at("Computer"), "fw1.example");
  EXPECT_EQ(row.at("Type"), "CommonSecurityLog");
}

TEST(Cef, LeefOfBothVersions) {
  const TestRun run = run_source(
      "2024-03-11T08:15:31+01:00 gw "
      "LEEF:1.0|Contoso|IPS|2|probe|src=203.0.113.9\tdst=10.0.0.4\tsrcPort=1\tdstPort=22\tusrName=mona "
      "b\tsev=7\tspecial=1\n"
      "LEEF:2.0|Contoso|IPS|2|probe|x5E|src=203.0.113.9^dst=10.0.0.4^devTime=2024-03-11T08:15:30Z\n"
      "LEEF:2.0|Contoso|IPS|2|probe|^|src=203.0.113.8^sev=1\n");
  const auto& rows = run.sink.tables.at("CommonSecurityLog").rows;
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].at("TimeGenerated"), "2024-03-11T07:15:31Z");
  EXPECT_EQ(rows[0].at("Computer"), "gw");
  EXPECT_EQ(rows[0].at("DestinationPort"), "22");
  EXPECT_EQ(rows[0].at("SourceUserName"), "mona b");
  EXPECT_EQ(rows[0].at("LogSeverity"), "7");
  EXPECT_EQ(rows[0].at("DeviceEventClassID"), "probe");
  EXPECT_EQ(rows[0].at("AdditionalExtensions"), "special=1");
  EXPECT_EQ(rows[1].at("TimeGenerated"), "2024-03-11T08:15:30Z");
  EXPECT_EQ(rows[1].at("DestinationIP"), "10.0.0.4");
  EXPECT_EQ(rows[2].at("SourceIP"), "203.0.113.8");
}

TEST(Cef, LinesWithoutAnEventAreRejected) {
  const TestRun run = run_source(
      "CEF:0|a|b|c|d|e|f|src=192.0.2.1\nCEF:0|a|b|c\nplain text\nCEF:0|a|b|c|d|e|3\nMar 11 08:15:30 fw asa: "
      "CEF:1|a|b|c|d|e|f|\n");
  EXPECT_EQ(run.sink.tables.at("CommonSecurityLog").rows.size(), 3U);
  ASSERT_EQ(run.sink.rejections.size(), 2U);
  EXPECT_EQ(run.sink.rejections[0].line, 2U);
  EXPECT_EQ(run.sink.rejections[1].reason, "no event of CEF or LEEF in the line");
  const auto& last = run.sink.tables.at("CommonSecurityLog").rows[2];
  EXPECT_EQ(last.at("Computer"), "fw");
  EXPECT_TRUE(last.at("TimeGenerated").ends_with("-03-11T08:15:30Z")) << "of the header, whose year is found";
  EXPECT_EQ(last.at("_Extra"), R"({"SyslogHeader":"Mar 11 08:15:30 fw asa:"})");
}

TEST(Cef, PairsOfHostileText) {
  const auto pairs = [](const std::string& extension) {
    std::string text;
    const std::string line = "CEF:0|a|b|c|d|e|f|" + extension;
    const auto event = read_cef_event(line);
    for (const EventPair& pair : event->pairs) {
      text.append("<").append(pair.key).append(":").append(pair.value).append(">");
    }
    return text;
  };
  EXPECT_EQ(pairs("request=http://h.example/?a=b&c=d msg=x"), "<request:http://h.example/?a=b&c=d><msg:x>");
  EXPECT_EQ(pairs("a= b=  c=1"), "<a:><b:><c:1>");
  EXPECT_EQ(pairs("leading words k=v"), "<:leading words><k:v>");
  EXPECT_EQ(pairs("=x =y k=\\"), "<:=x =y><k:\\>");
  EXPECT_EQ(pairs(""), "");
  EXPECT_EQ(unescaped_value("C:\\Windows\\new\\\\x\\=\\|\\n"), "C:\\Windows\new\\x=|\n");
  EXPECT_FALSE(read_cef_event("CEF:|a|b"));
  EXPECT_FALSE(read_cef_event("CEF:0"));
  EXPECT_EQ(find_cef_event("say EF:0| then CEF:0|"), 15U);
}

TEST(Cef, Times) {
  const auto read = [](std::string_view text, std::optional<Ticks> near = {}) {
    const auto time = cef_time(text, near);
    return time ? format_datetime(time->ticks) + (time->zoned ? "" : " local") : "none";
  };
  EXPECT_EQ(read("1710144930250"), "2024-03-11T08:15:30.25Z");
  EXPECT_EQ(read("Mar 11 2024 08:15:30.250"), "2024-03-11T08:15:30.25Z local");
  EXPECT_EQ(read("Mar 11 2024 08:15:30 UTC"), "2024-03-11T08:15:30Z");
  EXPECT_EQ(read("Mar 11 08:15:30"), "none");
  EXPECT_EQ(read(""), "none");
  EXPECT_EQ(read("Dec 31 23:59:59", parse_datetime("2024-01-01T00:00:02Z")), "2023-12-31T23:59:59Z local");
  EXPECT_EQ(read("Jan 01 00:00:01.5 GMT", parse_datetime("2023-12-31T23:59:58Z")), "2024-01-01T00:00:01.5Z");
  EXPECT_EQ(read("Feb 29 10:00:00", parse_datetime("2023-03-01")), "2024-02-29T10:00:00Z local");
  EXPECT_EQ(read("Feb 30 10:00:00", parse_datetime("2024-03-01")), "none");
}

}  // namespace
}  // namespace huntbook::ingest::testing
