// The attack of the story: passwords guessed over RDP, a way back in made, the traces cleared, data carried away.
#pragma once

#include <string_view>

#include "scenario/habits.hpp"

namespace huntbook::scenario {

// What the analyst's tip names.
inline constexpr std::string_view guessing_address = "203.0.113.77";
inline constexpr std::string_view returning_address = "198.51.100.23";

// Lays the attack on the timeline of the host that it hits. Every event it causes is labelled with its stage. Stages
// and techniques are named as in MITRE ATT&CK.
void attack(WindowsHost& host, const Period& period);

}  // namespace huntbook::scenario
