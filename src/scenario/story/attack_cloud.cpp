// The part of the attack that Office 365 sees.
#include <array>
#include <utility>

#include <fmt/format.h>

#include "scenario/story/attack.hpp"
#include "scenario/story/cloud_clients.hpp"
#include "scenario/story/script.hpp"

namespace huntbook::scenario {

const Person& office_victim(const Company& company) {
  return company.people[1];
}

void attack_cloud(Tenant& tenant, const Company& company) {
  Script script(company.world, company.period.begin + cloud_evening, "attack, cloud");
  const Client client = attackers_client();
  const Person& victim = office_victim(company);
  // One password for everybody, then more of them for the one whose papers were on the file server.
  for (std::size_t i = 0; i < 6 && i < company.people.size(); ++i) {
    const Person& person = company.people[i];
    script.then(25 * ticks_per_second, credential_access, "T1110.003",
                fmt::format("password sprayed at {}", person.mail),
                [&tenant, &person, client] { tenant.sign_in(person, client, office_home, wrong_password); });
  }
  for (int attempt = 0; attempt < 9; ++attempt) {
    script.then(15 * ticks_per_second, credential_access, "T1110.001",
                fmt::format("password guessed for {}", victim.mail),
                [&tenant, &victim, client] { tenant.sign_in(victim, client, office_home, wrong_password); });
  }
  script.then(30 * ticks_per_second, initial_access, "T1078.004", "attacker signs in",
              [&tenant, &victim, client] { tenant.sign_in(victim, client, office_home); });
  script.then(30 * ticks_per_second, initial_access, "T1078.004", "attacker signs in",
              [&tenant, &victim, client] { tenant.sign_in(victim, client, sharepoint_online); });
  for (int file = 0; file < 12; ++file) {
    script.then(9 * ticks_per_second, discovery, "T1083", "files looked through", [&tenant, &victim, client, file] {
      tenant.handle_file(victim, client, "FileAccessed", file % 2 == 0 ? "Finance" : "Contracts", "2024",
                         fmt::format("Index {}.xlsx", file + 1));
    });
  }
  constexpr std::array<std::string_view, 3> shares = {"Finance", "Contracts", "Crew"};
  for (int file = 0; file < 420; ++file) {
    const std::string_view site = shares[static_cast<std::size_t>(file) / 140];
    script.then(ticks_per_second, exfiltration, "T1530", fmt::format("document of {} downloaded", site),
                [&tenant, &victim, client, site, file] {
                  tenant.handle_file(victim, client, "FileDownloaded", site, file % 3 == 0 ? "2023" : "2024",
                                     fmt::format("Paper {:03}.{}", file + 1, file % 2 == 0 ? "docx" : "xlsx"));
                });
  }
  script.then(40 * ticks_per_second, defense_evasion, "T1564.008", "rule hides answers in the mailbox",
              [&tenant, &victim, client] {
                tenant.command(victim, client, "New-InboxRule",
                               {{"Name", "."},
                                {"SubjectOrBodyContainsWords", "sign-in;security;password"},
                                {"MoveToFolder", "RSS Feeds"},
                                {"MarkAsRead", "True"}});
              });
}

}  // namespace huntbook::scenario
