// Patterns of STIX indicators (OASIS STIX 2.1, section 9), read for what they compare: enough to match on, without
// evaluating them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace huntbook::ingest {

struct Observable {
  std::string key;    // object path: ipv4-addr:value, file:hashes.'SHA-256'
  std::string value;  // without quotes and escapes
  bool operator==(const Observable&) const = default;
};

// The values that a pattern asks to be equal, or in a list or subnet, in their order. Comparisons with NOT
// or with any other operator give none; a pattern that is malformed gives those before the fault.
std::vector<Observable> observables_of(std::string_view pattern);

}  // namespace huntbook::ingest
