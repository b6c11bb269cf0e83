#include "scenario/world/fill_in.hpp"

#include <array>

#include <fmt/format.h>

namespace huntbook::scenario {

namespace {

constexpr std::array<std::string_view, 12> subjects = {"Berth plan",   "Fuel invoice", "Crew list",  "Customs form",
                                                       "Tide table",   "Offer",        "Contract",   "Dry dock quote",
                                                       "Cargo report", "Insurance",    "Pilot rota", "Minutes"};

}  // namespace

std::string fill_in(std::string_view pattern, std::string_view user, Random& random) {
  std::string out;
  while (!pattern.empty()) {
    if (pattern.size() >= 3 && pattern[0] == '{' && pattern[2] == '}') {
      const char what = pattern[1];
      pattern.remove_prefix(3);
      switch (what) {
        case 'n':
          out += fmt::format("{}", random.between(100, 65'000));
          break;
        case 'h':
          out += random.hex(8);
          break;
        case 'g':
          out += random.guid();
          break;
        case 'u':
          out += user;
          break;
        case 'd':
          out += fmt::format("{} {}", random.pick(subjects), random.between(1, 60));
          break;
        default:
          break;
      }
    } else {
      out += pattern.front();
      pattern.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace huntbook::scenario
