// Times without a year or a zone around New Year and leap days, in every source that has some; impossible times.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ingest/record/epoch_time.hpp"
#include "memory_sink.hpp"
#include "scenario/evtx/evtx_writer.hpp"

namespace huntbook::ingest::testing {
namespace {

struct Case {
  const char* what;
  const char* log;
  const char* table;
  std::vector<std::string> times;  // of TimeGenerated, row by row; "": none
  const char* modified = nullptr;  // when the file was written
  const char* zone = nullptr;      // --timezone
  const char* name = "file";
  const char* column = "TimeGenerated";
};

void PrintTo(const Case& test, std::ostream* out) {
  *out << test.what;
}

std::vector<std::string> times_of(const TestRun& run, const std::string& table, const std::string& column) {
  std::vector<std::string> times;
  const auto found = run.sink.tables.find(table);
  if (found == run.sink.tables.end()) return times;
  for (const auto& row : found->second.rows) {
    const auto value = row.find(column);
    times.push_back(value == row.end() ? "" : value->second);
  }
  return times;
}

class AroundNewYear : public ::testing::TestWithParam<Case> {};

TEST_P(AroundNewYear, TimesAreThoseOfTheirYear) {
  const Case& test = GetParam();
  TestOptions options;
  options.name = test.name;
  options.all_tables = true;
  if (test.modified != nullptr) options.modified = parse_datetime(test.modified).value();
  if (test.zone != nullptr) options.zone = AssumedZone::parse(test.zone).value();
  EXPECT_EQ(times_of(run_text(test.log, options), test.table, test.column), test.times) << test.what;
}

constexpr const char* over_new_year =
    "Dec 31 23:59:58 web1 sshd[4]: Accepted publickey for ana from 192.0.2.7 port 50022 ssh2\n"
    "Dec 31 23:59:59 web1 sudo:      ana : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls\n"
    "Jan  1 00:00:01 web1 CRON[9]: (root) CMD (date)\n";

INSTANTIATE_TEST_SUITE_P(
    Sources, AroundNewYear,
    ::testing::Values(
        Case{"files of /var/log over New Year",
             over_new_year,
             "Syslog",
             {"2023-12-31T23:59:58Z", "2023-12-31T23:59:59Z", "2024-01-01T00:00:01Z"},
             "2024-01-02T07:00:00Z"},
        Case{"the same in local time",
             over_new_year,
             "Syslog",
             {"2023-12-31T22:59:58Z", "2023-12-31T22:59:59Z", "2023-12-31T23:00:01Z"},
             "2024-01-02T07:00:00Z",
             "Europe/Berlin"},
        Case{"west of Greenwich, written in the last hours of December by UTC",
             over_new_year,
             "Syslog",
             {"2023-12-31T10:59:58Z", "2023-12-31T10:59:59Z", "2023-12-31T11:00:01Z"},
             "2023-12-31T11:00:05Z",
             "Pacific/Auckland"},
        Case{"December in a file of 2 January",
             "Dec 30 10:00:00 h su: (to root) ana on pts/0\n",
             "Syslog",
             {"2023-12-30T10:00:00Z"},
             "2024-01-02T07:00:00Z"},
        Case{"as it comes over the network",
             "<34>Dec 31 23:59:59 h su: x\n<34>Jan  1 00:00:00 h su: x\n",
             "Syslog",
             {"2023-12-31T23:59:59Z", "2024-01-01T00:00:00Z"},
             "2024-01-01T00:10:00Z"},
        Case{"with a fraction",
             "Dec 31 23:59:59.999999 h su: x\nJan  1 00:00:00.000001 h su: x\n",
             "Syslog",
             {"2023-12-31T23:59:59.999999Z", "2024-01-01T00:00:00.000001Z"},
             "2024-01-01T00:10:00Z"},
        Case{"years on some lines only",
             "<13>Dec 31 2022 23:59:59 fw su: x\n<13>Dec 31 23:59:59 h su: x\n<13>Jan  1 00:00:00 h su: x\n",
             "Syslog",
             {"2022-12-31T23:59:59Z", "2023-12-31T23:59:59Z", "2024-01-01T00:00:00Z"},
             "2024-01-01T00:10:00Z"},
        Case{"a line of December that is late",
             "<13>Jan  1 00:00:00 h a: x\n<13>Dec 31 23:59:59 h a: x\n",
             "Syslog",
             {"2024-01-01T00:00:00Z", "2023-12-31T23:59:59Z"},
             "2024-01-01T00:10:00Z"},
        Case{"the day in a rotation's name counts more than a copy's time",
             "Dec 31 23:00:00 h a: x\n",
             "Syslog",
             {"2022-12-31T23:00:00Z"},
             "2026-05-05",
             nullptr,
             "messages-20230101"},
        Case{"a rotation by number, written when it was rotated",
             "Dec 24 23:00:00 h a: x\nDec 31 06:25:01 h a: x\n",
             "Syslog",
             {"2023-12-24T23:00:00Z", "2023-12-31T06:25:01Z"},
             "2023-12-31T06:25:01Z",
             nullptr,
             "syslog.1"},
        Case{"29 February in a leap year",
             "Feb 28 23:59:59 h a: x\nFeb 29 00:00:00 h a: x\nMar  1 00:00:00 h a: x\n",
             "Syslog",
             {"2024-02-28T23:59:59Z", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"},
             "2024-03-01"},
        Case{"29 February, read in a year without one",
             "Feb 29 12:00:00 h a: x\nMar  1 00:00:00 h a: x\n",
             "Syslog",
             {"2024-02-29T12:00:00Z", "2024-03-01T00:00:00Z"},
             "2025-03-05"},
        Case{"29 February, read before the day of a leap year",
             "Feb 29 12:00:00 h a: x\n",
             "Syslog",
             {"2020-02-29T12:00:00Z"},
             "2024-02-20"},
        Case{"December before a 29 February",
             "Dec 31 12:00:00 h a: x\nFeb 29 12:00:00 h a: x\n",
             "Syslog",
             {"2023-12-31T12:00:00Z", "2024-02-29T12:00:00Z"},
             "2026-02-20"},
        Case{"CEF behind a header without a year",
             "<134>Dec 31 23:59:59 fw1 CEF:0|V|P|1|100|x|5|src=192.0.2.1\n"
             "<134>Jan  1 00:00:01 fw1 CEF:0|V|P|1|100|x|5|src=192.0.2.1\n",
             "CommonSecurityLog",
             {"2023-12-31T23:59:59Z", "2024-01-01T00:00:01Z"},
             "2024-01-02"},
        Case{"the same in local time",
             "Dec 31 23:59:59 fw1 CEF:0|V|P|1|100|x|5|src=192.0.2.1\n"
             "Jan  1 00:00:01 fw1 CEF:0|V|P|1|100|x|5|src=192.0.2.1\n",
             "CommonSecurityLog",
             {"2023-12-31T22:59:59Z", "2023-12-31T23:00:01Z"},
             "2024-01-02",
             "Europe/Berlin"},
        Case{"CEF whose own time has no year either",
             "<134>Jan  1 00:00:01 fw1 CEF:0|V|P|1|100|x|5|rt=Dec 31 23:59:59 src=192.0.2.1\n",
             "CommonSecurityLog",
             {"2023-12-31T23:59:59Z"},
             "2024-01-02"},
        Case{"CEF's own time counts, the header's year does not matter",
             "<134>Dec 31 23:59:59 fw1 CEF:0|V|P|1|100|x|5|rt=1704067199500 src=192.0.2.1\n",
             "CommonSecurityLog",
             {"2023-12-31T23:59:59.5Z"},
             "2026-01-02"},
        Case{"a header with a year",
             "<134>Dec 31 2023 23:59:59 fw1 CEF:0|V|P|1|100|x|5|src=192.0.2.1\n",
             "CommonSecurityLog",
             {"2023-12-31T23:59:59Z"}},
        Case{"LEEF behind a header without a year",
             "<13>Feb 29 23:59:59 ips LEEF:1.0|V|P|1|probe|src=192.0.2.1\tsev=8\n",
             "CommonSecurityLog",
             {"2024-02-29T23:59:59Z"},
             "2025-03-02"},
        Case{"a table with local times",
             "Created,Name\n2023-12-31 23:59:59,a\n2024-01-01 00:30:00,b\n",
             "Data",
             {"2023-12-31T22:59:59Z", "2023-12-31T23:30:00Z"},
             nullptr,
             "Europe/Berlin",
             "t.csv",
             "Created"},
        Case{"an export of the portal, whose header says UTC",
             "\"TimeGenerated [UTC]\",Computer,Facility,SeverityLevel,SyslogMessage\n"
             "\"12/31/2023, 11:59:59.000 PM\",h,auth,info,x\n\"1/1/2024, 12:00:01.000 AM\",h,auth,info,x\n",
             "Syslog",
             {"2023-12-31T23:59:59Z", "2024-01-01T00:00:01Z"},
             nullptr,
             "Europe/Berlin"},
        Case{"the same in the browser's local time",
             "\"TimeGenerated [Local Time]\",Computer,Facility,SeverityLevel,SyslogMessage\n"
             "\"12/31/2023, 11:59:59.000 PM\",h,auth,info,x\n\"1/1/2024, 12:00:01.000 AM\",h,auth,info,x\n",
             "Syslog",
             {"2023-12-31T22:59:59Z", "2023-12-31T23:00:01Z"},
             nullptr,
             "Europe/Berlin"},
        Case{"Windows' DNS server, month first",
             "12/31/2023 11:59:59 PM 0E5C PACKET  0000 UDP Rcv 192.0.2.5 0002   Q [0001 D NOERROR] A (1)a(0)\n"
             "1/1/2024 12:00:01 AM 0E5C PACKET  0000 UDP Rcv 192.0.2.5 0002   Q [0001 D NOERROR] A (1)a(0)\n",
             "DnsEvents",
             {"2023-12-31T23:59:59Z", "2024-01-01T00:00:01Z"}},
        Case{"Windows' DNS server, day first, in local time",
             "02/01/2024 00:30:00 0E5C PACKET  0000 UDP Rcv 192.0.2.5 0002   Q [0001 D NOERROR] A (1)a(0)\n"
             "31/12/2023 23:59:59 0E5C PACKET  0000 UDP Rcv 192.0.2.5 0002   Q [0001 D NOERROR] A (1)a(0)\n",
             "DnsEvents",
             {"2024-01-01T23:30:00Z", "2023-12-31T22:59:59Z"},
             nullptr,
             "Europe/Berlin"},
        Case{"Windows' DNS server in German",
             "31.12.2023 23:59:59 0E5C PACKET  0000 UDP Rcv 192.0.2.5 0002   Q [0001 D NOERROR] A (1)a(0)\n"
             "01.02.2024 00:00:01 0E5C PACKET  0000 UDP Rcv 192.0.2.5 0002   Q [0001 D NOERROR] A (1)a(0)\n",
             "DnsEvents",
             {"2023-12-31T23:59:59Z", "2024-02-01T00:00:01Z"}},
        Case{"BIND's queries",
             "31-Dec-2023 23:59:59.999 client @0x1 192.0.2.5#1 (a): query: a IN A +E(0) (192.0.2.9)\n"
             "01-Jan-2024 00:00:00.001 client @0x1 192.0.2.5#1 (a): query: a IN A +E(0) (192.0.2.9)\n",
             "DnsEvents",
             {"2023-12-31T22:59:59.999Z", "2023-12-31T23:00:00.001Z"},
             nullptr,
             "Europe/Berlin"},
        Case{"auditd counts from 1970, whatever the zone",
             "type=USER_LOGIN msg=audit(1704067199.999:7): pid=1 uid=0 auid=0 ses=1 msg='op=login id=0 exe=\"/bin/a\" "
             "hostname=h addr=192.0.2.1 terminal=ssh res=success'\n",
             "LinuxAudit",
             {"2023-12-31T23:59:59.999Z"},
             "2024-01-02",
             "Europe/Berlin"},
        Case{"Zeek too",
             "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tweird\n"
             "#fields\tts\tuid\tname\n#types\ttime\tstring\tstring\n1704067199.999999\tC1\tx\n",
             "Zeek_weird",
             {"2023-12-31T23:59:59.999999Z"},
             "2024-01-02",
             "Europe/Berlin"},
        Case{"Office 365 is UTC without saying so",
             R"({"CreationTime":"2023-12-31T23:59:59","Id":"1","Operation":"FileAccessed","RecordType":6,)"
             R"("UserId":"a","Workload":"OneDrive","OrganizationId":"o","UserType":0,"ResultStatus":"x"})",
             "OfficeActivity",
             {"2023-12-31T23:59:59Z"},
             nullptr,
             "Europe/Berlin"},
        Case{"its other times as well",
             R"({"CreationTime":"2023-12-31T23:59:59","Id":"1","Operation":"MeetingParticipantDetail","RecordType":25,)"
             R"("UserId":"a","Workload":"MicrosoftTeams","OrganizationId":"o","UserType":0,)"
             R"("JoinTime":"2023-12-31T23:50:00"})",
             "OfficeActivity",
             {"2023-12-31T23:50:00Z"},
             nullptr,
             "Europe/Berlin",
             "file",
             "JoinTime"}));

// A file that says nothing of when it was written is taken as of now: as stdin is.
TEST(NewYear, AFileWithoutATime) {
  const CivilTime now = civil_from_ticks(now_ticks());
  const auto stamp = [](const CivilTime& time) {
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const std::string day = std::to_string(time.day);
    return std::string(months.substr(static_cast<std::size_t>(time.month - 1) * 3, 3)) + (day.size() < 2 ? "  " : " ") +
           day + " 12:00:00 h a: x\n";
  };
  const CivilTime in_three_days = civil_from_ticks(now_ticks() + 3 * ticks_per_day);
  const TestRun run = run_text(stamp(in_three_days), {.forced = "syslog"});
  const std::string year = std::to_string(in_three_days.year - 1);
  if (in_three_days.month != 2 || in_three_days.day != 29) {
    EXPECT_EQ(times_of(run, "Syslog", "TimeGenerated").at(0).substr(0, 4), year);
  }
  const TestRun today = run_text(stamp(now), {.forced = "syslog"});
  EXPECT_EQ(times_of(today, "Syslog", "TimeGenerated").at(0).substr(0, 4), std::to_string(now.year));
  EXPECT_NE(today.result.remarks.at(0).find("not after now"), std::string::npos) << today.result.remarks.at(0);
}

TEST(NewYear, TheLedgerSaysWhatWasAssumedForCef) {
  TestOptions options{.all_tables = true};
  options.modified = parse_datetime("2024-01-02");
  const TestRun run = run_text("<134>Dec 31 23:59:59 fw1 CEF:0|V|P|1|100|x|5|src=192.0.2.1\n", options);
  EXPECT_EQ(run.result.remarks, std::vector<std::string>{"1 time without a year taken as of 2023, the newest that is "
                                                         "not after the time that the file was written"});
  EXPECT_EQ(run.result.zones.assumed, 1U);
  EXPECT_EQ(run.sink.tables.at("CommonSecurityLog").rows.at(0).at("Computer"), "fw1");
}

// --- impossible times ------------------------------------------------------------------------------------------------

void expect_range(const TestRun& run, const std::string& first, const std::string& last, std::uint64_t impossible) {
  EXPECT_EQ(run.result.times.impossible, impossible);
  EXPECT_EQ(run.result.times.first, parse_datetime(first));
  EXPECT_EQ(run.result.times.last, parse_datetime(last));
}

TEST(ImpossibleTimes, AreKeptAndStretchNoRange) {
  const TestRun json = run_source(
      "{\"TimeGenerated\":\"1601-01-01T00:00:00Z\",\"x\":1}\n{\"TimeGenerated\":\"2024-05-01T00:00:00Z\",\"x\":2}\n"
      "{\"TimeGenerated\":\"1970-01-01T00:00:00Z\",\"x\":3}\n{\"TimeGenerated\":\"9999-12-31T23:59:59Z\",\"x\":4}\n"
      "{\"TimeGenerated\":\"2024-06-01T00:00:00Z\",\"x\":5}\n");
  EXPECT_EQ(times_of(json, "file", "TimeGenerated"),
            (std::vector<std::string>{"1601-01-01T00:00:00Z", "2024-05-01T00:00:00Z", "1970-01-01T00:00:00Z",
                                      "9999-12-31T23:59:59Z", "2024-06-01T00:00:00Z"}));
  expect_range(json, "2024-05-01", "2024-06-01", 3);

  const TestRun syslog =
      run_source("1970-01-01T00:00:09Z h kernel: booting\n2024-05-01T00:00:00Z h a: x\n2099-01-01T00:00:00Z h a: x\n");
  EXPECT_EQ(times_of(syslog, "Syslog", "TimeGenerated").at(0), "1970-01-01T00:00:09Z");
  expect_range(syslog, "2024-05-01", "2024-05-01", 2);

  scenario::EvtxWriter writer;
  std::uint64_t record = 0;
  for (const char* time : {"1601-01-01T00:00:00Z", "2024-05-01T00:00:00.1234567Z", "2300-01-01T00:00:00Z"}) {
    scenario::EvtxEvent event;
    event.provider = "P";
    event.id = 1;
    event.time = parse_datetime(time).value();
    event.record = ++record;
    event.channel = "System";
    event.computer = "h";
    EXPECT_TRUE(writer.add(event));
  }
  writer.finish();
  const std::string chunks = writer.take_chunks();
  const TestRun evtx = run_source(writer.header(false) + chunks);
  EXPECT_EQ(times_of(evtx, "WindowsEvent", "TimeGenerated"),
            (std::vector<std::string>{"1601-01-01T00:00:00Z", "2024-05-01T00:00:00.1234567Z", "2300-01-01T00:00:00Z"}));
  expect_range(evtx, "2024-05-01T00:00:00.1234567Z", "2024-05-01T00:00:00.1234567Z", 2);
}

// A clock that is some months ahead is no reason to leave its events out.
TEST(ImpossibleTimes, BeginAYearAhead) {
  const auto at = [](Ticks ahead) { return format_datetime(now_ticks() + ahead); };
  const TestRun run = run_source("{\"TimeGenerated\":\"" + at(100 * ticks_per_day) + "\"}\n{\"TimeGenerated\":\"" +
                                 at(400 * ticks_per_day) + "\"}\n");
  EXPECT_EQ(run.result.times.impossible, 1U);
  EXPECT_TRUE(run.result.times.first.has_value());
}

// --- 100 ns ----------------------------------------------------------------------------------------------------------

TEST(FineTimes, SevenDigitsComeThroughEveryForm) {
  const std::string system =
      R"(<System><Provider Name="P"/><EventID>1</EventID><TimeCreated SystemTime="2024-05-01T10:20:30.1234567Z"/>)"
      R"(<EventRecordID>7</EventRecordID><Channel>System</Channel><Computer>h</Computer></System>)";
  const std::string nine =
      R"(<System><Provider Name="P"/><EventID>1</EventID><TimeCreated SystemTime="2024-05-01T10:20:30.123456799Z"/>)"
      R"(<EventRecordID>8</EventRecordID><Channel>System</Channel><Computer>h</Computer></System>)";
  const std::vector<std::string> once = {"2024-05-01T10:20:30.1234567Z"};
  const std::vector<std::string> twice = {once[0], once[0]};
  EXPECT_EQ(times_of(run_source("<Events><Event>" + system + "</Event><Event>" + nine + "</Event></Events>"),
                     "WindowsEvent", "TimeGenerated"),
            twice)
      << "XML; nanoseconds are cut off, not rounded";
  EXPECT_EQ(times_of(run_source(R"({"Event":{"System":{"Provider":{"#attributes":{"Name":"P"}},"EventID":1,)"
                                R"("TimeCreated":{"#attributes":{"SystemTime":"2024-05-01T10:20:30.1234567Z"}},)"
                                R"("EventRecordID":7,"Channel":"System","Computer":"h"},"EventData":null}})"),
                     "WindowsEvent", "TimeGenerated"),
            once)
      << "JSON";
  EXPECT_EQ(times_of(run_source("TimeGenerated,Channel,EventID,Computer,Provider,EventData,EventLevel,EventRecordId\n"
                                "2024-05-01T10:20:30.1234567Z,System,1,h,P,{},4,7\n"
                                "2024-05-01T10:20:30.123456799Z,System,1,h,P,{},4,8\n"),
                     "WindowsEvent", "TimeGenerated"),
            twice)
      << "CSV";
  EXPECT_EQ(times_of(run_source("\"TimeGenerated [UTC]\",Channel,EventID,Computer,Provider,EventData,EventLevel\n"
                                "\"5/1/2024, 10:20:30.1234567 AM\",System,1,h,P,{},4\n"),
                     "WindowsEvent", "TimeGenerated"),
            once)
      << "the portal's spelling";
  EXPECT_EQ(times_of(run_source("2024-05-01T10:20:30.123456799Z h a: x\n"), "Syslog", "TimeGenerated"), once);
}

TEST(FineTimes, SecondsSince1970) {
  const auto read = [](std::string_view text) { return format_datetime(read_epoch(text).value()); };
  EXPECT_EQ(read("1714558830.123456799"), "2024-05-01T10:20:30.1234567Z") << "nanoseconds are cut off";
  EXPECT_EQ(read("1714558830.000000099"), "2024-05-01T10:20:30Z");
  EXPECT_EQ(read("1714558830.123456"), "2024-05-01T10:20:30.123456Z");
  EXPECT_EQ(read("1714558830.1234560013"), "2024-05-01T10:20:30.123456Z") << "digits of a binary fraction";
  EXPECT_EQ(read("1714558830.1234559"), "2024-05-01T10:20:30.123456Z");
}

}  // namespace
}  // namespace huntbook::ingest::testing
