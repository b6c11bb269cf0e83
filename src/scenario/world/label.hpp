// What the truth says of an event of the attack.
#pragma once

#include <string>
#include <string_view>

namespace huntbook::scenario {

struct Label {
  std::string_view stage;      // the tactic as MITRE ATT&CK names it, lower case: "credential access"
  std::string_view technique;  // its number there: "T1110.001"
  std::string what;            // in words
};

}  // namespace huntbook::scenario
