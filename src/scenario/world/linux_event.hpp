// What a Linux host logs: events of the audit system, and lines of syslog.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "scenario/world/label.hpp"

namespace huntbook::scenario {

inline constexpr std::uint32_t no_audit_id = 4294967295;  // auid and ses of what no login started

// Who acts, as the records of the audit system tell it.
struct AuditSubject {
  std::uint32_t process = 0;
  std::uint32_t parent = 0;
  std::uint32_t login_user = no_audit_id;  // auid
  std::uint32_t user = 0;                  // uid and the like
  std::uint32_t session = no_audit_id;
  std::string terminal;    // "pts0"; empty: none
  std::string executable;  // full path
  std::string command;     // comm, 15 characters at most
};

// A program is started: SYSCALL (execve), EXECVE, CWD, PATH, PROCTITLE.
struct Execution {
  AuditSubject subject;
  std::vector<std::string> arguments;
  std::string folder;
};
// A watched file is opened for writing: SYSCALL (openat), CWD, PATH, PROCTITLE.
struct FileWrite {
  AuditSubject subject;
  std::string path;
  std::string folder;
  std::string_view key;
};
// A connection is opened: SYSCALL (connect), SOCKADDR, PROCTITLE.
struct ConnectCall {
  AuditSubject subject;
  std::string address;  // IPv4
  std::uint16_t port = 0;
};
// A record of a trusted program: USER_LOGIN, CRED_ACQ, USER_START, ...
struct UserMessage {
  std::string_view type;
  AuditSubject subject;
  std::string_view operation;  // "PAM:authentication"
  std::string account;
  std::string host;  // name or address; empty: none
  std::string address;
  std::string terminal;
  bool success = true;
};
// LOGIN: a process gets the user that its login is for.
struct LoginSet {
  AuditSubject subject;
  std::uint32_t login_user = 0;
  std::uint32_t session = 0;
};
// USER_CMD: sudo is about to run a command.
struct SudoCommand {
  AuditSubject subject;
  std::string folder;
  std::string command_line;
};
// SERVICE_START and SERVICE_STOP.
struct ServiceChange {
  bool start = true;
  std::string unit;
};

struct AuditEvent {
  Ticks time = 0;
  std::uint64_t serial = 0;
  std::size_t host = 0;       // number of the host among those that log
  std::string_view computer;  // short name
  std::variant<Execution, FileWrite, ConnectCall, UserMessage, LoginSet, SudoCommand, ServiceChange> fact;
  const Label* label = nullptr;
};

struct SyslogLine {
  Ticks time = 0;
  std::size_t host = 0;
  std::string_view computer;    // short name
  bool authentication = false;  // goes to auth.log, else to syslog
  std::string_view program;
  std::uint32_t process = 0;  // 0: without
  std::string message;
  const Label* label = nullptr;
};

}  // namespace huntbook::scenario
