// An event of a Windows event log, whatever file it ends in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "scenario/world/label.hpp"

namespace huntbook::scenario {

enum class WindowsChannel : std::uint8_t {
  Security,
  System,
  TerminalSessions,
  TerminalConnections,
  PowerShell,
  Sysmon
};
inline constexpr std::size_t windows_channels = 6;

// Event data in the order of the event's template. Keys are string literals.
using WindowsData = std::vector<std::pair<std::string_view, std::string>>;

struct WindowsEvent {
  WindowsChannel channel = WindowsChannel::Security;
  int id = 0;
  bool failure = false;  // audit failure
  WindowsData data;
  std::uint32_t process = 4;  // that logged it
  std::uint32_t thread = 0;
  Ticks time = 0;
  std::uint64_t record = 0;
  std::size_t host = 0;          // number of the host among those that log
  std::string_view computer;     // its full name
  std::string_view user_sid;     // of the account that the event is logged for; empty: none
  const Label* label = nullptr;  // null: nothing to do with the attack
};

}  // namespace huntbook::scenario
