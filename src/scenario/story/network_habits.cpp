// What goes over the network besides logons: people look at pages, hosts ask the directory, programs look for updates.
#include <array>
#include <memory>

#include "scenario/story/habits.hpp"

namespace huntbook::scenario {

namespace {

struct Site {
  std::string_view name;
  std::string_view address;
};
constexpr std::array sites = {
    Site{"www.harbourbank.example", "192.0.2.82"},     Site{"news.coastal-times.example", "203.0.113.10"},
    Site{"img.coastal-times.example", "203.0.113.11"}, Site{"search.lantern.example", "203.0.113.12"},
    Site{"mail.harbourline.example", "203.0.113.20"},  Site{"harbourline.sharepoint.example", "203.0.113.21"},
    Site{"weather.tideserve.example", "203.0.113.30"}, Site{"cdn.pagemetrics.example", "203.0.113.31"},
    Site{"fonts.pagemetrics.example", "203.0.113.32"}, Site{"ais.vesselwatch.example", "203.0.113.40"},
    Site{"tiles.vesselwatch.example", "203.0.113.41"}, Site{"updates.softwharf.example", "203.0.113.50"},
    Site{"ads.brightlane.example", "203.0.113.51"},    Site{"shop.ropeandsail.example", "192.0.2.90"},
    Site{"translate.lantern.example", "203.0.113.13"}};
constexpr Site update_site = sites[11];
constexpr std::string_view directory = "10.20.10.10";
constexpr Ticks update_interval = ticks_per_day;

struct Browsing {
  const Company& company;
  Random random;
  const Person& person;
  Ticks end;
  Ticks pause;
};

void browse(const std::shared_ptr<Browsing>& browsing) {
  World& world = browsing->company.world;
  world.after(browsing->random.around(browsing->pause), [browsing] {
    if (browsing->company.world.now() >= browsing->end) return;
    Random& random = browsing->random;
    Network& network = browsing->company.network;
    const std::string& from = browsing->person.desk_address;
    if (random.one_in(40)) {
      network.look_up(from, "wpad.harbourline.example", "");
    } else {
      const Site& site = random.pick(sites);
      if (random.one_in(2)) network.look_up(from, site.name, site.address);
      network.connect(from, site.address, {443, "ssl", random.around(20 * ticks_per_second), 3'000, 60'000});
    }
    browse(browsing);
  });
}

struct Chatter {
  const Company& company;
  Random random;
  std::string address;
  Ticks mean;
};

void ask_directory(const std::shared_ptr<Chatter>& chatter) {
  World& world = chatter->company.world;
  world.after(chatter->random.around(chatter->mean), [chatter] {
    if (chatter->company.world.now() >= chatter->company.period.end()) return;
    Network& network = chatter->company.network;
    switch (chatter->random.below(4)) {
      case 0:
        network.connect(chatter->address, directory, {88, "krb_tcp", 20 * ticks_per_millisecond, 1'500, 1'600});
        break;
      case 1:
        network.connect(chatter->address, directory, {389, "ldap", 3 * ticks_per_second, 2'000, 9'000});
        break;
      case 2:
        network.connect(chatter->address, directory, {445, "gssapi,smb", 9 * ticks_per_second, 4'000, 14'000});
        break;
      default:
        network.look_up(chatter->address, "hl-dc01.harbourline.example", directory);
        break;
    }
    ask_directory(chatter);
  });
}

// Every day to the second: as regular as a beacon, and lawful.
void look_for_updates(const std::shared_ptr<Chatter>& chatter) {
  World& world = chatter->company.world;
  world.after(update_interval + chatter->random.between(-ticks_per_second, ticks_per_second), [chatter] {
    if (chatter->company.world.now() >= chatter->company.period.end()) return;
    chatter->company.network.look_up(chatter->address, update_site.name, update_site.address);
    chatter->company.network.connect(chatter->address, update_site.address, {443, "ssl", ticks_per_second, 900, 2'500});
    look_for_updates(chatter);
  });
}

}  // namespace

void browse_the_web(const Company& company) {
  Random random(company.world.seed(), "browsing");
  for (const Person& person : company.people) {
    for (int day = 0; day < company.period.days; ++day) {
      const auto hours = work_hours(company.world.seed(), person, company.period, day);
      Random of_day(random.next(), person.account);
      if (!hours) continue;
      auto browsing = std::make_shared<Browsing>(
          Browsing{company, of_day, person, hours->end, scaled(14 * ticks_per_minute, company.intensity)});
      company.world.at(hours->begin, [browsing] { browse(browsing); });
    }
  }
}

void talk_to_services(const std::string& name, const std::string& address, const Company& company) {
  const auto chatter = [&](std::string_view of, Ticks mean) {
    return std::make_shared<Chatter>(
        Chatter{company, Random(company.world.seed(), std::string(of) + name), address, mean});
  };
  ask_directory(chatter("directory ", scaled(45 * ticks_per_minute, company.intensity)));
  look_for_updates(chatter("updates ", update_interval));
}

}  // namespace huntbook::scenario
