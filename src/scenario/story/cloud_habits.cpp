// What people do in the company's cloud services: signing in, files, mail; and lawful oddities among it.
#include <array>
#include <memory>

#include <fmt/format.h>

#include "scenario/story/cloud_clients.hpp"
#include "scenario/story/habits.hpp"
#include "scenario/world/fill_in.hpp"

namespace huntbook::scenario {

namespace {

constexpr std::array<std::string_view, 4> sites = {"Finance", "Berths", "Contracts", "Crew"};
constexpr std::array<std::string_view, 4> folders = {"2023", "2024", "Offers", "Archive"};
constexpr std::array<std::string_view, 9> file_operations = {
    "FileAccessed", "FileAccessed", "FileAccessed",   "FilePreviewed",         "FileModified",
    "FileModified", "FileUploaded", "FileDownloaded", "FileSyncDownloadedFull"};
constexpr std::array<std::string_view, 4> mail_operations = {"MailItemsAccessed", "MailItemsAccessed", "Send",
                                                             "MoveToDeletedItems"};

struct Day {
  Tenant& tenant;
  Random random;
  const Person& person;
  Client client;
  Ticks end;
  Ticks pause;
};

void work(const std::shared_ptr<Day>& day) {
  day->tenant.world().after(day->random.around(day->pause), [day] {
    if (day->tenant.world().now() >= day->end) return;
    Random& random = day->random;
    if (random.one_in(3)) {
      day->tenant.handle_mail(day->person, day->client, random.pick(mail_operations));
    } else {
      const std::string_view site = random.one_in(5) ? std::string_view() : random.pick(sites);
      day->tenant.handle_file(day->person, day->client, random.pick(file_operations), site, random.pick(folders),
                              fill_in(random.one_in(2) ? "{d}.xlsx" : "{d}.docx", day->person.account, random));
    }
    if (random.one_in(12)) day->tenant.sign_in(day->person, day->client, exchange_online);
    work(day);
  });
}

// The books of the month are copied away by the one who keeps them: as quick as an attacker's download, and lawful.
void copy_the_books(Tenant& tenant, const Person& keeper, Ticks time, Random random) {
  for (int file = 0; file < 140; ++file) {
    time += random.around(2 * ticks_per_second);
    tenant.world().at(time, [&tenant, &keeper, file] {
      tenant.handle_file(keeper, office_client(keeper), "FileDownloaded", "Finance", "2024",
                         fmt::format("Ledger {:03}.xlsx", file + 1));
    });
  }
}

}  // namespace

void use_the_cloud(Tenant& tenant, const Company& company) {
  Random random(company.world.seed(), "cloud");
  for (const Person& person : company.people) {
    for (int day = 0; day < company.period.days; ++day) {
      const auto hours = work_hours(company.world.seed(), person, company.period, day);
      Random of_day(random.next(), person.account);
      if (!hours) continue;
      // One travels in the third week, and signs in from there.
      const bool away = person.number == 3 && day >= 14 && day < 19;
      auto working =
          std::make_shared<Day>(Day{tenant, of_day, person, away ? travelling_client() : office_client(person),
                                    hours->end, scaled(30 * ticks_per_minute, company.intensity)});
      company.world.at(hours->begin, [working] {
        for (std::uint64_t slip = working->random.below(10); slip >= 8; --slip) {
          working->tenant.sign_in(working->person, working->client, office_home, wrong_password);
        }
        working->tenant.sign_in(working->person, working->client, office_home);
        work(working);
      });
      if (of_day.one_in(3)) {
        company.world.at(hours->end + of_day.around(3 * ticks_per_hour), [&tenant, &person] {
          tenant.sign_in(person, phone_client(person), exchange_online);
          tenant.handle_mail(person, phone_client(person), "MailItemsAccessed");
        });
      }
    }
  }
  copy_the_books(tenant, company.people.front(), company.period.begin + 25 * ticks_per_day + 14 * ticks_per_hour,
                 Random(company.world.seed(), "books"));
}

}  // namespace huntbook::scenario
