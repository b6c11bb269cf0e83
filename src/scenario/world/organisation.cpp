#include "scenario/world/organisation.hpp"

#include <array>
#include <set>

#include <fmt/format.h>

#include "scenario/world/random.hpp"

namespace huntbook::scenario {

namespace {

constexpr std::array<std::string_view, 16> first_names = {"Maren", "Tobias", "Ines",  "Callum", "Priya", "Jonas",
                                                          "Aoife", "Luc",    "Sanna", "Emeka",  "Hanna", "Davor",
                                                          "Yuki",  "Greta",  "Omar",  "Willem"};
constexpr std::array<std::string_view, 16> last_names = {"Holt",  "Vance", "Brandt",   "Osei",   "Lindgren", "Morrow",
                                                         "Silva", "Keane", "Tanaka",   "Duarte", "Falk",     "Novak",
                                                         "Okoro", "Bell",  "Aaltonen", "Reyes"};

// Those at branch offices, by their place among nine people.
constexpr int in_halifax = 4;
constexpr int in_singapore = 7;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

}  // namespace

std::vector<Person> people_of(std::uint64_t seed, int count) {
  Random random(seed, "people");
  std::vector<Person> people;
  std::set<std::string> taken;
  for (int number = 0; number < count; ++number) {
    const std::string first(random.pick(first_names));
    const std::string last(random.pick(last_names));
    Person person;
    person.account = lower(first.substr(0, 1) + "." + last);
    for (int next = 2; !taken.insert(person.account).second; ++next) {
      person.account = fmt::format("{}{}", lower(first.substr(0, 1) + "." + last), next);
    }
    person.name = first + " " + last;
    person.mail = fmt::format("{}@{}", person.account, company_domain);
    person.id = random.guid();
    person.relative_id = 1201 + number;
    person.number = number;
    person.zone = number % 9 == in_halifax     ? -4 * ticks_per_hour
                  : number % 9 == in_singapore ? 8 * ticks_per_hour
                                               : Ticks{0};
    person.desk_address = fmt::format("10.20.{}.{}", 30 + number / 200, 20 + number % 200);
    person.desk_name = fmt::format("HL-WS{:03}", number + 1);
    person.public_address =
        person.zone == 0 ? std::string(company_office_address) : fmt::format("192.0.2.{}", person.zone < 0 ? 20 : 30);
    people.push_back(std::move(person));
  }
  return people;
}

}  // namespace huntbook::scenario
