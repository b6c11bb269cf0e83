// What goes on on a Linux host: timers, cron's jobs, monitoring, developers, an administrator, updates, strangers.
#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "scenario/story/habits.hpp"
#include "scenario/world/fill_in.hpp"

namespace huntbook::scenario {

namespace {

constexpr std::string_view monitor_address = "10.20.30.5";
constexpr std::string_view time_server = "192.0.2.123";

struct Command {
  std::string_view program;
  std::string_view arguments;  // parted by blanks; {n}, {h}, {d} as in fill_in()
};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

// A habit that comes back keeps itself alive: its next round holds the shared state.
struct Habit {
  LinuxHost& host;
  Random random;
  Ticks end;
  Ticks mean;
};

struct Unit {
  std::string_view name;
  std::string_view description;
};
constexpr std::array units = {Unit{"logrotate", "Rotate log files"},
                              Unit{"man-db", "Daily man-db regeneration"},
                              Unit{"apt-daily", "Daily apt download activities"},
                              Unit{"fstrim", "Discard unused blocks on filesystems from /etc/fstab"},
                              Unit{"systemd-tmpfiles-clean", "Cleanup of Temporary Directories"},
                              Unit{"motd-news", "Message of the Day"},
                              Unit{"sysstat-collect", "system activity accounting tool"}};

struct Job {
  std::string_view command;
  std::string_view program;
  std::string_view arguments;
};
constexpr std::array jobs = {
    Job{"command -v debian-sa1 > /dev/null && debian-sa1 1 1", "/usr/lib/sysstat/debian-sa1", "1 1"},
    Job{"cd / && run-parts --report /etc/cron.hourly", "/usr/bin/run-parts", "--report /etc/cron.hourly"},
    Job{"/opt/berthmaster/bin/queue --drain", "/opt/berthmaster/bin/queue", "--drain --limit {n}"},
    Job{"/opt/berthmaster/bin/tides --fetch", "/usr/bin/curl",
        "-fsS -o /var/lib/berthmaster/tides.json https://tides.harbourbank.example/v2/stations/{n}"}};

void keep_running(const std::shared_ptr<Habit>& habit) {
  habit->host.world().after(habit->random.around(habit->mean), [habit] {
    LinuxHost& host = habit->host;
    if (host.world().now() >= habit->end) return;
    Random& random = habit->random;
    if (random.one_in(3)) {
      const Unit& unit = random.pick(units);
      host.change_service(unit.name, unit.description, true);
      host.world().after(random.around(20 * ticks_per_second),
                         [&host, unit] { host.change_service(unit.name, unit.description, false); });
    } else if (random.one_in(4)) {
      host.say("systemd-timesyncd", 588,
               fmt::format("Synchronized to time server {}:123 (ntp.harbourline.example).", time_server));
      host.network().connect(host.address(), time_server,
                             {123, "ntp", 20 * ticks_per_millisecond, 48, 48, "SF", true, Protocol::Udp});
    } else {
      const Job& job = random.pick(jobs);
      const LinuxUser user = job.command.starts_with("/opt") ? LinuxUser{"berth", 998} : LinuxUser{"root", 0};
      host.run_job(user, job.command, job.program, split(fill_in(job.arguments, user.name, random)));
    }
    keep_running(habit);
  });
}

constexpr std::array checks = {
    Command{"/usr/lib/lookout/check_disk", "-w {n} -c {n} /"}, Command{"/usr/lib/lookout/check_load", "-w 8 -c 12"},
    Command{"/usr/lib/lookout/check_procs", "-c 1: -C nginx"}, Command{"/usr/bin/systemctl", "is-active nginx"}};

void check(const std::shared_ptr<Habit>& habit) {
  habit->host.world().after(habit->random.around(habit->mean), [habit] {
    LinuxHost& host = habit->host;
    if (host.world().now() >= habit->end) return;
    const LinuxSession session = host.ssh({"lookout", 1099}, monitor_address, SshMethod::PublicKey);
    const Command& command = habit->random.pick(checks);
    host.run(session, command.program, split(fill_in(command.arguments, "lookout", habit->random)));
    host.world().after(habit->random.around(2 * ticks_per_second), [&host, session] { host.log_out(session); });
    check(habit);
  });
}

constexpr std::array developer_commands = {
    Command{"/usr/bin/git", "pull --rebase"},
    Command{"/usr/bin/git", "log --oneline -n 20"},
    Command{"/usr/bin/ls", "--color=auto -la"},
    Command{"/usr/bin/vim", "src/berths/view_{n}.py"},
    Command{"/usr/bin/tail", "-n 200 /var/log/nginx/error.log"},
    Command{"/usr/bin/grep", "--color=auto -rn berth_{n} src"},
    Command{"/usr/bin/docker", "compose ps"},
    Command{"/usr/bin/python3", "manage.py migrate --plan"},
    Command{"/usr/bin/curl", "-s http://127.0.0.1:8000/health"},
    Command{"/usr/bin/npm", "ci"},
    Command{"/usr/bin/less", "/var/log/berthmaster/app-{h}.log"},
};
constexpr std::array developer_sudo = {Command{"/usr/bin/systemctl", "restart berthmaster"},
                                       Command{"/usr/bin/systemctl", "status nginx"},
                                       Command{"/usr/bin/journalctl", "-u berthmaster -n 100"}};

struct Shift {
  LinuxHost& host;
  Random random;
  LinuxUser user;
  std::string address;
  Ticks end;
  Ticks pause;
  LinuxSession session;
};

void develop(const std::shared_ptr<Shift>& shift) {
  shift->host.world().after(shift->random.around(shift->pause), [shift] {
    LinuxHost& host = shift->host;
    if (host.world().now() >= shift->end) return host.log_out(shift->session);
    if (shift->random.one_in(9)) {
      const Command& command = shift->random.pick(developer_sudo);
      host.sudo(shift->session, command.program, split(command.arguments));
    } else {
      const Command& command = shift->random.pick(developer_commands);
      host.run(shift->session, command.program, split(fill_in(command.arguments, shift->user.name, shift->random)));
    }
    develop(shift);
  });
}

constexpr std::array<std::string_view, 10> scanned = {"root",   "admin", "oracle", "postgres", "test",
                                                      "ubuntu", "pi",    "git",    "ftpuser",  "hadoop"};

void wait_for_strangers(const std::shared_ptr<Habit>& habit) {
  habit->host.world().after(habit->random.around(habit->mean), [habit] {
    LinuxHost& host = habit->host;
    if (host.world().now() >= habit->end) return;
    Random& random = habit->random;
    const std::string address = fmt::format("198.51.100.{}", random.between(100, 250));
    if (random.one_in(2)) {
      const auto port = static_cast<std::uint16_t>(random.between(1, 9'999));
      const std::uint16_t from =
          host.network().connect(address, host.address(), {port, "", 0, 0, 0, "S0", false, Protocol::Tcp});
      host.say(
          "kernel", 0,
          fmt::format("[{}.{:06}] [UFW BLOCK] IN=eth0 OUT= MAC=00:0d:3a:10:20:80:12:34:56:78:9a:bc:08:00 SRC={} "
                      "DST={} LEN=40 TOS=0x00 PREC=0x00 TTL=241 ID={} PROTO=TCP SPT={} DPT={} WINDOW=1024 RES=0x00 "
                      "SYN URGP=0 ",
                      random.between(100'000, 2'000'000), random.below(1'000'000), address, host.address(),
                      random.below(65'535), from, port));
    } else {
      const std::string_view name = random.pick(scanned);
      host.fail_ssh({std::string(name), 0}, address, static_cast<int>(random.between(1, 2)));
    }
    wait_for_strangers(habit);
  });
}

}  // namespace

void keep_linux_running(LinuxHost& host, const Company& company) {
  const std::uint64_t seed = company.world.seed();
  const Ticks end = company.period.end();
  keep_running(std::make_shared<Habit>(
      Habit{host, Random(seed, "jobs " + host.name()), end, scaled(20 * ticks_per_minute, company.intensity)}));
  check(std::make_shared<Habit>(
      Habit{host, Random(seed, "monitoring " + host.name()), end, scaled(75 * ticks_per_minute, company.intensity)}));
  wait_for_strangers(std::make_shared<Habit>(
      Habit{host, Random(seed, "scanners " + host.name()), end, scaled(90 * ticks_per_minute, company.intensity)}));
  for (int day = 0; day < company.period.days; ++day) {
    const Ticks midnight = company.period.begin + day * ticks_per_day;
    company.world.at(midnight + 90 * ticks_per_minute, [&host, day] {
      host.run_job({"root", 0}, "/usr/local/sbin/backup.sh", "/usr/bin/rsync",
                   {"-a", "--delete", "/srv/berthmaster/", fmt::format("ops-nas02:/backup/web/{:02}/", day % 7)});
    });
    company.world.at(midnight + 6 * ticks_per_hour + 20 * ticks_per_minute, [&host] {
      host.change_service("apt-daily-upgrade", "Daily apt upgrade and clean activities", true);
      const LinuxSession system;
      host.run(system, "/usr/bin/unattended-upgrade", {});
      host.change_service("apt-daily-upgrade", "Daily apt upgrade and clean activities", false);
    });
  }
}

void develop_on(LinuxHost& host, const Company& company, int first, int step) {
  Random random(company.world.seed(), "developers " + host.name());
  for (const Person& person : company.people) {
    constexpr int one_develops_in = 3;
    if (person.number % one_develops_in != 0 || person.number / one_develops_in % step != first) continue;
    for (int day = 0; day < company.period.days; ++day) {
      const auto hours = work_hours(company.world.seed(), person, company.period, day);
      Random of_day(random.next(), person.account);
      if (!hours) continue;
      const Ticks begin = hours->begin + of_day.around(50 * ticks_per_minute);
      auto shift = std::make_shared<Shift>(Shift{host,
                                                 of_day,
                                                 {person.account, 1'001 + static_cast<std::uint32_t>(person.number)},
                                                 person.desk_address,
                                                 hours->end,
                                                 scaled(22 * ticks_per_minute, company.intensity),
                                                 {}});
      company.world.at(begin, [shift] {
        // Keys are forgotten, passwords mistyped.
        if (shift->random.one_in(7)) shift->host.fail_ssh(shift->user, shift->address, 1);
        shift->session = shift->host.ssh(shift->user, shift->address,
                                         shift->random.one_in(5) ? SshMethod::Password : SshMethod::PublicKey);
        develop(shift);
      });
    }
  }
}

// The administrator fetches scripts and runs them, too, and edits root's crontab at night.
void administer_linux(LinuxHost& host, const Company& company) {
  Random random(company.world.seed(), "administrator " + host.name());
  const LinuxUser administrator{"rourke", 1'000};
  for (int day = 0; day < company.period.days; ++day) {
    if (!random.one_in(4)) continue;
    Ticks time = company.period.begin + day * ticks_per_day + random.between(0, 100) * ticks_per_minute;
    auto session = std::make_shared<LinuxSession>();
    const auto then = [&](const auto& action) {
      company.world.at(time, action);
      time += random.around(50 * ticks_per_second);
    };
    then([&host, session, administrator] {
      *session = host.ssh(administrator, "192.0.2.44", SshMethod::PublicKey);
      host.run(*session, "/usr/bin/w", {});
    });
    then([&host, session] { host.run(*session, "/usr/bin/uname", {"-a"}); });
    then([&host, session] {
      const std::uint32_t fetch =
          host.run(*session, "/usr/bin/wget",
                   {"-q", "https://tools.harbourbank.example/lookout/upgrade.sh", "-O", "/tmp/up.sh"});
      host.network().look_up(host.address(), "tools.harbourbank.example", "192.0.2.81");
      host.reach(*session, fetch, "/usr/bin/wget", "192.0.2.81", {443, "ssl", 2 * ticks_per_second, 900, 24'000});
    });
    then([&host, session] { host.run(*session, "/usr/bin/chmod", {"+x", "/tmp/up.sh"}); });
    then([&host, session] { host.sudo(*session, "/usr/bin/bash", {"/tmp/up.sh", "--quiet"}); });
    then([&host, session] {
      const std::uint32_t edit = host.sudo(*session, "/usr/bin/crontab", {"-e"});
      host.write_file(*session, edit, "/usr/bin/crontab", "/var/spool/cron/crontabs/root", "cron");
    });
    then([&host, session] { host.log_out(*session); });
  }
}

}  // namespace huntbook::scenario
