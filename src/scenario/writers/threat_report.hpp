// What is known of the attackers from outside: a feed of indicators, and a report for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace huntbook::scenario {

struct KnownIndicator {
  enum class Kind : std::uint8_t { Address, Domain, Url, Sha256 } kind = Kind::Address;
  std::string value;
  std::string what;
};

// A STIX 2.1 bundle (OASIS, "STIX Version 2.1", 2021): an identity, an intrusion set, and an indicator for each of
// `known` and for `others` more that have nothing to do with the attack; relationships say which are whose.
std::string stix_bundle(std::uint64_t seed, const std::vector<KnownIndicator>& known, int others, Ticks published);

// The report's text, its indicators defanged as such texts have them: 203[.]0[.]113[.]77, hxxp://.
std::string report_text(const std::vector<KnownIndicator>& known, Ticks published);

}  // namespace huntbook::scenario
