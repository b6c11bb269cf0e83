// Times without a zone in a zone whose clock changes: which moments they are, whatever the blocks and threads.
#include "ingest/tables/local_times.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ingest/tables/clock_order.hpp"
#include "ingest/tables/windows_zones.hpp"
#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

AssumedZone zone(std::string_view name) {
  auto parsed = AssumedZone::parse(name);
  EXPECT_TRUE(parsed) << name;
  return parsed.value_or(AssumedZone());
}

// The moments of local times of one column, in this order, without date where it is that of the first.
std::string moments(std::string_view zone_name, const std::string& date, std::initializer_list<const char*> clocks,
                    ZoneFindings* findings = nullptr) {
  LocalTimes times(zone(zone_name));
  std::string text;
  for (const char* clock : clocks) {
    const auto written = parse_written_time(date + " " + clock);
    const auto moment = written ? times.moment(*written, "t") : std::nullopt;
    text += (text.empty() ? "" : " ") + (moment ? format_datetime(*moment).substr(11, 5) : std::string("none"));
  }
  if (findings != nullptr) *findings = times.findings();
  return text;
}

TEST(AssumedZone, NamesAndWhatIsNone) {
  EXPECT_EQ(zone("Europe/Berlin").name(), "Europe/Berlin");
  EXPECT_EQ(zone("Etc/UTC").name(), "Etc/UTC");
  EXPECT_EQ(zone("-0730").name(), "-07:30");
  EXPECT_EQ(zone("+00:00").name(), "UTC");
  const auto hint = [](std::string_view text) {
    const auto parsed = AssumedZone::parse(text);
    return parsed ? std::string("accepted") : parsed.error().hint;
  };
  EXPECT_EQ(hint("W. Europe Standard Time"), "that is Windows' name of it; the IANA name is Europe/Berlin");
  EXPECT_EQ(hint("pacific standard time"), "that is Windows' name of it; the IANA name is America/Los_Angeles");
  EXPECT_EQ(hint("Central Standard Time (Mexico)"),
            "that is Windows' name of it; the IANA name is America/Mexico_City");
  EXPECT_EQ(hint("Middle Earth Standard Time"),
            "Windows' names of zones are not used; give UTC, an offset such as +02:00, or an IANA name such as "
            "Europe/Berlin");
  EXPECT_EQ(hint("europe/berlin"), "did you mean Europe/Berlin?");
  EXPECT_EQ(hint("Berlin"), "did you mean Europe/Berlin?");
  for (std::string_view bad : {"", "localtime", "posixrules", "right/Europe/Berlin", "posix/Europe/Berlin", "../Berlin",
                               "Mars/Olympus", "+99:00", "+2", "CEST"}) {
    EXPECT_EQ(hint(bad), "give UTC, an offset such as +02:00, or an IANA name such as Europe/Berlin") << bad;
  }
}

TEST(AssumedZone, WindowsNamesStandForZonesThatThereAre) {
  for (std::string_view name : {"AUS Central Standard Time", "India Standard Time", "UTC-11", "Russia Time Zone 3",
                                "Turks And Caicos Standard Time", "GMT Standard Time", "Yukon Standard Time"}) {
    EXPECT_NE(TimeZone::find(iana_of_windows_zone(name)), nullptr) << name;
  }
  for (std::string_view name : {"", "Standard Time", " Standard Time", "GMT", "UTC-11 Standard Time", "India"})
    EXPECT_EQ(iana_of_windows_zone(name), "") << name;
}

TEST(LocalTimes, SummerWinterAndTheSkippedHour) {
  EXPECT_EQ(moments("Europe/Berlin", "2024-07-01", {"12:00"}), "10:00");
  EXPECT_EQ(moments("Europe/Berlin", "2024-12-01", {"12:00"}), "11:00");
  EXPECT_EQ(moments("+02:00", "2024-12-01", {"12:00"}), "10:00");
  ZoneFindings findings;
  // 02:30 did not occur; it is moved to 03:30, which is 01:30 UTC.
  EXPECT_EQ(moments("Europe/Berlin", "2024-03-31", {"01:59", "02:00", "02:30", "03:00"}, &findings),
            "00:59 01:00 01:30 01:00");
  EXPECT_EQ(findings.skipped, 2U);
  // A skip of half an hour, and a whole day that Samoa left out.
  EXPECT_EQ(moments("Australia/Lord_Howe", "2024-10-06", {"01:45", "02:15", "02:30"}), "15:15 15:45 15:30");
  EXPECT_EQ(moments("Pacific/Apia", "2011-12-30", {"12:00"}), "22:00");
}

TEST(LocalTimes, TheRepeatedHour) {
  ZoneFindings findings;
  EXPECT_EQ(moments("Europe/Berlin", "2024-10-27", {"01:50", "02:10", "02:50", "02:05", "02:40", "03:00"}, &findings),
            "23:50 00:10 00:50 01:05 01:40 02:00")
      << "the clock went back";
  EXPECT_EQ(findings.first_of_two, 2U);
  EXPECT_EQ(findings.second_of_two, 2U);
  EXPECT_EQ(moments("Europe/Berlin", "2024-10-27", {"01:50", "02:10", "02:50", "03:00"}), "23:50 00:10 00:50 02:00")
      << "nothing says that an hour is left out";
  EXPECT_EQ(moments("Europe/Berlin", "2024-10-27", {"01:50", "02:10", "02:08", "02:20"}), "23:50 00:10 00:08 00:20")
      << "a line that is late";
  EXPECT_EQ(moments("Europe/Berlin", "2024-10-27", {"01:50", "02:50", "02:05", "03:01", "02:59", "03:02"}),
            "23:50 00:50 01:05 02:01 01:59 02:02")
      << "a line that is late behind the repeated hour";
  EXPECT_EQ(moments("Europe/Berlin", "2024-10-27", {"04:00", "03:00", "02:40", "02:05", "02:50", "02:10", "01:50"}),
            "03:00 02:00 01:40 01:05 00:50 00:10 23:50")
      << "the newest first";
  EXPECT_EQ(moments("Europe/Berlin", "2024-10-27", {"02:50", "02:05"}), "00:50 00:05") << "no order is known";
  EXPECT_EQ(moments("Europe/Berlin", "2024-10-27", {"09:00", "01:00", "08:00", "02:50", "07:00", "02:05"}),
            "08:00 23:00 07:00 00:50 06:00 00:05")
      << "no order at all";
  EXPECT_EQ(moments("Australia/Lord_Howe", "2024-04-07", {"01:20", "01:35", "01:55", "01:31", "02:00"}),
            "14:20 14:35 14:55 15:01 15:30")
      << "half an hour";
}

TEST(LocalTimes, ColumnsHaveTheirOwnOrder) {
  LocalTimes times(zone("Europe/Berlin"));
  const auto read = [&](const char* text, const char* column) {
    return format_datetime(times.moment(*parse_written_time(text), column).value()).substr(11, 5);
  };
  // Starts and ends of calls: each column goes forward, the two of them in turn do not.
  EXPECT_EQ(read("2024-10-27 01:00", "start"), "23:00");
  EXPECT_EQ(read("2024-10-27 01:50", "end"), "23:50");
  EXPECT_EQ(read("2024-10-27 02:10", "start"), "00:10");
  EXPECT_EQ(read("2024-10-27 02:40", "end"), "00:40");
  EXPECT_EQ(read("2024-10-27 02:20", "start"), "00:20");
  EXPECT_EQ(read("2024-10-27 02:05", "end"), "01:05");
}

TEST(LocalTimes, ATimeWithAZoneOrWithoutAnyAssumed) {
  LocalTimes berlin(zone("Europe/Berlin"));
  EXPECT_EQ(berlin.moment(*parse_written_time("2024-10-27T02:30:00Z"), "t"), parse_datetime("2024-10-27T02:30:00Z"));
  EXPECT_EQ(berlin.moment(*parse_written_time("0001-01-01"), "t"), std::nullopt) << "before the first moment";
  LocalTimes none;
  EXPECT_EQ(none.moment(*parse_written_time("2024-10-27 02:30"), "t"), parse_datetime("2024-10-27T02:30:00Z"));
  EXPECT_EQ(none.findings().assumed, 1U);
}

std::vector<std::string> times_of(const TestRun& run, const std::string& table) {
  std::vector<std::string> times;
  for (const auto& row : run.sink.tables.at(table).rows) times.push_back(row.at("TimeGenerated"));
  return times;
}

// One message a minute from 01:30 on, through both passages of the hour, to 03:29.
std::string night_of_october(bool newest_first) {
  std::vector<std::string> lines;
  for (int minute = 0; minute < 180; ++minute) {
    const int clock = minute < 90 ? 90 + minute : 30 + minute;
    lines.push_back("Oct 27 0" + std::to_string(clock / 60) + ":" + (clock % 60 < 10 ? "0" : "") +
                    std::to_string(clock % 60) + ":00 h app[1]: minute " + std::to_string(minute) + "\n");
  }
  std::string log;
  for (std::size_t i = 0; i < lines.size(); ++i) log += lines[newest_first ? lines.size() - 1 - i : i];
  return log;
}

TEST(LocalTimes, ANightOfSyslogWhateverTheBlocksAndThreads) {
  std::vector<std::string> wanted;
  for (int minute = 0; minute < 180; ++minute) {
    wanted.push_back(format_datetime(*parse_datetime("2024-10-26T23:30:00Z") + minute * ticks_per_minute));
  }
  for (const bool newest_first : {false, true}) {
    for (const std::size_t block : {std::size_t{10}, std::size_t{300}, std::size_t{1} << 20}) {
      TestOptions options{.name = "syslog-20241028", .zone = zone("Europe/Berlin")};
      options.run.blocks.block = block;
      options.run.threads = 3;
      const TestRun run = run_text(night_of_october(newest_first), options);
      EXPECT_EQ(times_of(run, "Syslog"), wanted) << block;
      EXPECT_EQ(run.result.zones.first_of_two, 60U) << block;
      EXPECT_EQ(run.result.zones.second_of_two, 60U) << block;
    }
    std::ranges::reverse(wanted);
  }
}

TEST(LocalTimes, PortalColumnsThatSayUtc) {
  const TestRun run = run_source(
      "\"TimeGenerated [UTC]\",Computer,EventID,Channel,Account,Activity,Level,Process\n"
      "\"7/8/2024, 4:08:01.000 PM\",a,4688,Security,x,y,0,z\n");
  EXPECT_EQ(run.sink.tables.at("SecurityEvent").rows.at(0).at("TimeGenerated"), "2024-07-08T16:08:01Z");
  EXPECT_EQ(run.result.zones.assumed, 0U) << "the header says the zone";
  const TestRun given = run_text("\"Created [UTC]\",\"Seen [Local Time]\"\n2024-07-08 16:08:01,2024-07-08 16:08:01\n",
                                 {.name = "x.csv", .zone = zone("Europe/Berlin")});
  const auto& row = given.sink.tables.at("Data").rows.at(0);
  EXPECT_EQ(row.at("Created"), "2024-07-08T16:08:01Z");
  EXPECT_EQ(row.at("Seen"), "2024-07-08T14:08:01Z");
}

}  // namespace
}  // namespace huntbook::ingest::testing
