// People at work, the administrator among them, and strangers at the door.
#include <algorithm>
#include <array>
#include <memory>

#include <fmt/format.h>

#include "scenario/story/habits.hpp"
#include "scenario/world/fill_in.hpp"

namespace huntbook::scenario {

namespace {

struct Program {
  std::string_view path;
  std::string_view command_line;
};

constexpr std::array office_programs = {
    Program{"C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE",
            "\"C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE\""},
    Program{"C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE",
            "\"C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE\" \"D:\\Shares\\Accounts\\{d}.xlsx\""},
    Program{"C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE",
            "\"C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE\" /n "
            "\"C:\\Users\\{u}\\Documents\\{d}.docx\" /o \"\""},
    Program{"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
            "\"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe\" --type=renderer --lang=en-GB "
            "--renderer-client-id={n} --launch-time-ticks={n} --field-trial-handle={n},i,{n},{n},262144"},
    Program{"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
            "\"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe\" --type=utility "
            "--utility-sub-type=network.mojom.NetworkService --field-trial-handle={n},i,{n},{n},262144"},
    Program{"C:\\Program Files\\Berthmaster\\berthmaster.exe",
            "\"C:\\Program Files\\Berthmaster\\berthmaster.exe\" /db:OPS-SQL01 /user:{u} /station:{n}"},
    Program{"C:\\Program Files\\Berthmaster\\bmreport.exe",
            "\"C:\\Program Files\\Berthmaster\\bmreport.exe\" /job:{g} "
            "/out:\"C:\\Users\\{u}\\AppData\\Local\\Temp\\{h}.pdf\""},
    Program{"C:\\Windows\\splwow64.exe", "C:\\Windows\\splwow64.exe 12288"},
    Program{"C:\\Windows\\System32\\notepad.exe",
            "\"C:\\Windows\\system32\\NOTEPAD.EXE\" C:\\Users\\{u}\\Desktop\\{d}.txt"},
    Program{"C:\\Windows\\System32\\calc.exe", "\"C:\\Windows\\System32\\calc.exe\""},
    Program{"C:\\Windows\\System32\\SearchProtocolHost.exe",
            "\"C:\\Windows\\system32\\SearchProtocolHost.exe\" Global\\UsGthrFltPipeMssGthrPipe_{n}_ 1 -2147483646"},
};

constexpr int wednesday = 2;  // days of the week from Monday, 0

// One working day of one person.
struct Workday {
  WindowsHost& host;
  Random random;
  Account account;
  Source source;
  Ticks end;
  Ticks pause;
  Session session;
};

void keep_working(const std::shared_ptr<Workday>& day) {
  day->host.world().after(day->random.around(day->pause), [day] {
    WindowsHost& host = day->host;
    if (host.world().now() >= day->end) {
      // Some only close the window, and the session stays.
      if (day->random.one_in(6)) {
        host.connect(day->session, false);
      } else {
        host.log_off(day->session);
      }
      return;
    }
    if (day->random.one_in(25)) {
      host.lock(day->session, true);
      host.world().after(day->random.around(12 * ticks_per_minute), [day] {
        if (day->host.world().now() >= day->end) return;
        const Session unlocked = day->host.log_on(day->account, LogonType::Unlock, day->source);
        day->host.lock(day->session, false);
        day->host.log_off(unlocked);
      });
    } else {
      const Program& program = day->random.pick(office_programs);
      host.start(day->session, day->session.shell, std::string(program.path),
                 fill_in(program.command_line, day->session.account.name, day->random));
    }
    keep_working(day);
  });
}

void arrive(const std::shared_ptr<Workday>& day) {
  WindowsHost& host = day->host;
  // Passwords are mistyped, on Mondays and other days.
  for (std::uint64_t slip = day->random.below(8); slip >= 6; --slip) {
    host.fail_log_on(day->account.name, day->account.domain, LogonType::RemoteInteractive, day->source,
                     LogonFailure::WrongPassword);
  }
  const Session network = host.log_on(day->account, LogonType::Network, day->source);
  day->session = host.log_on(day->account, LogonType::RemoteInteractive, day->source);
  host.log_off(network);
  host.start(day->session, day->session.shell, "C:\\Windows\\System32\\cmd.exe",
             "cmd /c \"\\\\HARBOURLINE\\netlogon\\drives.cmd\"");
  host.start(day->session, day->session.shell, "C:\\Program Files\\Tidewater\\Sync\\tidesync.exe",
             "\"C:\\Program Files\\Tidewater\\Sync\\tidesync.exe\" --tray");
  keep_working(day);
}

// One visit of the administrator: programs, one after another, a few seconds to a few minutes apart.
void visit(WindowsHost& host, Ticks time, const Account& account, const Source& source, std::vector<Program> programs,
           Random& random) {
  auto seeded = std::make_shared<Random>(random.next(), "visit");
  host.world().at(time, [&host, account, source, programs = std::move(programs), seeded] {
    const Session session = host.log_on(account, LogonType::RemoteInteractive, source);
    const Process shell =
        host.start(session, session.shell, "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
                   "\"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe\"");
    Ticks delay = 0;
    for (const Program& program : programs) {
      delay += seeded->around(70 * ticks_per_second);
      host.world().after(delay, [&host, session, shell, program, seeded] {
        host.start(session, shell, std::string(program.path),
                   fill_in(program.command_line, session.account.name, *seeded));
      });
    }
    host.world().after(delay + 5 * ticks_per_minute, [&host, session] { host.log_off(session); });
  });
}

}  // namespace

void go_to_work(WindowsHost& host, const Company& company, std::size_t first, std::size_t step) {
  Random random(company.world.seed(), "people " + host.name());
  for (std::size_t number = first; number < company.people.size(); number += step) {
    const Person& person = company.people[number];
    const Account account = host.domain_account(person.account, person.relative_id);
    const Source source{person.desk_address, person.desk_name};
    for (int day = 0; day < company.period.days; ++day) {
      const auto hours = work_hours(company.world.seed(), person, company.period, day);
      Random of_day(random.next(), person.account);
      // The others work on their own machines that day.
      if (!hours || !of_day.one_in(2)) continue;
      auto workday = std::make_shared<Workday>(
          Workday{host, of_day, account, source, hours->end, scaled(25 * ticks_per_minute, company.intensity), {}});
      company.world.at(hours->begin, [workday] { arrive(workday); });
    }
  }
}

void administer(WindowsHost& host, const Company& company) {
  const Period& period = company.period;
  Random random(company.world.seed(), "administrator " + host.name());
  const Account account = host.domain_account("adm_rourke", 1103, true);
  const Source desk{"10.20.30.21", "HL-ADM01"};
  const Source home{"192.0.2.44", "KITCHEN-PC"};
  constexpr Program users{"C:\\Windows\\System32\\net.exe", "\"C:\\Windows\\system32\\net.exe\" user"};
  constexpr Program administrators{"C:\\Windows\\System32\\net.exe",
                                   "\"C:\\Windows\\system32\\net.exe\" localgroup Administrators"};
  // An inventory, base64 of UTF-16LE as PowerShell takes it: gci D:\Shares
  constexpr Program inventory{"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
                              "powershell.exe -NoLogo -enc ZwBjAGkAIABEADoAXABTAGgAYQByAGUAcwA="};
  constexpr Program firewall{"C:\\Windows\\System32\\netsh.exe",
                             "\"C:\\Windows\\system32\\netsh.exe\" advfirewall show allprofiles"};
  constexpr Program event_logs{"C:\\Windows\\System32\\wevtutil.exe",
                               "\"C:\\Windows\\system32\\wevtutil.exe\" epl Application C:\\Jobs\\logs\\app-{n}.evtx"};
  constexpr Program terminal_server{
      "C:\\Windows\\System32\\reg.exe",
      "\"C:\\Windows\\system32\\reg.exe\" query \"HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\" /s"};
  constexpr Program sessions{"C:\\Windows\\System32\\quser.exe", "\"C:\\Windows\\system32\\quser.exe\""};
  constexpr Program consoles{"C:\\Windows\\System32\\mmc.exe",
                             "\"C:\\Windows\\system32\\mmc.exe\" \"C:\\Windows\\system32\\compmgmt.msc\" /s"};

  for (int day = 0; day < period.days; ++day) {
    const Ticks midnight = period.begin + day * ticks_per_day;
    const bool weekend = day % 7 >= 5;
    if (!weekend && !random.one_in(3)) {
      visit(host, midnight + 9 * ticks_per_hour + random.between(0, 6 * 60) * ticks_per_minute, account, desk,
            {sessions, consoles, random.one_in(2) ? firewall : event_logs, random.one_in(2) ? users : inventory},
            random);
    }
    // Insomnia: now and then at one in the morning, from home, looking around.
    if (day % 7 == wednesday || random.one_in(9)) {
      visit(host, midnight + ticks_per_hour + random.between(0, 50) * ticks_per_minute, account, home,
            {sessions, administrators, terminal_server, inventory}, random);
    }
  }

  // A colleague starts on the second Thursday.
  host.world().at(period.begin + 10 * ticks_per_day + 9 * ticks_per_hour, [&host, account, desk] {
    const Session session = host.log_on(account, LogonType::RemoteInteractive, desk);
    const Account colleague = host.local_account("r.okafor", 1021);
    host.start(session, session.shell, "C:\\Windows\\System32\\mmc.exe",
               "\"C:\\Windows\\system32\\mmc.exe\" \"C:\\Windows\\system32\\lusrmgr.msc\"");
    host.create_user(session, colleague);
    host.add_to_group(session, colleague, "Remote Desktop Users", 555);
    host.log_off(session);
  });
}

namespace {

constexpr std::array<std::string_view, 6> scanned_names = {"administrator", "admin", "user", "test", "root", "guest"};

struct Strangers {
  WindowsHost& host;
  Random random;
  Ticks mean;
  Ticks end;
};

void knock(const std::shared_ptr<Strangers>& strangers, const Source& source, std::int64_t tries) {
  strangers->host.fail_log_on(strangers->random.pick(scanned_names), "", LogonType::Network, source,
                              LogonFailure::UnknownUser);
  if (tries == 1) return;
  strangers->host.world().after(strangers->random.around(4 * ticks_per_second),
                                [strangers, source, tries] { knock(strangers, source, tries - 1); });
}

void wait_for_strangers(const std::shared_ptr<Strangers>& strangers) {
  strangers->host.world().after(strangers->random.around(strangers->mean), [strangers] {
    if (strangers->host.world().now() >= strangers->end) return;
    const Source source{fmt::format("192.0.2.{}", strangers->random.between(100, 250)), ""};
    knock(strangers, source, strangers->random.between(1, 5));
    wait_for_strangers(strangers);
  });
}

}  // namespace

// Strangers try a few names every day and go away. None of them gets in.
void scan_from_the_internet(WindowsHost& host, const Company& company) {
  wait_for_strangers(
      std::make_shared<Strangers>(Strangers{host, Random(company.world.seed(), "scanners " + host.name()),
                                            scaled(10 * ticks_per_hour, company.intensity), company.period.end()}));
}

}  // namespace huntbook::scenario
