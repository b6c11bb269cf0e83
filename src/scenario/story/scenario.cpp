#include "scenario/story/scenario.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "scenario/story/attack.hpp"
#include "scenario/story/habits.hpp"

namespace huntbook::scenario {

namespace {

// Events of the four weeks, measured: those that have their hours, and those that intensity multiplies (at 1,000).
struct Yield {
  std::int64_t fixed;
  std::int64_t scaled;
};
constexpr Yield of_company{4'300, 700};  // the attack's among them
constexpr Yield of_windows_host{1'690, 22'900};
constexpr Yield of_linux_host{800, 34'450};
constexpr Yield of_person{545, 2'100};

constexpr std::int64_t most_windows_hosts = 16;
constexpr std::int64_t most_linux_hosts = 5;
constexpr std::int64_t fewest_people = 4;  // that the story needs
constexpr std::int64_t people_per_windows_host = 6;

struct Size {
  std::int64_t windows_hosts = 1;
  std::int64_t linux_hosts = 1;
  std::int64_t people = 0;
  Intensity intensity = 1'000;
};

// More events mean more hosts and people first, then busier ones; the attack stays the same size, as it does in life.
Size size_of(std::uint64_t events) {
  const auto wanted = static_cast<std::int64_t>(events);
  Size size;
  size.windows_hosts = std::clamp<std::int64_t>(wanted / 50'000, 1, most_windows_hosts);
  size.linux_hosts = std::clamp<std::int64_t>(wanted / 150'000, 1, most_linux_hosts);
  size.people = wanted < 25'000 ? fewest_people : size.windows_hosts * people_per_windows_host;
  const auto sum = [&](std::int64_t Yield::* part) {
    return of_company.*part + size.windows_hosts * of_windows_host.*part + size.linux_hosts * of_linux_host.*part +
           size.people * of_person.*part;
  };
  size.intensity = std::max<std::int64_t>(1, (wanted - sum(&Yield::fixed)) * 1'000 / sum(&Yield::scaled));
  return size;
}

// The host of the attack is a terminal server that faces the internet; the others are its like.
std::string windows_name(std::int64_t number) {
  return number == 0 ? "FIN-TS01" : fmt::format("OPS-TS{:02}", number);
}

std::string linux_name(std::int64_t number) {
  return number == 0 ? "hl-web01" : fmt::format("hl-app{:02}", number);
}

}  // namespace

bool generate(const Options& options, Recorder& recorder, const std::function<bool()>& stop) {
  const Size size = size_of(options.events);
  Period period;
  period.begin = *ticks_from_civil(first_day);
  World world(options.seed, period.begin, recorder);
  Network network(world);
  const Company company{world, network, period, size.intensity, people_of(options.seed, static_cast<int>(size.people))};

  std::vector<std::unique_ptr<WindowsHost>> windows;
  for (std::int64_t number = 0; number < size.windows_hosts; ++number) {
    windows.push_back(std::make_unique<WindowsHost>(windows_name(number), fmt::format("10.20.10.{}", 21 + number),
                                                    static_cast<std::size_t>(number), world, network));
    WindowsHost& host = *windows.back();
    keep_services_running(host, company);
    monitor(host, company);
    run_nightly_jobs(host, company);
    patch(host, company);
    go_to_work(host, company, static_cast<std::size_t>(number), static_cast<std::size_t>(size.windows_hosts));
    administer(host, company);
    scan_from_the_internet(host, company);
    talk_to_services(host.name(), host.address(), company);
  }
  std::vector<std::unique_ptr<LinuxHost>> linux_hosts;
  for (std::int64_t number = 0; number < size.linux_hosts; ++number) {
    linux_hosts.push_back(std::make_unique<LinuxHost>(linux_name(number), fmt::format("10.20.10.{}", 80 + number),
                                                      static_cast<std::size_t>(number), world, network));
    LinuxHost& host = *linux_hosts.back();
    keep_linux_running(host, company);
    develop_on(host, company, static_cast<int>(number), static_cast<int>(size.linux_hosts));
    administer_linux(host, company);
    talk_to_services(host.name(), host.address(), company);
  }
  browse_the_web(company);
  attack_linux(*linux_hosts.front(), company);
  attack_windows(*windows.front(), company);
  Tenant tenant(world);
  use_the_cloud(tenant, company);
  attack_cloud(tenant, company);
  raise_alerts_on_the_attack(tenant, company, linux_hosts.front()->name(), windows.front()->name());
  raise_alerts_on_nothing(tenant, company, windows.front()->name());

  while (world.timeline().step(period.end())) {
    if (stop()) return false;
  }
  return true;
}

}  // namespace huntbook::scenario
