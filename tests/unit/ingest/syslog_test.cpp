#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "ingest/format/year_finder.hpp"
#include "ingest/syslog/message_facts.hpp"
#include "ingest/syslog/syslog_head.hpp"
#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

using Row = std::map<std::string, std::string>;

std::vector<Row> rows_of(const TestRun& run) {
  const auto table = run.sink.tables.find("Syslog");
  return table == run.sink.tables.end() ? std::vector<Row>() : table->second.rows;
}

std::string value(const Row& row, const std::string& column) {
  const auto found = row.find(column);
  return found == row.end() ? std::string() : found->second;
}

Row only_row(const std::string& log) {
  const auto rows = rows_of(run_text(log, {.forced = "syslog"}));
  EXPECT_EQ(rows.size(), 1U) << log;
  return rows.empty() ? Row() : rows.front();
}

// The years that a file's stamps get, as 2023 2024 ...
std::string years(std::initializer_list<const char*> stamps, const char* latest) {
  YearFinder finder;
  std::vector<CivilTime> times;
  for (const char* stamp : stamps) times.push_back(read_syslog_head(std::string(stamp) + " h t: m")->local);
  for (const CivilTime& time : times) finder.see(time);
  finder.settle({parse_datetime(latest).value(), "the test's"});
  std::string text;
  for (const CivilTime& time : times) {
    const auto year = finder.year_of(time);
    text += (text.empty() ? "" : " ") + (year ? std::to_string(*year) : std::string("none"));
  }
  return text;
}

TEST(YearFinder, TheLatestStampIsNotInTheFuture) {
  EXPECT_EQ(years({"Mar  3 10:00:00"}, "2024-03-04"), "2024");
  EXPECT_EQ(years({"Mar  3 10:00:00"}, "2024-03-03T09:00:00Z"), "2024") << "zones differ by a day at most";
  EXPECT_EQ(years({"Mar  6 10:00:00"}, "2024-03-03T09:00:00Z"), "2023");
  EXPECT_EQ(years({"Dec 31 23:59:59"}, "2024-01-01T00:00:00Z"), "2023");
  EXPECT_EQ(years({"Jan  1 05:00:00"}, "2023-12-31T23:00:00Z"), "2024") << "where the log was written it is next year";
}

TEST(YearFinder, OverNewYear) {
  EXPECT_EQ(years({"Dec 30 00:00:00", "Dec 31 23:59:59", "Jan  1 00:00:00", "Jan  2 00:00:00"}, "2024-01-05"),
            "2023 2023 2024 2024");
  EXPECT_EQ(years({"Dec 31 23:59:59", "Jan  1 00:00:00", "Dec 31 23:59:58", "Jan  1 00:00:01"}, "2024-01-05"),
            "2023 2024 2023 2024")
      << "lines that come late";
  EXPECT_EQ(years({"Jan  1 00:00:00", "Dec 31 23:59:59"}, "2024-01-05"), "2024 2023")
      << "the first line is the later one";
  EXPECT_EQ(years({"Nov  1 00:00:00", "Feb  1 00:00:00", "Jun  1 00:00:00", "Nov  1 00:00:00", "Jan  9 00:00:00"},
                  "2024-01-09T12:00:00Z"),
            "2022 2023 2023 2023 2024")
      << "two New Years in a file";
  EXPECT_EQ(years({"Aug  5 00:00:00", "Jan  1 00:00:00", "Aug  5 00:01:00"}, "2024-08-06"), "2023 2024 2023")
      << "a line of a clock that was not set counts as one of January";
}

TEST(YearFinder, LeapYears) {
  EXPECT_EQ(years({"Feb 28 00:00:00", "Feb 29 00:00:00", "Mar  1 00:00:00"}, "2026-06-01"), "2024 2024 2024");
  EXPECT_EQ(years({"Feb 29 00:00:00"}, "2024-02-28T12:00:00Z"), "2024");
  EXPECT_EQ(years({"Feb 29 00:00:00"}, "2024-02-27T12:00:00Z"), "2020");
  EXPECT_EQ(years({"Dec 31 00:00:00", "Feb 29 00:00:00"}, "2026-01-01"), "2023 2024");
  EXPECT_EQ(years({"Feb 29 00:00:00"}, "1902-01-01"), "1896") << "1900 was no leap year";
  EXPECT_EQ(years({"Feb 29 00:00:00", "Jul  1 00:00:00", "Dec 31 00:00:00", "Feb 29 00:00:00"}, "2024-06-01"),
            "none 2023 2023 2024")
      << "no two years in a row have the day";
}

TEST(SyslogHead, Forms) {
  const auto old = read_syslog_head("<34>Oct 11 22:14:15 host su: x");
  ASSERT_TRUE(old);
  EXPECT_EQ(old->priority, 34);
  EXPECT_FALSE(old->has_year);
  EXPECT_EQ(old->local.month, 10);
  EXPECT_EQ(old->rest, 20U);
  EXPECT_EQ(read_syslog_head("Oct  1 22:14:15.25 h")->local.fraction, 2'500'000);
  EXPECT_EQ(read_syslog_head("Oct  1 2021 22:14:15 h")->local.year, 2021);
  EXPECT_EQ(read_syslog_head("Dec 31 23:59:60 h")->local.second, 59) << "a leap second";
  EXPECT_TRUE(read_syslog_head("2024-01-01T00:00:00+01:00 h"));
  EXPECT_EQ(read_syslog_head("47 <165>1 2024-01-01T00:00:00Z h a 1 m - x")->priority, 165) << "octets counted";
  EXPECT_FALSE(read_syslog_head("<13>no stamp")->has_stamp);
  for (const char* bad : {"", "<", "<>x", "<192>Oct 11 22:14:15 h", "<-1>x", "Oct 32 22:14:15 h", "Feb 30 22:14:15 h",
                          "Oct 11 24:14:15 h", "Okt 11 22:14:15 h", "Oct 11 22:14 h", "Oct", "Oct 11 22:14:15x",
                          "2024-13-01T00:00:00Z h", "2024-01-01 00:00:00 h", "2024"}) {
    EXPECT_FALSE(read_syslog_head(bad)) << bad;
  }
}

TEST(Syslog, LinesOfFilesInVarLog) {
  const TestRun run = run_text(
      "Mar  3 10:00:00 web1 sshd[44]: Accepted password for ana from 192.0.2.7 port 50022 ssh2\n"
      "Mar  3 10:00:01 web1 kernel: [    1.5] eth0: up\n"
      "Mar  3 10:00:02 web1 last message repeated 2 times\n"
      "Mar  3 10:00:03 192.0.2.9 postfix/smtpd[abc]: x\n"
      "2024-03-03T10:00:04.123456+02:00 web1 CRON[9]: (root) CMD (date)\n",
      {.name = "/var/log/messages-20240304"});
  EXPECT_EQ(run.format, "syslog");
  const auto rows = rows_of(run);
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_EQ(value(rows[0], "TimeGenerated"), "2024-03-03T10:00:00Z");
  EXPECT_EQ(value(rows[0], "EventTime"), "2024-03-03T10:00:00Z");
  EXPECT_EQ(value(rows[0], "Computer"), "web1");
  EXPECT_EQ(value(rows[0], "HostName"), "web1");
  EXPECT_EQ(value(rows[0], "ProcessName"), "sshd");
  EXPECT_EQ(value(rows[0], "ProcessID"), "44");
  EXPECT_EQ(value(rows[0], "Facility"), "") << "nothing says it";
  EXPECT_EQ(value(rows[0], "_Extra"), R"({"EventType":"Logon","EventResult":"Success","Method":"password",)"
                                      R"("TargetUser":"ana","SrcIp":"192.0.2.7","SrcPort":"50022"})");
  EXPECT_EQ(value(rows[1], "Facility"), "kern");
  EXPECT_EQ(value(rows[1], "SyslogMessage"), "[    1.5] eth0: up");
  EXPECT_EQ(value(rows[2], "ProcessName"), "");
  EXPECT_EQ(value(rows[2], "SyslogMessage"), "last message repeated 2 times");
  EXPECT_EQ(value(rows[3], "HostIP"), "192.0.2.9");
  EXPECT_EQ(value(rows[3], "ProcessName"), "postfix/smtpd");
  EXPECT_EQ(value(rows[3], "_Extra"), R"({"ProcId":"abc"})");
  EXPECT_EQ(value(rows[4], "TimeGenerated"), "2024-03-03T08:00:04.123456Z");
  EXPECT_EQ(value(rows[4], "Facility"), "cron");
  EXPECT_EQ(run.result.zones.assumed, 4U);
  EXPECT_EQ(run.result.remarks,
            std::vector<std::string>{
                "4 times without a year taken as of 2024, the newest that is not after the day in the file's name"});
}

TEST(Syslog, ZoneAndFacilityOfTheFile) {
  const TestRun run = run_text("Mar  3 10:00:00 web1 sshd[44]: x\n",
                               {.name = "secure-20240304", .zone = AssumedZone(2 * ticks_per_hour)});
  EXPECT_EQ(value(rows_of(run).at(0), "TimeGenerated"), "2024-03-03T08:00:00Z");
  EXPECT_EQ(value(rows_of(run).at(0), "Facility"), "authpriv");
  EXPECT_EQ(run.result.zones.assumed, 0U);
}

TEST(Syslog, ProtocolForms) {
  const Row row =
      only_row("<165>1 2024-03-03T22:14:15.003Z web1 app 8710 ID47 [a@1 k=\"v \\\"q\\\" \\]\"][b] \xEF\xBB\xBFhello\n");
  EXPECT_EQ(value(row, "TimeGenerated"), "2024-03-03T22:14:15.003Z");
  EXPECT_EQ(value(row, "Facility"), "local4");
  EXPECT_EQ(value(row, "SeverityLevel"), "notice");
  EXPECT_EQ(value(row, "SyslogMessage"), "hello");
  EXPECT_EQ(value(row, "ProcessID"), "8710");
  EXPECT_EQ(value(row, "_Extra"), R"({"MsgId":"ID47","StructuredData":{"a@1":{"k":"v \"q\" ]"},"b":{}}})");
  const Row bad = only_row("<165>1 2024-03-03T22:14:15.003Z web1 app - - [a k=\"v] hello\n");
  EXPECT_EQ(value(bad, "SyslogMessage"), "[a k=\"v] hello") << "malformed data stays in the message";
  const Row hostless = only_row("<13>Mar  3 10:00:00 su: x y\n");
  EXPECT_EQ(value(hostless, "ProcessName"), "su");
  EXPECT_EQ(value(hostless, "Computer"), "");
  const Row bare = only_row("<13>just text: here\n");
  EXPECT_EQ(value(bare, "TimeGenerated"), "");
  EXPECT_EQ(value(bare, "SyslogMessage"), "just text: here");
  EXPECT_EQ(value(bare, "Facility"), "user");
}

TEST(Syslog, ContinuedLinesAndLinesBeforeTheFirst) {
  const TestRun run = run_text(
      "junk\nMar  3 10:00:00 h app: first\n\tsecond\n\n  third\nfourth\r\nMar  3 10:00:01 h app: next\n"
      " Mar  3 10:00:02 h app: indented\n",
      {.forced = "syslog"});
  const auto rows = rows_of(run);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(value(rows[0], "SyslogMessage"), "first\n\tsecond\n  third\nfourth");
  EXPECT_EQ(value(rows[1], "SyslogMessage"), "next\n Mar  3 10:00:02 h app: indented");
  ASSERT_EQ(run.sink.rejections.size(), 1U);
  EXPECT_EQ(run.sink.rejections[0].reason, "line without a stamp, and no message before it");
  EXPECT_EQ(run.sink.rejections[0].line, 1U);
  EXPECT_EQ(run.result.records_read, 3U);
}

TEST(Syslog, TheSameRowsWhateverTheThreadsAndBlocks) {
  std::string log;
  for (int i = 0; i < 300; ++i) {
    log += (i < 150 ? "Dec 31 23:59:00 h a[1]: m" : "Jan  1 00:00:00 h a[1]: m") + std::to_string(i) + "\n more\n";
  }
  TestOptions options{.name = "x-20240102"};
  const auto wanted = rows_of(run_text(log, options));
  ASSERT_EQ(wanted.size(), 300U);
  EXPECT_EQ(value(wanted[0], "TimeGenerated"), "2023-12-31T23:59:00Z");
  EXPECT_EQ(value(wanted[299], "TimeGenerated"), "2024-01-01T00:00:00Z");
  for (const std::size_t block : {std::size_t{10}, std::size_t{500}, std::size_t{1} << 20}) {
    options.run.blocks.block = block;
    options.run.threads = 3;
    EXPECT_EQ(rows_of(run_text(log, options)), wanted) << block;
  }
}

TEST(Syslog, LargerThanMemoryHolds) {
  std::string log;
  const std::string filler(1'000, 'x');
  while (log.size() < (std::size_t{18} << 20)) log += "Mar  3 10:00:00 h a: " + filler + "\n";
  log += "Mar  4 10:00:00 h a: last\n";
  const TestRun run = run_text(log, {.name = "x-20240305"});
  EXPECT_EQ(rows_of(run).size(), static_cast<std::size_t>(std::ranges::count(log, '\n')));
  EXPECT_EQ(value(rows_of(run).back(), "SyslogMessage"), "last");
  EXPECT_EQ(value(rows_of(run).back(), "TimeGenerated"), "2024-03-04T10:00:00Z");
}

TEST(Syslog, CutAtEveryPlaceNothingIsLost) {
  const std::string log =
      "<34>1 2024-02-29T22:14:15.003Z w su - ID47 [a b=\"c\"] x\nFeb 29 10:00:00 h sshd[1]: Failed password for a from "
      "b\n"
      " more\n<1>x\n";
  for (std::size_t size = 1; size <= log.size(); ++size) {
    const TestRun run = run_text(log.substr(0, size), {.forced = "syslog"});
    EXPECT_EQ(run.result.records_read, run.result.records_stored + run.result.records_rejected);
    EXPECT_GE(run.result.records_read, 1U);
  }
}

TEST(Syslog, SysmonForLinuxIsSysmon) {
  const std::string event =
      "<Event><System><Provider Name=\"Linux-Sysmon\" "
      "Guid=\"{ff032593-a8d3-4f13-b0d6-01fc615a0f97}\"/><EventID>1</EventID>"
      "<Version>5</Version><Level>4</Level><Task>1</Task><Opcode>0</Opcode><Keywords>0x8000000000000000</Keywords>"
      "<TimeCreated SystemTime=\"2024-02-29T09:47:00.123456000Z\"/><EventRecordID>77</EventRecordID><Correlation/>"
      "<Execution ProcessID=\"5\" ThreadID=\"5\"/><Channel>Linux-Sysmon/Operational</Channel><Computer>lx4</Computer>"
      "<Security UserId=\"0\"/></System><EventData><Data Name=\"ProcessId\">720</Data><Data "
      "Name=\"Image\">/usr/bin/curl"
      "</Data><Data Name=\"CommandLine\">curl -o x</Data></EventData></Event>";
  const TestRun run = run_text("Feb 29 09:47:00 lx4 sysmon: " + event + "\nFeb 29 09:47:01 lx4 sysmon: <Event><cut\n" +
                                   "Feb 29 09:47:02 lx4 httpd: " + event + "\n",
                               {.name = "syslog-20240301"});
  EXPECT_EQ(rows_of(run).size(), 2U) << "what is no event of Sysmon stays a message";
  const auto& row = run.sink.tables.at("WindowsEvent").rows.at(0);
  EXPECT_EQ(row.at("TimeGenerated"), "2024-02-29T09:47:00.123456Z");
  EXPECT_EQ(row.at("EventID"), "1");
  EXPECT_EQ(row.at("Channel"), "Linux-Sysmon/Operational");
  EXPECT_EQ(row.at("Computer"), "lx4");
  EXPECT_EQ(row.at("EventData"), R"({"ProcessId":"720","Image":"/usr/bin/curl","CommandLine":"curl -o x"})");
  EXPECT_EQ(run.result.records_stored, 3U);
}

TEST(Syslog, OtherTextIsNone) {
  for (const char* text :
       {"just prose\nof two lines\n", "2024-01-01T00:00:00Z INFO started\n2024-01-01T00:00:01Z INFO done\n",
        "a,b\n1,2\n", "May 15 was a fine day\n"}) {
    const auto detected = detect({text, true, "x.txt"}, "");
    EXPECT_TRUE(!detected || detected->format != "syslog") << text;
  }
}

// The facts of a message as "Name=Value Name=Value".
std::string facts(std::string_view program, std::string_view message) {
  std::vector<MessageFact> found;
  find_message_facts(program, message, found);
  std::string text;
  for (const MessageFact& fact : found) {
    text += (text.empty() ? "" : "|") + std::string(fact.name) + "=" + std::string(fact.value);
  }
  return text;
}

TEST(MessageFacts, Sshd) {
  EXPECT_EQ(facts("sshd", "Accepted publickey for ana from 2001:db8::7 port 22 ssh2: RSA SHA256:abc"),
            "EventType=Logon|EventResult=Success|Method=publickey|TargetUser=ana|SrcIp=2001:db8::7|SrcPort=22|"
            "Key=RSA SHA256:abc");
  EXPECT_EQ(facts("sshd", "Failed password for invalid user a b from 192.0.2.1 port 9 ssh2"),
            "EventType=Logon|EventResult=Failure|Method=password|TargetUserKnown=false|TargetUser=a b|SrcIp=192.0.2.1|"
            "SrcPort=9");
  EXPECT_EQ(
      facts("sshd", "Failed password for invalid user x from 198.51.100.1 port 1 ssh2 from 192.0.2.1 port 9 ssh2"),
      "EventType=Logon|EventResult=Failure|Method=password|TargetUserKnown=false|"
      "TargetUser=x from 198.51.100.1 port 1 ssh2|SrcIp=192.0.2.1|SrcPort=9")
      << "a name that pretends to be the end of the message";
  EXPECT_EQ(facts("sshd", "Invalid user  from 192.0.2.1 port 9"),
            "EventType=Logon|EventResult=Failure|TargetUserKnown=false|SrcIp=192.0.2.1|SrcPort=9");
  EXPECT_EQ(facts("sshd-session", "Connection closed by invalid user q 192.0.2.1 port 9 [preauth]"),
            "EventType=Disconnect|SrcPort=9|SrcIp=192.0.2.1|TargetUserKnown=false|TargetUser=q");
  EXPECT_EQ(facts("sshd", "User root from 192.0.2.1 not allowed because not listed in AllowUsers"),
            "EventType=Logon|EventResult=Failure|TargetUser=root|SrcIp=192.0.2.1");
  EXPECT_EQ(facts("sshd", "Received disconnect from 192.0.2.1 port 9:11: bye"), "EventType=Disconnect|SrcIp=192.0.2.1");
  EXPECT_EQ(facts("sshd", "Server listening on 0.0.0.0 port 22."), "");
  EXPECT_EQ(facts("httpd", "Accepted password for ana from 192.0.2.1 port 22 ssh2"), "") << "not what httpd means";
}

TEST(MessageFacts, OthersThatGuardAHost) {
  EXPECT_EQ(facts("sudo", "  ana : TTY=pts/1 ; PWD=/home/a b ; USER=root ; COMMAND=/bin/sh -c x ; y USER=z"),
            "EventType=Elevate|EventResult=Success|ActorUser=ana|TargetUser=root|Tty=pts/1|Cwd=/home/a b|"
            "Command=/bin/sh -c x ; y USER=z");
  EXPECT_EQ(facts("sudo", "ana : 3 incorrect password attempts ; TTY=pts/1 ; PWD=/ ; USER=root ; COMMAND=/bin/id"),
            "EventType=Elevate|EventResult=Failure|ActorUser=ana|EventResultDetails=3 incorrect password attempts|"
            "TargetUser=root|Tty=pts/1|Cwd=/|Command=/bin/id");
  EXPECT_EQ(facts("sudo", "ana : TTY=unknown   PWD=/   USER=root   COMMAND=/bin/id"),
            "EventType=Elevate|EventResult=Success|ActorUser=ana|TargetUser=root|Tty=unknown|Cwd=/|Command=/bin/id");
  EXPECT_EQ(facts("su", "FAILED su for root by ana"),
            "EventType=Elevate|EventResult=Failure|TargetUser=root|ActorUser=ana");
  EXPECT_EQ(facts("su", "(to root) ana on pts/2"),
            "EventType=Elevate|EventResult=Success|TargetUser=root|ActorUser=ana|Tty=pts/2");
  EXPECT_EQ(facts("CRON", "(root) CMD (test -x /a && (b))"),
            "EventType=CronJob|TargetUser=root|Command=test -x /a && (b)");
  EXPECT_EQ(facts("crontab", "(ana) REPLACE (root)"),
            "EventType=CronTab|ActorUser=ana|Operation=REPLACE|TargetUser=root");
  EXPECT_EQ(facts("useradd", "new user: name=x, UID=1, GID=2, home=/h, shell=/s"),
            "EventType=UserCreated|EventResult=Success|TargetUser=x|Uid=1|Gid=2|Home=/h|Shell=/s");
  EXPECT_EQ(facts("usermod", "add 'x' to group 'sudo'"),
            "EventType=UserAddedToGroup|EventResult=Success|TargetUser=x|Group=sudo");
  EXPECT_EQ(facts("userdel", "delete user 'x'"), "EventType=UserDeleted|EventResult=Success|TargetUser=x");
  EXPECT_EQ(facts("systemd-logind", "New session 17 of user ana."),
            "EventType=SessionStart|EventResult=Success|Session=17|TargetUser=ana");
  EXPECT_EQ(facts("login", "pam_unix(login:session): session opened for user root(uid=0) by LOGIN(uid=0)"),
            "EventType=SessionStart|EventResult=Success|TargetUser=root|Uid=0|ActorUser=LOGIN|ActorUid=0");
  EXPECT_EQ(facts("sshd",
                  "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= "
                  "rhost=192.0.2.1  user=a rhost=b"),
            "EventType=Logon|EventResult=Failure|TargetUser=a rhost=b|SrcIp=192.0.2.1|Tty=ssh");
}

}  // namespace
}  // namespace huntbook::ingest::testing
