#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "ingest/auditd/audit_arguments.hpp"
#include "ingest/auditd/audit_fields.hpp"
#include "ingest/auditd/audit_head.hpp"
#include "ingest/auditd/audit_values.hpp"
#include "ingest/auditd/event_assembler.hpp"
#include "ingest/auditd/syscall_names.hpp"
#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

using Row = std::map<std::string, std::string>;

std::vector<Row> rows_of(const TestRun& run) {
  const auto table = run.sink.tables.find("LinuxAudit");
  return table == run.sink.tables.end() ? std::vector<Row>() : table->second.rows;
}

// The row of a log that is one event.
Row only_row(const std::string& log) {
  const auto rows = rows_of(run_text(log));
  EXPECT_EQ(rows.size(), 1U) << log;
  return rows.empty() ? Row() : rows.front();
}

std::string value(const Row& row, const std::string& column) {
  const auto found = row.find(column);
  return found == row.end() ? std::string() : found->second;
}

// Two program starts whose records are mixed, as two processors write them, and a login between them.
const std::string mixed =
    "type=SYSCALL msg=audit(1700000000.100:11): arch=c000003e syscall=59 success=yes exit=0 a0=1 a1=2 a2=3 a3=4 "
    "items=2 "
    "ppid=1 pid=100 auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=4 comm=\"sh\" "
    "exe=\"/usr/bin/dash\" subj=unconfined key=\"exec\"\n"
    "type=SYSCALL msg=audit(1700000000.101:12): arch=c00000b7 syscall=221 success=no exit=-13 items=1 ppid=2 pid=200 "
    "auid=4294967295 uid=33 gid=33 euid=33 suid=33 fsuid=33 egid=33 tty=(none) ses=4294967295 comm=\"x\" exe=\"/x\" "
    "key=(null)\n"
    "type=EXECVE msg=audit(1700000000.100:11): argc=3 a0=\"/bin/sh\" a1=\"-c\" a2=6563686F2022686922\n"
    "type=USER_LOGIN msg=audit(1700000000.102:13): pid=300 uid=0 auid=4294967295 ses=4294967295 subj==unconfined "
    "msg='op=login acct=\"root\" exe=\"/usr/sbin/sshd\" hostname=? addr=192.0.2.7 terminal=sshd res=failed'\n"
    "type=EXECVE msg=audit(1700000000.101:12): argc=1 a0=\"x\"\n"
    "type=CWD msg=audit(1700000000.100:11): cwd=\"/root\"\n"
    "type=PATH msg=audit(1700000000.100:11): item=0 name=\"/bin/sh\" inode=99 dev=08:01 mode=0100755 ouid=0 ogid=0 "
    "rdev=00:00 nametype=NORMAL\n"
    "type=PATH msg=audit(1700000000.100:11): item=1 name=2F746D702F6120622E736F inode=98 nametype=NORMAL\n"
    "type=PROCTITLE msg=audit(1700000000.101:12): proctitle=\"x\"\n"
    "type=PROCTITLE msg=audit(1700000000.100:11): proctitle=2F62696E2F7368002D63006563686F2022686922\n";

TEST(Auditd, RecordsOfAnEventComeTogetherAcrossOthers) {
  const TestRun run = run_text(mixed);
  EXPECT_EQ(run.format, "auditd");
  EXPECT_EQ(run.result.records_read, 3U);
  EXPECT_EQ(run.result.records_stored, 3U);
  const auto rows = rows_of(run);
  ASSERT_EQ(rows.size(), 3U);
  const Row& started = rows[0];
  EXPECT_EQ(value(started, "TimeGenerated"), "2023-11-14T22:13:20.1Z");
  EXPECT_EQ(value(started, "EventId"), "11");
  EXPECT_EQ(value(started, "_Record"), "1");
  EXPECT_EQ(value(started, "MainType"), "EXECVE");
  EXPECT_EQ(value(started, "EventTypes"), R"(["SYSCALL","EXECVE","CWD","PATH","PROCTITLE"])");
  EXPECT_EQ(value(started, "EventResult"), "Success");
  EXPECT_EQ(value(started, "SyscallName"), "execve");
  EXPECT_EQ(value(started, "Arch"), "x86_64");
  EXPECT_EQ(value(started, "Auid"), "1000");
  EXPECT_EQ(value(started, "Session"), "4");
  EXPECT_EQ(value(started, "Tty"), "pts0");
  EXPECT_EQ(value(started, "CommandLine"), "/bin/sh -c echo \"hi\"");
  EXPECT_EQ(value(started, "Argv"), R"(["/bin/sh","-c","echo \"hi\""])");
  EXPECT_EQ(value(started, "Argc"), "3");
  EXPECT_EQ(value(started, "Proctitle"), "/bin/sh -c echo \"hi\"");
  EXPECT_EQ(value(started, "Cwd"), "/root");
  EXPECT_EQ(value(started, "FileName"), "/bin/sh");
  EXPECT_EQ(value(started, "Key"), "exec");
  EXPECT_EQ(value(started, "RecordCount"), "6");
  EXPECT_EQ(value(started, "Paths"),
            R"([{"item":0,"name":"/bin/sh","inode":99,"dev":"08:01","mode":"0100755","ouid":0,"ogid":0,"rdev":"00:00",)"
            R"("nametype":"NORMAL"},{"item":1,"name":"/tmp/a b.so","inode":98,"nametype":"NORMAL"}])");
  const Row& refused = rows[1];
  EXPECT_EQ(value(refused, "EventId"), "12");
  EXPECT_EQ(value(refused, "EventResult"), "Failure");
  EXPECT_EQ(value(refused, "ExitCode"), "-13");
  EXPECT_EQ(value(refused, "Arch"), "aarch64");
  EXPECT_EQ(value(refused, "SyscallName"), "execve");
  EXPECT_EQ(value(refused, "Auid"), "-1") << "unset";
  EXPECT_EQ(value(refused, "Session"), "-1");
  EXPECT_EQ(value(refused, "Tty"), "");
  EXPECT_EQ(value(refused, "Key"), "");
  const Row& login = rows[2];
  EXPECT_EQ(value(login, "MainType"), "USER_LOGIN");
  EXPECT_EQ(value(login, "Op"), "login");
  EXPECT_EQ(value(login, "Acct"), "root");
  EXPECT_EQ(value(login, "Exe"), "/usr/sbin/sshd");
  EXPECT_EQ(value(login, "Hostname"), "");
  EXPECT_EQ(value(login, "SrcIp"), "192.0.2.7");
  EXPECT_EQ(value(login, "Terminal"), "sshd");
  EXPECT_EQ(value(login, "Subject"), "unconfined");
  EXPECT_EQ(value(login, "EventResult"), "Failure");
  EXPECT_EQ(value(login, "Records"),
            R"([{"type":"USER_LOGIN","pid":"300","uid":"0","auid":"4294967295","ses":"4294967295","subj":"unconfined",)"
            R"("op":"login","acct":"root","exe":"/usr/sbin/sshd","hostname":"?","addr":"192.0.2.7","terminal":"sshd",)"
            R"("res":"failed"}])");
}

TEST(Auditd, RecordsHoldWhatHasNoColumn) {
  const Row row = only_row("type=PROCTITLE msg=audit(1.000:1): proctitle=\"a\"\n");
  EXPECT_EQ(value(row, "Records"), "") << "the columns say it all";
  const Row more = only_row("type=CWD msg=audit(1.000:1): cwd=\"/a\" new=1\n");
  EXPECT_EQ(value(more, "Records"), R"([{"type":"CWD","cwd":"/a","new":"1"}])");
  const Row twice = only_row("type=USER_X msg=audit(1.000:1): uid=1 some words type=2 msg='uid=2 more'\n");
  EXPECT_EQ(value(twice, "Records"),
            R"([{"type":"USER_X","uid":"1","type_1":"2","uid_2":"2","text":"some words more"}])");
  EXPECT_EQ(value(twice, "Uid"), "1");
}

TEST(Auditd, TheSameRowsWhateverTheThreadsAndBlocks) {
  std::string log;
  for (int i = 0; i < 50; ++i) log += mixed + "junk\n";
  TestOptions options;
  const auto wanted = rows_of(run_text(log, options));
  EXPECT_EQ(wanted.size(), 150U);
  for (const std::size_t block : {std::size_t{64}, std::size_t{1'000}, std::size_t{1} << 20}) {
    options.run.blocks.block = block;
    options.run.threads = 3;
    const TestRun run = run_text(log, options);
    EXPECT_EQ(rows_of(run), wanted) << block;
    EXPECT_EQ(run.result.records_rejected, 50U);
  }
}

TEST(Auditd, CutAtEveryPlaceNothingIsLost) {
  for (std::size_t size = 60; size <= mixed.size(); ++size) {
    const TestRun run = run_text(mixed.substr(0, size), {.forced = "auditd"});
    EXPECT_EQ(run.result.records_read, run.result.records_stored + run.result.records_rejected);
    EXPECT_LE(run.result.records_rejected, 1U) << size;
    EXPECT_GE(run.result.records_read, 1U) << size;
  }
}

TEST(Auditd, LinesThatAreNoRecordsAreRejectedWithTheirPlace) {
  const TestRun run = run_text(
      "type=USER_X msg=audit(1.000:1): a=1\r\n\nhello\n  type=SYSCALL msg=audit(x): b=2\n"
      "type=USER_X msg=audit(1.00:1): a=1\ntype=USER_X msg=audit(-1.000:1):\nnode=n type=\n"
      "type=USER_X msg=audit(99999999999999.000:1):\n");
  EXPECT_EQ(rows_of(run).size(), 1U);
  ASSERT_EQ(run.sink.rejections.size(), 6U);
  EXPECT_EQ(run.sink.rejections[0].line, 3U);
  EXPECT_EQ(run.sink.rejections[0].offset, 38U);
  EXPECT_EQ(run.sink.rejections[0].reason, "no audit record");
  EXPECT_EQ(run.sink.rejections[0].head, "hello");
  EXPECT_EQ(run.sink.rejections[1].line, 4U);
  EXPECT_EQ(run.sink.rejections[1].offset, 46U);
  EXPECT_EQ(run.sink.rejections[1].reason, "audit record without a whole audit(SECONDS.MILLISECONDS:SERIAL)");
  EXPECT_EQ(run.result.records_read, 7U);
}

TEST(Auditd, AnEventEndsWhenTheLogHasMovedOn) {
  const TestRun run = run_text(
      "type=SYSCALL msg=audit(10.000:1): pid=1\n"
      "type=PATH msg=audit(12.000:2): item=0 name=\"b\"\n"
      "type=PATH msg=audit(10.000:1): item=0 name=\"a\"\n"
      "type=SYSCALL msg=audit(12.500:3): pid=3\n"
      "type=PATH msg=audit(10.000:1): item=1 name=\"late\"\n");
  const auto rows = rows_of(run);
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(value(rows[0], "FileName"), "a") << "two seconds are within bounds";
  EXPECT_EQ(value(rows[3], "FileName"), "late") << "kept, as an event of its own";
  EXPECT_EQ(value(rows[3], "EventId"), "1");
  EXPECT_EQ(run.result.records_read, 4U);
}

TEST(Auditd, NodesAreHostsOfTheirOwn) {
  const TestRun run = run_text(
      "node=web1 type=SYSCALL msg=audit(10.000:1): pid=1\n"
      "node=web2 type=SYSCALL msg=audit(99.000:1): pid=2\n"
      "node=web1 type=PROCTITLE msg=audit(10.000:1): proctitle=\"one\"\n"
      "node=web2 type=PROCTITLE msg=audit(99.000:1): proctitle=\"two\"\n");
  const auto rows = rows_of(run);
  ASSERT_EQ(rows.size(), 2U) << "clocks of two hosts do not end each other's events";
  EXPECT_EQ(value(rows[0], "Computer"), "web1");
  EXPECT_EQ(value(rows[0], "Proctitle"), "one");
  EXPECT_EQ(value(rows[1], "Computer"), "web2");
  EXPECT_EQ(value(rows[1], "Proctitle"), "two");
}

TEST(Auditd, EndsAndSeparatorsAreNoEvents) {
  const TestRun run = run_text(
      "----\ntime->Tue Nov 14 22:13:20 2023\n"
      "type=SYSCALL msg=audit(10.000:1): pid=1\ntype=EOE msg=audit(10.000:1): \ntype=EOE msg=audit(10.000:1): \n");
  EXPECT_EQ(run.format, "auditd");
  EXPECT_EQ(rows_of(run).size(), 1U);
  EXPECT_EQ(value(rows_of(run)[0], "EventTypes"), R"(["SYSCALL","EOE"])");
  EXPECT_EQ(run.result.remarks, std::vector<std::string>{"2 lines between events"});
}

TEST(Auditd, ArgumentsInPiecesAndInSeveralRecords) {
  const Row row = only_row(
      "type=EXECVE msg=audit(1.000:1): argc=4 a0=\"tar\" a1_len=12 a1[0]=6162 a1[1]=\"cd\"\n"
      "type=EXECVE msg=audit(1.000:1): a1[2]=6566 a2=\"DEAD\" a3=C328\n");
  EXPECT_EQ(value(row, "Argv"), "[\"tar\",\"abcdef\",\"DEAD\",\"\xEF\xBF\xBD(\"]");
  EXPECT_EQ(value(row, "CommandLine"), "tar abcdef DEAD \xEF\xBF\xBD(");
  EXPECT_EQ(value(row, "_Extra"), "");
  const Row cut = only_row("type=EXECVE msg=audit(1.000:1): argc=9 a0=\"tar\" a4294967295=\"z\" a99999999999=\"no\"\n");
  EXPECT_EQ(value(cut, "Argv"), R"(["tar","z"])") << "an index is no size";
  EXPECT_EQ(value(cut, "Argc"), "9");
  EXPECT_EQ(value(cut, "_Extra"), R"({"ArgvIncomplete":true})");
}

TEST(Auditd, SocketAddresses) {
  const auto event = [](const std::string& call, const std::string& saddr) {
    return only_row("type=SYSCALL msg=audit(1.000:1): arch=c000003e syscall=" + call +
                    " success=yes exit=0\ntype=SOCKADDR msg=audit(1.000:1): saddr=" + saddr + "\n");
  };
  const Row out = event("42", "020001BBC633640A0000000000000000");
  EXPECT_EQ(value(out, "SyscallName"), "connect");
  EXPECT_EQ(value(out, "SocketFamily"), "inet");
  EXPECT_EQ(value(out, "SocketAddr"), "198.51.100.10");
  EXPECT_EQ(value(out, "SocketPort"), "443");
  EXPECT_EQ(value(out, "DstIp"), "198.51.100.10");
  EXPECT_EQ(value(out, "DstPort"), "443");
  EXPECT_EQ(value(out, "SrcIp"), "");
  const Row in = event("288", "0A00D4310000000020010DB800000000000000000000000100000000");
  EXPECT_EQ(value(in, "SyscallName"), "accept4");
  EXPECT_EQ(value(in, "SrcIp"), "2001:db8::1");
  EXPECT_EQ(value(in, "SocketPort"), "54321");
  EXPECT_EQ(value(in, "DstIp"), "");
  const Row bound = event("49", "0200005000000000");
  EXPECT_EQ(value(bound, "SocketAddr"), "0.0.0.0");
  EXPECT_EQ(value(bound, "DstIp"), "") << "a bind is to an address of the host";
  EXPECT_EQ(value(event("42", "01002F72756E2F782E736F636B00FF"), "SocketPath"), "/run/x.sock");
  EXPECT_EQ(value(event("42", "0100002F746D702F78"), "SocketPath"), "@/tmp/x");
  EXPECT_EQ(value(event("42", "100000000000000000000000"), "SocketFamily"), "netlink");
  for (const char* bad : {"0200", "020001BB", "0A00D4310000", "XX", "02000", "FFFF00", "00"}) {
    EXPECT_EQ(value(event("42", bad), "SocketAddr"), "") << bad;
  }
}

TEST(Auditd, EnrichedLogs) {
  const Row row = only_row(
      "node=db7 type=SYSCALL msg=audit(1.000:1): arch=c000003e syscall=257 success=yes exit=3 pid=5 auid=1000 uid=0 "
      "gid=0 "
      "euid=0 comm=\"vi\" exe=\"/usr/bin/vi\" key=61016263\x1D"
      "ARCH=x86_64 SYSCALL=openat AUID=\"ana\" UID=\"root\" GID=\"root\" EUID=\"root\"\n"
      "node=db7 type=PATH msg=audit(1.000:1): item=0 name=\"/etc\" nametype=PARENT ouid=0\x1DOUID=\"root\"\n"
      "node=db7 type=PATH msg=audit(1.000:1): item=1 name=\"/etc/n\" nametype=CREATE ouid=0\x1DOUID=\"root\"\n"
      "node=db7 type=SOCKADDR msg=audit(1.000:1): saddr=0200\x1DSADDR={ saddr_fam=inet laddr=192.0.2.1 lport=22 }\n");
  EXPECT_EQ(value(row, "Computer"), "db7");
  EXPECT_EQ(value(row, "SyscallName"), "openat");
  EXPECT_EQ(value(row, "AuidName"), "ana");
  EXPECT_EQ(value(row, "UidName"), "root");
  EXPECT_EQ(value(row, "GidName"), "root");
  EXPECT_EQ(value(row, "EuidName"), "root");
  EXPECT_EQ(value(row, "Key"), "a,bc");
  EXPECT_EQ(value(row, "FileName"), "/etc/n") << "what is made, not its folder";
  EXPECT_NE(value(row, "Records").find(R"("SADDR":"saddr_fam=inet laddr=192.0.2.1 lport=22")"), std::string::npos);
  EXPECT_EQ(value(row, "Paths"), R"([{"item":0,"name":"/etc","nametype":"PARENT","ouid":0,"OUID":"root"},)"
                                 R"({"item":1,"name":"/etc/n","nametype":"CREATE","ouid":0,"OUID":"root"}])");
  const Row arm = only_row(
      "type=SYSCALL msg=audit(1.000:1): arch=40000028 syscall=5\x1D"
      "ARCH=armv7 SYSCALL=open\n");
  EXPECT_EQ(value(arm, "SyscallName"), "open") << "a name of the log, where this program knows none";
  EXPECT_EQ(value(arm, "Arch"), "arm");
  const Row user = only_row(
      "type=USER_AUTH msg=audit(1.000:1): pid=1 uid=0 msg='op=PAM:x acct=\"O'Neil\" res=success'\x1DUID=\"root\" "
      "AUID=\"unset\"\n");
  EXPECT_EQ(value(user, "Acct"), "O'Neil");
  EXPECT_EQ(value(user, "UidName"), "root");
}

TEST(Auditd, PhrasesOfAvcAndLogin) {
  const Row avc = only_row(
      "type=AVC msg=audit(1.000:1): avc:  denied  { read write } for  pid=9 comm=\"httpd\" name=\"x\" dev=\"sda1\" "
      "ino=5 "
      "scontext=system_u:system_r:httpd_t:s0 tcontext=unconfined_u:object_r:user_home_t:s0:c1,c2 tclass=file "
      "permissive=0\ntype=SYSCALL msg=audit(1.000:1): arch=c000003e syscall=2 success=no exit=-13 pid=9 uid=48\n");
  EXPECT_EQ(value(avc, "MainType"), "AVC");
  EXPECT_EQ(value(avc, "Comm"), "httpd");
  EXPECT_EQ(value(avc, "EventResult"), "Failure");
  EXPECT_TRUE(
      value(avc, "Records").starts_with(R"([{"type":"AVC","seresult":"denied","seperms":"read write","pid":"9",)"));
  EXPECT_NE(value(avc, "Records").find(R"("tcontext":"unconfined_u:object_r:user_home_t:s0:c1,c2")"),
            std::string::npos);
  const Row login = only_row(
      "type=LOGIN msg=audit(1.000:1): login pid=7 uid=0 old auid=4294967295 new auid=1000 old ses=4294967295 new "
      "ses=8\n");
  EXPECT_EQ(value(login, "Auid"), "1000");
  EXPECT_EQ(value(login, "OldAuid"), "-1");
  EXPECT_EQ(value(login, "Session"), "8");
  EXPECT_EQ(value(login, "OldSession"), "-1");
  const Row confined = only_row("type=SYSCALL msg=audit(1.000:1): subj=docker-default (enforce) key=\"k\"\n");
  EXPECT_EQ(value(confined, "Subject"), "docker-default (enforce)");
  EXPECT_EQ(value(confined, "Key"), "k");
  const Row sudo = only_row(
      "type=USER_CMD msg=audit(1.000:1): pid=3 uid=1000 auid=1000 ses=2 msg='cwd=\"/home/a\" "
      "cmd=636174202F6574632F736861646F77 exe=\"/usr/bin/sudo\" terminal=pts/0 res=success'\n");
  EXPECT_EQ(value(sudo, "CommandLine"), "cat /etc/shadow");
  EXPECT_EQ(value(sudo, "Cwd"), "/home/a");
  const Row old = only_row(
      "type=USER_LOGIN msg=audit(1.000:1): user pid=3 uid=0 auid=500 msg='acct=\"root\": exe=\"/usr/sbin/sshd\" "
      "(hostname=?, addr=192.0.2.9, terminal=sshd res=failed)'\n");
  EXPECT_EQ(value(old, "SrcIp"), "192.0.2.9");
  EXPECT_EQ(value(old, "EventResult"), "Failure");
  EXPECT_EQ(value(old, "Acct"), "root");
}

TEST(Auditd, RowsOfLogAnalytics) {
  const std::string json =
      R"({"TenantId":"t","Computer":"web1","TimeGenerated":"2024-01-01","Type":"AuditLog_CL",)"
      R"("RawData":"type=PROCTITLE msg=audit(10.000:1): proctitle=\"a\""})"
      "\n"
      R"({"Computer":"web1","RawData":"type=SYSCALL msg=audit(10.000:1): arch=c000003e syscall=59 success=yes"})"
      "\n"
      R"({"Computer":"web1","RawData":null})"
      "\n{\n"
      R"({"Computer":"web2","RawData":"node=web3 type=USER_LOGIN msg=audit(11.000:2): pid=1"})"
      "\n";
  const TestRun run = run_text(json);
  EXPECT_EQ(run.format, "auditd in jsonl");
  const auto rows = rows_of(run);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(value(rows[0], "Computer"), "web1");
  EXPECT_EQ(value(rows[0], "EventTypes"), R"(["PROCTITLE","SYSCALL"])") << "exports come in any order";
  EXPECT_EQ(value(rows[0], "Proctitle"), "a");
  EXPECT_EQ(value(rows[1], "Computer"), "web3");
  EXPECT_EQ(run.result.records_read, 4U);
  ASSERT_EQ(run.sink.rejections.size(), 2U);
  const auto has = [&run](std::uint64_t line, const char* reason) {
    return std::ranges::any_of(run.sink.rejections, [&](const Rejection& rejection) {
      return rejection.line == line && rejection.reason == reason;
    });
  };
  EXPECT_TRUE(has(3, "row without an audit record in RawData"));
  EXPECT_TRUE(has(4, "JSON is incomplete"));
  const TestRun csv = run_text(
      "TenantId,Computer,RawData\nt,web1,\"type=USER_LOGIN msg=audit(11.000:2): msg='acct=\"\"a\"\" res=failed'\"\n");
  EXPECT_EQ(csv.format, "auditd in csv");
  EXPECT_EQ(value(rows_of(csv).at(0), "Acct"), "a");
  const TestRun other = run_text("Computer,RawData\nweb1,no audit record\nweb1,type=X msg=audit(1.000:1):\n");
  EXPECT_EQ(other.format, "csv") << "rows that hold something else stay what they are";
}

TEST(Auditd, FieldsWithoutANameAreWords) {
  const Row row = only_row("type=USER_X msg=audit(1.000:1): (=x word =y pid=3 '\n");
  EXPECT_EQ(value(row, "Pid"), "3");
  EXPECT_EQ(value(row, "Records"), R"([{"type":"USER_X","pid":"3","text":"x word = y"}])");
}

TEST(Auditd, BadBytesAndNuls) {
  const TestRun run =
      run_text(std::string("\0\0type=USER_X msg=audit(1.000:1): acct=\"a\xFF\"\n", 43) + std::string(3, '\0') + "\n",
               {.forced = "auditd"});
  ASSERT_EQ(rows_of(run).size(), 1U);
  EXPECT_EQ(value(rows_of(run)[0], "Acct"), "a\xEF\xBF\xBD");
  EXPECT_EQ(run.result.repaired, 1U);
  EXPECT_EQ(run.result.remarks, std::vector<std::string>{"5 NUL bytes between lines"});
}

TEST(Auditd, FloodsOfFieldsAndTypesStayQuick) {
  std::string log = "type=USER_X msg=audit(1.000:1): ";
  for (int i = 0; i < 200'000; ++i) log += "a=b ";
  log += "\ntype=EXECVE msg=audit(2.000:1):";
  for (int i = 0; i < 60'000; ++i) log += " a" + std::to_string(i % 7) + "=\"b\"";
  for (int i = 0; i < 30'000; ++i) log += "\ntype=T" + std::to_string(i) + " msg=audit(3.000:1): ";
  const TestRun run = run_text(log);
  EXPECT_EQ(rows_of(run).size(), 3U);
}

TEST(Auditd, LongLinesAreRejected) {
  const std::string log = "type=USER_X msg=audit(1.000:1): a=1\ntype=USER_X msg=audit(1.000:2): a=" +
                          std::string(std::size_t{5} << 20, 'x') + "\ntype=USER_X msg=audit(1.000:3): a=1";
  const TestRun run = run_text(log);
  EXPECT_EQ(rows_of(run).size(), 2U);
  ASSERT_EQ(run.sink.rejections.size(), 1U);
  EXPECT_EQ(run.sink.rejections[0].reason, "line longer than 1 MiB");
  EXPECT_EQ(run.sink.rejections[0].line, 2U);
  EXPECT_EQ(run.sink.rejections[0].offset, 36U);
}

TEST(EventAssembler, LimitsEndEventsEarly) {
  EventAssembler events({.events = 3, .bytes = 1 << 20, .event_bytes = 100});
  const auto add = [&](std::uint64_t serial, std::uint64_t number) {
    AuditHead head;
    head.type = "PATH";
    head.time = unix_epoch;
    head.serial = serial;
    return events.add(head, std::string(40, 'x'), 1, 0, number);
  };
  for (std::uint64_t serial = 1; serial <= 3; ++serial) EXPECT_TRUE(add(serial, serial));
  EXPECT_EQ(events.ready(false), nullptr);
  EXPECT_TRUE(add(4, 4));
  ASSERT_NE(events.ready(false), nullptr) << "more than three are open";
  EXPECT_EQ(events.ready(false)->serial, 1U);
  events.pop();
  EXPECT_EQ(events.ready(false), nullptr);
  EXPECT_EQ(events.cut_short(), 1U);
  EXPECT_FALSE(add(2, 5));
  EXPECT_TRUE(add(2, 5)) << "a third record makes it longer than 100 bytes";
  EXPECT_EQ(events.cut_short(), 2U);
  ASSERT_NE(events.ready(false), nullptr);
  EXPECT_EQ(events.ready(false)->text.size(), 81U);
}

TEST(SyscallNames, OfThreeMachines) {
  EXPECT_EQ(audit_arch_name("c000003e"), "x86_64");
  EXPECT_EQ(audit_arch_name("40000003"), "i386");
  EXPECT_EQ(audit_arch_name("c00000b7"), "aarch64");
  EXPECT_EQ(audit_arch_name("ffffffff"), "");
  EXPECT_EQ(syscall_name("x86_64", 0), "read");
  EXPECT_EQ(syscall_name("x86_64", 59), "execve");
  EXPECT_EQ(syscall_name("x86_64", 257), "openat");
  EXPECT_EQ(syscall_name("x86_64", 334), "rseq");
  EXPECT_EQ(syscall_name("x86_64", 400), "");
  EXPECT_EQ(syscall_name("x86_64", 439), "faccessat2");
  EXPECT_EQ(syscall_name("x86_64", 0x40000000 + 1), "write");
  EXPECT_EQ(syscall_name("i386", 11), "execve");
  EXPECT_EQ(syscall_name("i386", 102), "socketcall");
  EXPECT_EQ(syscall_name("aarch64", 221), "execve");
  EXPECT_EQ(syscall_name("aarch64", 56), "openat");
  EXPECT_EQ(syscall_name("aarch64", 203), "connect");
  for (const std::int64_t number : {std::int64_t{-1}, std::int64_t{100'000}, INT64_MAX, INT64_MIN}) {
    EXPECT_EQ(syscall_name("x86_64", number), "") << number;
  }
}

}  // namespace
}  // namespace huntbook::ingest::testing
