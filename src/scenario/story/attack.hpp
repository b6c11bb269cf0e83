// The attack of the story: a botnet's address guesses passwords, first of ssh on a Linux host, the next night of remote
// desktop on a Windows host, and on Sunday of Office 365. Stages and techniques are named as in MITRE ATT&CK.
#pragma once

#include <string>
#include <string_view>

#include "scenario/story/habits.hpp"

namespace huntbook::scenario {

// What the report names.
inline constexpr std::string_view botnet_address = "203.0.113.77";
inline constexpr std::string_view control_address = "198.51.100.23";
inline constexpr std::string_view control_name = "cdn.tide-metrics.example";

inline constexpr std::string_view script_url = "http://203.0.113.77:8080/u/kw.sh";
inline constexpr std::string_view implant_path = "/var/tmp/.cache/kwatchd";

// Days and hours from the period's begin.
inline constexpr Ticks linux_night = 11 * ticks_per_day + 22 * ticks_per_hour;          // Friday
inline constexpr Ticks clean_up_morning = 17 * ticks_per_day + 9 * ticks_per_hour;      // Thursday: found and removed
inline constexpr Ticks windows_first_night = 12 * ticks_per_day + 3 * ticks_per_hour;   // Saturday
inline constexpr Ticks windows_second_night = 13 * ticks_per_day + 4 * ticks_per_hour;  // Sunday

inline constexpr Ticks cloud_evening = 13 * ticks_per_day + 19 * ticks_per_hour;  // Sunday

// Passwords guessed over remote desktop, a look around, tools by scripted ftp, a way back in, credentials dumped, the
// logs cleared; the next night data carried away.
void attack_windows(WindowsHost& host, const Company& company);

// Passwords guessed over ssh, a look around, a script fetched and put into cron, and a beacon that it sends until an
// administrator finds it.
void attack_linux(LinuxHost& host, const Company& company);

// Passwords sprayed and guessed, a sign-in, hundreds of documents downloaded within minutes.
void attack_cloud(Tenant& tenant, const Company& company);
const Person& office_victim(const Company& company);  // whose account it is

void raise_alerts_on_the_attack(Tenant& tenant, const Company& company, const std::string& linux_host,
                                const std::string& windows_host);

}  // namespace huntbook::scenario
