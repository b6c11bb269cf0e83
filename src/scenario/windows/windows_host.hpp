// A Windows host that logs: what people, services and an attacker do on it becomes the events that Windows writes,
// with process ids, logon ids and record numbers that fit one another.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "scenario/network/network.hpp"
#include "scenario/world/random.hpp"
#include "scenario/world/windows_event.hpp"
#include "scenario/world/world.hpp"

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
  Ticks started = 0;  // 0: before the log begins
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

// Why a logon failed.
enum class LogonFailure { UnknownUser, WrongPassword, PasswordExpired, AccountDisabled };

// 64 hex digits that stand for the SHA-256 of the program: the same for the same path on every host.
std::string program_hash(std::string_view path);

class WindowsHost {
 public:
  // `number`: among the hosts that log. `address`: in the company's network.
  WindowsHost(std::string name, std::string address, std::size_t number, World& world, Network& network);

  const std::string& name() const { return name_; }
  const std::string& full_name() const { return full_name_; }
  const std::string& netbios_domain() const { return netbios_domain_; }
  const std::string& address() const { return address_; }
  World& world() { return world_; }
  Network& network() { return network_; }

  // Accounts of the host's domain and of the host itself; the relative id is the last part of the SID.
  Account domain_account(std::string name, int relative_id, bool administrator = false) const;
  Account local_account(std::string name, int relative_id, bool administrator = false) const;
  // The session in which services run, logon id 0x3e7.
  Session system() const;

  // 4608 and the logons of the service accounts; process and logon ids start anew.
  void boot();

  // 4624, and 4672 for an administrator. Processes of an interactive session: winlogon.exe to explorer.exe. Over
  // remote desktop 1149, 21 and 22 of the terminal services as well. A source with an address is a connection.
  Session log_on(const Account& account, LogonType type, const Source& source);
  void fail_log_on(std::string_view user, std::string_view domain, LogonType type, const Source& source,
                   LogonFailure reason);                 // 4625
  void log_off(const Session& session);                  // 4647 (interactive only), 4634; 23
  void lock(const Session& session, bool locked);        // 4800, 4801
  void connect(const Session& session, bool connected);  // 4778, 4779; 25, 24
  void use_credentials(const Session& session, const Account& target, std::string_view server);  // 4648

  // 4688, and Sysmon's 1 in sessions of people and jobs; `path` is the executable.
  Process start(const Session& session, const Process& parent, std::string path, std::string command_line);
  void use_privilege(const Session& session, const Process& process, std::string_view privilege);          // 4673
  void install_service(const Session& session, std::string_view name, std::string_view file);              // 4697, 7045
  void write_task(const Session& session, std::string_view name, std::string_view command, bool changed);  // 4698, 4702

  void create_user(const Session& session, const Account& user);  // 4720, 4722, 4738, 4724
  void add_to_group(const Session& session, const Account& member, std::string_view group, int alias);      // 4732
  void enumerate_groups_of(const Session& session, const Process& process, const Account& user);            // 4798
  void enumerate_group(const Session& session, const Process& process, std::string_view group, int alias);  // 4799
  void set_time(const Session& session, const Process& process);                                            // 4616
  void clear_log(const Session& session, WindowsChannel channel);  // 1102 of Security, System's 104 of others

  void run_script(const Session& session, std::string text, std::string_view path);  // 4104
  void change_service_state(std::string_view display_name, bool running);            // 7036
  // Sysmon's 3, with the connection itself.
  void reach(const Session& session, const Process& process, std::string_view address, const Traffic& traffic);
  void create_file(const Session& session, const Process& process, std::string_view path);  // Sysmon 11
  void set_registry(const Session& session, const Process& process, std::string_view key,
                    std::string_view value);                                                 // 13
  void open_process(const Session& session, const Process& process, const Process& target);  // Sysmon 10

 private:
  using Data = WindowsData;
  void log(int id, Data data, bool failure = false);
  void log(WindowsChannel channel, int id, Data data, std::string_view user_sid, bool failure = false);
  void log_session_change(int id, const Session& session);
  void log_process(const Session& session, const Process& process, const Process& parent,
                   const std::string& command_line);
  void append_actor(const Session& session, const Process& process, Data& data);
  std::string process_guid(const Process& process) const;
  void subject(const Session& session, Data& data) const;
  std::uint32_t new_process_id();
  std::uint16_t knock(LogonType type, const Source& source, bool lets_in);

  std::string name_;
  std::string full_name_;
  std::string netbios_domain_;
  std::string machine_sid_;
  std::string domain_sid_;
  std::string address_;
  std::size_t number_;
  Random random_;
  World& world_;
  Network& network_;
  Ticks last_time_ = 0;
  std::array<std::uint64_t, windows_channels> records_{};  // the last of each channel
  std::uint64_t next_logon_id_ = 0x1A2B3;
  std::uint32_t next_process_id_ = 0x2F8;
};

}  // namespace huntbook::scenario
