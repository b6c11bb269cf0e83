// The audit log and syslog of a Linux host as their writers put them.
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "own_folder.hpp"
#include "scenario/writers/audit_log.hpp"
#include "scenario/writers/syslog_file.hpp"

namespace huntbook::scenario {
namespace {

const Ticks at = *ticks_from_civil({2024, 3, 5, 6, 7, 8, 9'870'000});

AuditSubject bash() {
  AuditSubject subject;
  subject.process = 100;
  subject.parent = 99;
  subject.login_user = 1'001;
  subject.user = 1'001;
  subject.session = 7;
  subject.terminal = "pts0";
  subject.executable = "/usr/bin/bash";
  subject.command = "bash";
  return subject;
}

AuditEvent event_of(decltype(AuditEvent::fact) fact, std::uint64_t serial = 42) {
  AuditEvent event;
  event.time = at;
  event.serial = serial;
  event.computer = "a";
  event.fact = std::move(fact);
  return event;
}

std::vector<std::string> lines_of(decltype(AuditEvent::fact) fact) {
  std::vector<std::string> lines;
  append_audit_records(event_of(std::move(fact)), lines);
  return lines;
}

TEST(AuditRecords, ArgumentsThatAreNoPlainWordsAreHexadecimal) {
  const auto lines = lines_of(Execution{bash(), {"bash", "-c", "a \"b\"", ""}, "/root dir"});
  ASSERT_EQ(lines.size(), 7U);
  EXPECT_EQ(lines[1],
            "node=a type=EXECVE msg=audit(1709618828.987:42): argc=4 a0=\"bash\" a1=\"-c\" a2=6120226222 a3=\"\"\n");
  EXPECT_EQ(lines[2], "node=a type=CWD msg=audit(1709618828.987:42): cwd=2F726F6F7420646972\n");
  EXPECT_EQ(lines[5], "node=a type=PROCTITLE msg=audit(1709618828.987:42): proctitle=62617368002D6300612022622200\n");
  EXPECT_EQ(lines[6], "node=a type=EOE msg=audit(1709618828.987:42): \n");
  EXPECT_NE(lines[0].find(" syscall=59 success=yes "), std::string::npos);
  EXPECT_NE(lines[0].find(" ppid=99 pid=100 auid=1001 uid=1001 "), std::string::npos);
  EXPECT_NE(lines[0].find(" tty=pts0 ses=7 comm=\"bash\" exe=\"/usr/bin/bash\" "), std::string::npos);
}

TEST(AuditRecords, AddressesStandInTheNetworksOrder) {
  const auto lines = lines_of(ConnectCall{bash(), "203.0.113.77", 8080});
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_NE(lines[1].find("saddr=02001F90CB00714D0000000000000000\n"), std::string::npos);
}

TEST(AuditRecords, FailedLoginsNameTheAccountAndGoodOnesItsId) {
  UserMessage message{"USER_LOGIN", bash(), "login", "(invalid user)", "192.0.2.1", "192.0.2.1", "sshd", false};
  EXPECT_NE(lines_of(message)[0].find("op=login acct=28696E76616C6964207573657229 exe=\"/usr/bin/bash\" hostname=? "
                                      "addr=192.0.2.1 terminal=sshd res=failed'"),
            std::string::npos);
  message.account = "1001";
  message.success = true;
  EXPECT_NE(lines_of(message)[0].find("op=login id=1001 "), std::string::npos);
}

class LinuxFiles : public OwnFolder {
 protected:
  std::vector<std::string> lines(const std::filesystem::path& path) const {
    std::vector<std::string> found;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) found.push_back(line);
    return found;
  }
};

TEST_F(LinuxFiles, RecordsOfEventsOfTheSameMomentAreMixedAndNoneIsLost) {
  auto log = AuditLog::create(folder_ / "audit.log");
  ASSERT_TRUE(log);
  constexpr std::uint64_t events = 300;
  for (std::uint64_t serial = 1; serial <= events; ++serial) {
    log->add(event_of(Execution{bash(), {"ls"}, "/"}, serial));
  }
  ASSERT_TRUE(log->close());
  std::map<std::string, std::vector<std::string>> of_event;  // types, in their order
  std::string last;
  int returns = 0;  // an event goes on after another one's record
  for (const std::string& line : lines(folder_ / "audit.log")) {
    const std::string id = line.substr(line.find(':') + 1, line.find(')') - line.find(':') - 1);
    if (id != last && of_event.contains(id)) ++returns;
    of_event[id].push_back(line.substr(line.find("type="), line.find(" msg=") - line.find("type=")));
    last = id;
  }
  EXPECT_EQ(of_event.size(), events);
  EXPECT_GT(returns, 30);
  for (const auto& [id, types] : of_event) {
    EXPECT_EQ(types, (std::vector<std::string>{"type=SYSCALL", "type=EXECVE", "type=CWD", "type=PATH", "type=PATH",
                                               "type=PROCTITLE", "type=EOE"}));
  }
}

TEST_F(LinuxFiles, SyslogHasTheOldForm) {
  auto file = SyslogFile::create(folder_ / "auth.log");
  ASSERT_TRUE(file);
  SyslogLine line;
  line.time = at;
  line.computer = "hl-web01";
  line.program = "sshd";
  line.process = 812;
  line.message = "Invalid user pi from 192.0.2.9 port 4711";
  file->add(line);
  line.program = "kernel";
  line.process = 0;
  line.message = "[1.0] up";
  file->add(line);
  EXPECT_EQ(file->lines(), 2U);
  ASSERT_TRUE(file->close());
  EXPECT_EQ(lines(folder_ / "auth.log"),
            (std::vector<std::string>{"Mar  5 06:07:08 hl-web01 sshd[812]: Invalid user pi from 192.0.2.9 port 4711",
                                      "Mar  5 06:07:08 hl-web01 kernel: [1.0] up"}));
}

}  // namespace
}  // namespace huntbook::scenario
