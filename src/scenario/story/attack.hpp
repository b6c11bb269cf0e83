// The attack of the story: a botnet's address guesses passwords, first of ssh on a Linux host, the next night of remote
// desktop on a Windows host, and on Sunday of Office 365. Stages and techniques are named as in MITRE ATT&CK.
#pragma once

#include <string_view>

#include "scenario/story/habits.hpp"

namespace huntbook::scenario {

// What the report names.
inline constexpr std::string_view botnet_address = "203.0.113.77";
inline constexpr std::string_view control_address = "198.51.100.23";
inline constexpr std::string_view control_name = "cdn.tide-metrics.example";

// Days and hours from the period's begin.
inline constexpr Ticks windows_first_night = 12 * ticks_per_day + 3 * ticks_per_hour;   // Saturday
inline constexpr Ticks windows_second_night = 13 * ticks_per_day + 4 * ticks_per_hour;  // Sunday

// Passwords guessed over remote desktop, a look around, tools by scripted ftp, a way back in, credentials dumped, the
// logs cleared; the next night data carried away.
void attack_windows(WindowsHost& host, const Company& company);

}  // namespace huntbook::scenario
