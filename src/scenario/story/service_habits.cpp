// The machine's own life: services, monitoring, nightly jobs, patching.
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

constexpr std::array service_programs = {
    Program{"C:\\Windows\\System32\\svchost.exe", "C:\\Windows\\System32\\svchost.exe -k netsvcs -p -s wuauserv"},
    Program{"C:\\Windows\\System32\\svchost.exe", "C:\\Windows\\system32\\svchost.exe -k wsappx -p -s AppXSvc"},
    Program{"C:\\Windows\\System32\\svchost.exe", "C:\\Windows\\System32\\svchost.exe -k WerSvcGroup"},
    Program{"C:\\Windows\\System32\\svchost.exe", "C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s BITS"},
    Program{"C:\\Windows\\System32\\svchost.exe", "C:\\Windows\\System32\\svchost.exe -k LocalService -p -s fdPHost"},
    Program{"C:\\Windows\\System32\\dllhost.exe", "C:\\Windows\\system32\\DllHost.exe /Processid:{{g}}"},
    Program{"C:\\Windows\\System32\\dllhost.exe", "C:\\Windows\\system32\\DllHost.exe /Processid:{{g}}"},
    Program{"C:\\Windows\\System32\\taskhostw.exe", "taskhostw.exe"},
    Program{"C:\\Windows\\System32\\taskhostw.exe", "taskhostw.exe /RuntimeWide"},
    Program{"C:\\Windows\\System32\\wbem\\WmiPrvSE.exe",
            "C:\\Windows\\system32\\wbem\\wmiprvse.exe -secured -Embedding"},
    Program{"C:\\Windows\\System32\\wbem\\WmiPrvSE.exe", "C:\\Windows\\system32\\wbem\\wmiprvse.exe -Embedding"},
    Program{"C:\\Windows\\System32\\SearchProtocolHost.exe",
            "\"C:\\Windows\\system32\\SearchProtocolHost.exe\" Global\\UsGthrFltPipeMssGthrPipe{n}_ "
            "Global\\UsGthrCtrlFltPipeMssGthrPipe{n} 1 -2147483646 \"Software\\Microsoft\\Windows Search\""},
    Program{"C:\\Windows\\System32\\SearchFilterHost.exe",
            "\"C:\\Windows\\system32\\SearchFilterHost.exe\" 0 {n} {n} {n} 8192 {n}"},
    Program{"C:\\Windows\\System32\\sppsvc.exe", "C:\\Windows\\system32\\sppsvc.exe"},
    Program{"C:\\Windows\\System32\\RuntimeBroker.exe", "C:\\Windows\\System32\\RuntimeBroker.exe -Embedding"},
    Program{"C:\\Windows\\System32\\backgroundTaskHost.exe",
            "\"C:\\Windows\\system32\\backgroundTaskHost.exe\" -ServerName:App.AppX{h}.mca"},
    Program{"C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.24010.12-0\\MpCmdRun.exe",
            "\"C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.24010.12-0\\MpCmdRun.exe\" "
            "SignatureUpdate -ScheduleJob -RestrictPrivileges -Token {g}"},
    Program{"C:\\Windows\\System32\\rundll32.exe",
            "C:\\Windows\\system32\\rundll32.exe C:\\Windows\\system32\\inetcpl.cpl,ClearMyTracksByProcess Flags:{n}"},
    Program{"C:\\Program Files\\Tidewater\\Sync\\tidesync.exe",
            "\"C:\\Program Files\\Tidewater\\Sync\\tidesync.exe\" --job {n} --lock {h}"},
};

constexpr std::string_view rates_address = "192.0.2.80";

constexpr std::array<std::string_view, 6> system_services = {"Windows Update",
                                                             "Background Intelligent Transfer Service",
                                                             "Windows Modules Installer",
                                                             "WinHTTP Web Proxy Auto-Discovery Service",
                                                             "Software Protection",
                                                             "Microsoft Software Shadow Copy Provider"};

// A habit that comes back keeps itself alive: its next round holds the shared state.
struct Habit {
  WindowsHost& host;
  Random random;
  Ticks end;
  Ticks mean;
};

void serve(const std::shared_ptr<Habit>& habit) {
  habit->host.world().after(habit->random.around(habit->mean), [habit] {
    WindowsHost& host = habit->host;
    if (host.world().now() >= habit->end) return;
    const Session session = host.system();
    const Program& program = habit->random.pick(service_programs);
    const Process process = host.start(session, session.shell, std::string(program.path),
                                       fill_in(program.command_line, session.account.name, habit->random));
    if (habit->random.one_in(5)) host.use_privilege(session, process, "SeTcbPrivilege");
    if (habit->random.one_in(9)) {
      const Session service = host.log_on({"SYSTEM", "NT AUTHORITY", "S-1-5-18", true}, LogonType::Service, {});
      if (habit->random.one_in(3)) host.enumerate_group(service, process, "Administrators", 544);
    }
    if (habit->random.one_in(60)) {
      host.write_task(session, "\\Microsoft\\Windows\\UpdateOrchestrator\\Schedule Scan",
                      "%systemroot%\\system32\\usoclient.exe", true);
    }
    if (habit->random.one_in(150)) host.set_time(session, process);
    if (habit->random.one_in(3)) {
      host.change_service_state(habit->random.pick(system_services), habit->random.one_in(2));
    }
    serve(habit);
  });
}

constexpr std::array<std::string_view, 4> checks = {"disk", "services", "eventlog", "cpu"};

void check(const std::shared_ptr<Habit>& habit) {
  habit->host.world().after(habit->random.around(habit->mean), [habit] {
    WindowsHost& host = habit->host;
    if (host.world().now() >= habit->end) return;
    const Session session =
        host.log_on(host.domain_account("svc_monitor", 1109), LogonType::Network, {"10.20.30.5", "OPS-MON01"});
    const Process agent{0x6e4, "C:\\Program Files\\Lookout Agent\\lookoutd.exe"};
    const std::string_view what = habit->random.pick(checks);
    if (habit->random.one_in(4)) {
      host.run_script(
          session,
          fmt::format("$c = Get-Counter '\\{}'\r\nif ($c.CounterSamples[0].CookedValue -gt {}) {{ exit 2 }}", what,
                      habit->random.between(90, 98)),
          fmt::format("C:\\Program Files\\Lookout Agent\\checks\\{}.ps1", what));
    }
    const Process shell =
        host.start(session, agent, "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
                   fmt::format("powershell.exe -NoProfile -ExecutionPolicy Bypass -File \"C:\\Program Files\\Lookout "
                               "Agent\\checks\\{}.ps1\" -Warning {} -Critical {} -RunId {}",
                               what, habit->random.between(70, 85), habit->random.between(90, 98),
                               habit->random.between(10'000, 99'999)));
    host.start(session, shell, "C:\\Windows\\System32\\conhost.exe",
               "\\??\\C:\\Windows\\system32\\conhost.exe 0xffffffff -ForceV1");
    host.world().after(habit->random.around(2 * ticks_per_second), [&host, session] { host.log_off(session); });
    check(habit);
  });
}

void back_up(WindowsHost& host, Random& random) {
  const Session session = host.log_on(host.domain_account("svc_backup", 1112, true), LogonType::Batch, {});
  const Process shell = host.start(session, session.shell, "C:\\Windows\\System32\\cmd.exe",
                                   "C:\\Windows\\SYSTEM32\\cmd.exe /c \"C:\\Jobs\\backup\\nightly.cmd\"");
  for (std::string_view share : {"Accounts", "Berths", "Contracts", "Personnel"}) {
    host.start(session, shell, "C:\\Windows\\System32\\Robocopy.exe",
               fmt::format("robocopy D:\\Shares\\{0} \\\\OPS-NAS02\\backup\\{0} /MIR /R:1 /W:5 "
                           "/LOG:C:\\Jobs\\backup\\log\\{0}-{1}.txt",
                           share, random.between(1'000, 9'999)));
  }
  host.use_privilege(session, shell, "SeBackupPrivilege");
  host.log_off(session);
}

// Exchange rates come by scripted ftp every night: the same tool that the attacker uses, in lawful hands.
void fetch_rates(WindowsHost& host) {
  const Session session = host.log_on(host.domain_account("svc_rates", 1115), LogonType::Batch, {});
  const Process shell = host.start(session, session.shell, "C:\\Windows\\System32\\cmd.exe",
                                   "C:\\Windows\\SYSTEM32\\cmd.exe /c \"C:\\Jobs\\rates\\fetch.cmd\"");
  const Process ftp = host.start(session, shell, "C:\\Windows\\System32\\ftp.exe",
                                 "ftp -i -s:C:\\Jobs\\rates\\fetch_rates.ftp rates.harbourbank.example");
  host.network().look_up(host.address(), "rates.harbourbank.example", rates_address);
  host.reach(session, ftp, rates_address, {21, "ftp", 3 * ticks_per_second, 400, 9'000});
  host.log_off(session);
}

}  // namespace

void keep_services_running(WindowsHost& host, const Company& company) {
  serve(std::make_shared<Habit>(Habit{host, Random(company.world.seed(), "services " + host.name()),
                                      company.period.end(), scaled(8 * ticks_per_minute, company.intensity)}));
}

void monitor(WindowsHost& host, const Company& company) {
  check(std::make_shared<Habit>(Habit{host, Random(company.world.seed(), "monitoring " + host.name()),
                                      company.period.end(), scaled(40 * ticks_per_minute, company.intensity)}));
}

void run_nightly_jobs(WindowsHost& host, const Company& company) {
  auto random = std::make_shared<Random>(company.world.seed(), "jobs " + host.name());
  for (int day = 0; day < company.period.days; ++day) {
    const Ticks midnight = company.period.begin + day * ticks_per_day;
    company.world.at(midnight + 2 * ticks_per_hour + random->between(0, 40) * ticks_per_second,
                     [&host, random] { back_up(host, *random); });
    company.world.at(midnight + 23 * ticks_per_hour + 15 * ticks_per_minute, [&host] { fetch_rates(host); });
  }
}

// The second Tuesday's updates are installed in the night after it, and the host starts anew.
void patch(WindowsHost& host, const Company& company) {
  const Ticks night = company.period.begin + 9 * ticks_per_day + 3 * ticks_per_hour;
  auto random = std::make_shared<Random>(company.world.seed(), "patching " + host.name());
  company.world.at(night, [&host, random] {
    const Session session = host.system();
    const Process installer = host.start(session, session.shell, "C:\\Windows\\servicing\\TrustedInstaller.exe",
                                         "C:\\Windows\\servicing\\TrustedInstaller.exe");
    for (int update = 0; update < 12; ++update) {
      host.world().after(update * 90 * ticks_per_second, [&host, random, session, installer] {
        host.start(session, installer, "C:\\Windows\\WinSxS\\amd64_servicingstack\\TiWorker.exe",
                   "C:\\Windows\\winsxs\\amd64_servicingstack\\TiWorker.exe -Embedding");
        host.start(session, session.shell, "C:\\Windows\\System32\\msiexec.exe",
                   fill_in("C:\\Windows\\system32\\msiexec.exe /V /i KB50{n} /qn", session.account.name, *random));
      });
    }
    host.install_service(session, "edgeupdate",
                         "\"C:\\Program Files (x86)\\Microsoft\\EdgeUpdate\\MicrosoftEdgeUpdate.exe\" /svc");
  });
  company.world.at(night + 35 * ticks_per_minute, [&host] { host.boot(); });
}

}  // namespace huntbook::scenario
