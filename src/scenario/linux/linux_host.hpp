// A Linux host that logs: what people, jobs and an attacker do on it becomes the records of its audit system and the
// lines of its syslog, with process ids, sessions and serial numbers that fit one another.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/network/network.hpp"
#include "scenario/world/linux_event.hpp"
#include "scenario/world/random.hpp"
#include "scenario/world/world.hpp"

namespace huntbook::scenario {

struct LinuxUser {
  std::string name;
  std::uint32_t id = 0;
};

inline constexpr std::string_view root_home = "/root";

// A login, or what systemd or cron started.
struct LinuxSession {
  LinuxUser user;
  std::uint32_t login_user = no_audit_id;
  std::uint32_t number = no_audit_id;
  std::string terminal;      // "pts0"; empty: none
  std::string folder;        // where its commands run
  std::uint32_t server = 1;  // process that started it: sshd's, cron's, systemd
  std::uint32_t shell = 1;   // parent of its commands
  std::string address;       // where it came from
  std::uint16_t port = 0;
};

// How somebody proves who they are to sshd.
enum class SshMethod : std::uint8_t { Password, PublicKey };

class LinuxHost {
 public:
  LinuxHost(std::string name, std::string address, std::size_t number, World& world, Network& network);

  const std::string& name() const { return name_; }
  const std::string& address() const { return address_; }
  World& world() { return world_; }
  Network& network() { return network_; }

  // `tries` wrong passwords over one connection: USER_AUTH and USER_LOGIN that failed; sshd's and PAM's lines. A user
  // of id 0 that is not root does not exist.
  void fail_ssh(const LinuxUser& user, std::string_view address, int tries);
  // USER_AUTH, USER_ACCT, CRED_ACQ, LOGIN, USER_START, USER_LOGIN; sshd's, PAM's and logind's lines.
  LinuxSession ssh(const LinuxUser& user, std::string_view address, SshMethod method);
  void log_out(const LinuxSession& session);

  // A command of a shell: the program started, found as an absolute path. Its process id is given back.
  std::uint32_t run(const LinuxSession& session, std::string_view program, std::vector<std::string> arguments);
  // The same through sudo: USER_CMD, CRED_REFR, USER_START, the program as root, USER_END; sudo's line.
  std::uint32_t sudo(const LinuxSession& session, std::string_view program, std::vector<std::string> arguments);
  // A watched file is written by that process.
  void write_file(const LinuxSession& session, std::uint32_t process, std::string_view program, std::string_view path,
                  std::string_view key);
  // That process opens a connection, which the audit system sees as well as the network.
  void reach(const LinuxSession& session, std::uint32_t process, std::string_view program, std::string_view address,
             const Traffic& traffic);

  // A job of cron: USER_ACCT, CRED_ACQ, LOGIN, USER_START, the shell and the program, CRED_DISP, USER_END; CRON's line.
  void run_job(const LinuxUser& user, std::string_view command, std::string_view program,
               std::vector<std::string> arguments);
  // The session of a job that goes on for as long as the caller likes; ended by end_job().
  LinuxSession begin_job(const LinuxUser& user, std::string_view command);
  void end_job(const LinuxSession& session);

  // SERVICE_START or SERVICE_STOP; systemd's lines.
  void change_service(std::string_view unit, std::string_view description, bool start);
  void say(std::string_view program, std::uint32_t process, std::string message);  // a line of syslog

 private:
  void log(decltype(AuditEvent::fact) fact);
  void line(bool authentication, std::string_view program, std::uint32_t process, std::string message);
  AuditSubject subject_of(const LinuxSession& session, std::uint32_t process, std::string_view program) const;
  void message(std::string_view type, const AuditSubject& subject, std::string_view operation, std::string_view account,
               std::string_view address, std::string_view terminal, bool success = true);
  std::uint32_t new_process();

  std::string name_;
  std::string address_;
  std::size_t number_;
  Random random_;
  World& world_;
  Network& network_;
  Ticks last_audit_ = 0;
  Ticks last_line_ = 0;
  std::uint64_t serial_ = 0;
  std::uint32_t next_process_ = 0;
  std::uint32_t next_session_ = 1;
  std::uint32_t next_terminal_ = 0;
};

}  // namespace huntbook::scenario
