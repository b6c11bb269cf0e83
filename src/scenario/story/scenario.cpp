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

// Events of the four weeks, measured over several seeds: the attack's, those that have their hours on a host, and those
// that intensity multiplies (at 1,000).
constexpr std::int64_t attack_events = 700;
constexpr std::int64_t fixed_events_per_windows_host = 3'300;
constexpr std::int64_t scaled_events_per_windows_host = 20'000;

constexpr std::int64_t most_windows_hosts = 16;
constexpr std::int64_t people_per_windows_host = 6;

struct Size {
  std::int64_t windows_hosts = 1;
  Intensity intensity = 1'000;
};

// More events mean more hosts first, then busier ones; the attack stays the same size, as it does in life.
Size size_of(std::uint64_t events) {
  const auto wanted = static_cast<std::int64_t>(events);
  Size size;
  size.windows_hosts = std::clamp<std::int64_t>(wanted / 25'000, 1, most_windows_hosts);
  const std::int64_t fixed = attack_events + size.windows_hosts * fixed_events_per_windows_host;
  const std::int64_t scaled = size.windows_hosts * scaled_events_per_windows_host;
  size.intensity = std::max<std::int64_t>(1, (wanted - fixed) * 1'000 / scaled);
  return size;
}

// The host of the attack is a terminal server that faces the internet; the others are its like.
std::string windows_name(std::int64_t number) {
  return number == 0 ? "FIN-TS01" : fmt::format("OPS-TS{:02}", number);
}

}  // namespace

bool generate(const Options& options, Recorder& recorder, const std::function<bool()>& stop) {
  const Size size = size_of(options.events);
  Period period;
  period.begin = *ticks_from_civil({2024, 3, 4});  // a Monday
  World world(options.seed, period.begin, recorder);
  Network network(world);
  const auto people = static_cast<int>(size.windows_hosts * people_per_windows_host);
  const Company company{world, network, period, size.intensity, people_of(options.seed, people)};

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
  }
  attack_windows(*windows.front(), company);

  while (world.timeline().step(period.end())) {
    if (stop()) return false;
  }
  return true;
}

}  // namespace huntbook::scenario
