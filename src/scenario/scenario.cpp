#include "scenario/scenario.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "scenario/attack.hpp"
#include "scenario/habits.hpp"

namespace huntbook::scenario {

namespace {

constexpr std::string_view domain = "harbourline.example";

// Events of two weeks of one host, measured over several seeds: those that have their hours, and those that intensity
// multiplies (at 1,000).
constexpr std::int64_t fixed_events_per_host = 980;
constexpr std::int64_t scaled_events_per_host = 19'650;
constexpr std::int64_t attack_events = 301;
constexpr std::int64_t most_hosts = 500;

constexpr std::array<std::string_view, 10> first_names = {"maren", "tobias", "ines", "callum", "priya",
                                                          "jonas", "aoife",  "luc",  "sanna",  "emeka"};
constexpr std::array<std::string_view, 10> last_names = {"holt",   "vance", "brandt", "osei",   "lindgren",
                                                         "morrow", "silva", "keane",  "tanaka", "duarte"};

std::vector<std::string> people_of(int host_number, std::uint64_t seed) {
  Random random(seed, fmt::format("names {}", host_number));
  std::vector<std::string> people;
  while (people.size() < 5) {
    std::string name = fmt::format("{}.{}", random.pick(first_names).substr(0, 1), random.pick(last_names));
    if (host_number > 0) name += fmt::format("{}", host_number);
    if (std::ranges::find(people, name) == people.end()) people.push_back(std::move(name));
  }
  return people;
}

// The host of the attack is a terminal server that faces the internet; the others are its like.
std::string host_name(int number) {
  return number == 0 ? "FIN-TS01" : fmt::format("OPS-TS{:02}", number);
}

}  // namespace

bool generate(const Options& options, const EventConsumer& consumer, const std::function<bool()>& stop) {
  const std::int64_t usual = fixed_events_per_host + scaled_events_per_host;
  const auto wanted = static_cast<std::int64_t>(options.events);
  const std::int64_t hosts = std::clamp<std::int64_t>((wanted + usual / 2) / usual, 1, most_hosts);
  const std::int64_t scaled = wanted - attack_events - hosts * fixed_events_per_host;
  const Intensity intensity = std::max<std::int64_t>(1, scaled * 1'000 / (hosts * scaled_events_per_host));

  Period period;
  period.begin = *ticks_from_civil({2024, 3, 4});  // a Monday
  Timeline timeline(period.begin);
  std::vector<std::unique_ptr<WindowsHost>> machines;
  for (int number = 0; number < hosts; ++number) {
    machines.push_back(
        std::make_unique<WindowsHost>(host_name(number), std::string(domain), options.seed, timeline, consumer));
    WindowsHost& host = *machines.back();
    const Company company{std::string(domain), people_of(number, options.seed), "rourke", number};
    keep_services_running(host, period, intensity);
    monitor(host, period, intensity);
    run_nightly_jobs(host, period);
    patch(host, period);
    go_to_work(host, company, period, intensity);
    administer(host, company, period);
    scan_from_the_internet(host, period, intensity);
  }
  attack(*machines.front(), period);

  while (timeline.step(period.end())) {
    if (stop()) return false;
  }
  return true;
}

}  // namespace huntbook::scenario
