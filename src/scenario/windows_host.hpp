// A Windows host that logs: what people, services and an attacker do on it becomes the events that Windows writes,
// with process ids, logon ids and record numbers that fit one another.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "scenario/random.hpp"
#include "scenario/timeline.hpp"
#include "scenario/windows_event.hpp"

namespace huntbook::scenario {

struct Account {
  std::string name;
  std::string domain;
  std::string sid;
  bool administrator = false;
};

struct Process {
  std::uint32_t id = 0;
  std::string path;
};

// Windows' numbers.
enum class LogonType { Interactive = 2, Network = 3, Batch = 4, Service = 5, Unlock = 7, RemoteInteractive = 10 };

// Where a logon comes from; all empty for one at the console.
struct Source {
  std::string address;
  std::string workstation;
};

struct Session {
  Account account;
  std::uint64_t logon_id = 0;
  LogonType type = LogonType::Interactive;
  Source source;
  Process shell;
};

// What the truth says of an event: the stage of the attack it belongs to, and what happened.
struct Label {
  std::string_view stage;
  std::string what;
};

struct LoggedEvent {
  const WindowsEvent& event;
  Ticks time;
  std::string_view host;
  std::uint64_t record;
  const Label* label;  // null: nothing to do with the attack
};
using EventConsumer = std::function<void(const LoggedEvent&)>;

// Why a logon failed.
enum class LogonFailure { UnknownUser, WrongPassword, PasswordExpired, AccountDisabled };

class WindowsHost {
 public:
  WindowsHost(std::string name, const std::string& domain, std::uint64_t seed, Timeline& timeline,
              EventConsumer consumer);

  const std::string& name() const { return name_; }
  const std::string& full_name() const { return full_name_; }
  const std::string& netbios_domain() const { return netbios_domain_; }
  Timeline& timeline() { return timeline_; }
  std::uint64_t seed() const { return seed_; }

  // Accounts of the host's domain and of the host itself; the relative id is the last part of the SID.
  Account domain_account(std::string name, int relative_id, bool administrator = false) const;
  Account local_account(std::string name, int relative_id, bool administrator = false) const;
  // The session in which services run, logon id 0x3e7.
  Session system() const;

  // 4608 and the logons of the service accounts; process and logon ids start anew.
  void boot();

  // 4624, and 4672 for an administrator. Processes of an interactive session: winlogon.exe to explorer.exe.
  Session log_on(const Account& account, LogonType type, const Source& source);
  void fail_log_on(std::string_view user, std::string_view domain, LogonType type, const Source& source,
                   LogonFailure reason);                 // 4625
  void log_off(const Session& session);                  // 4647 (interactive only), 4634
  void lock(const Session& session, bool locked);        // 4800, 4801
  void connect(const Session& session, bool connected);  // 4778, 4779
  void use_credentials(const Session& session, const Account& target, std::string_view server);  // 4648

  // 4688; `path` is the executable.
  Process start(const Session& session, const Process& parent, std::string path, std::string command_line);
  void use_privilege(const Session& session, const Process& process, std::string_view privilege);          // 4673
  void install_service(const Session& session, std::string_view name, std::string_view file);              // 4697
  void write_task(const Session& session, std::string_view name, std::string_view command, bool changed);  // 4698, 4702

  void create_user(const Session& session, const Account& user);  // 4720, 4722, 4738, 4724
  void add_to_group(const Session& session, const Account& member, std::string_view group, int alias);      // 4732
  void enumerate_groups_of(const Session& session, const Process& process, const Account& user);            // 4798
  void enumerate_group(const Session& session, const Process& process, std::string_view group, int alias);  // 4799
  void set_time(const Session& session, const Process& process);                                            // 4616
  void clear_log(const Session& session);                                                                   // 1102

  // Events logged until the next call bear this label; nothing ends it.
  void set_label(std::optional<Label> label) { label_ = std::move(label); }

  std::uint64_t events() const { return record_ - first_record_; }

 private:
  using Data = std::vector<std::pair<std::string_view, std::string>>;
  void log(int id, Data data, bool failure = false);
  void subject(const Session& session, Data& data) const;
  std::uint32_t new_process_id();

  std::string name_;
  std::string full_name_;
  std::string netbios_domain_;
  std::string machine_sid_;
  std::string domain_sid_;
  std::uint64_t seed_;
  Random random_;
  Timeline& timeline_;
  EventConsumer consumer_;
  std::optional<Label> label_;
  Ticks last_time_ = 0;
  std::uint64_t record_ = 0;
  std::uint64_t first_record_ = 0;
  std::uint64_t next_logon_id_ = 0x1A2B3;
  std::uint32_t next_process_id_ = 0x2F8;
};

}  // namespace huntbook::scenario
