// The company and those who work for it: invented, with addresses that documentation and private networks have.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace huntbook::scenario {

inline constexpr std::string_view company_domain = "harbourline.example";
inline constexpr std::string_view company_office_address = "192.0.2.10";  // all people at the office come from it

struct Person {
  std::string account;  // "m.holt"
  std::string name;     // "Maren Holt"
  std::string mail;     // "m.holt@harbourline.example", the name they sign in with
  std::string id;       // GUID in the directory
  int relative_id = 0;  // last part of the SID
  int number = 0;
  Ticks zone = 0;            // to add to UTC for their clock: not all work at the head office
  std::string desk_address;  // in the company's network
  std::string desk_name;
  std::string public_address;  // what services outside see
};

// The first `count` of the company's people; the same seed names them alike. Two of the first nine work in another
// time zone.
std::vector<Person> people_of(std::uint64_t seed, int count);

}  // namespace huntbook::scenario
