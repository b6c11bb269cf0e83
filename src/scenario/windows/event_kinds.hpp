// What Windows says of each kind of event besides its data: provider, version, task, keywords.
#pragma once

#include <cstdint>
#include <string_view>

#include "scenario/world/windows_event.hpp"

namespace huntbook::scenario {

struct WindowsEventKind {
  WindowsChannel channel;
  int id;
  std::uint8_t version;
  std::uint8_t level;  // 0 of the security log, else 4 information, 3 warning, 5 verbose
  std::uint16_t task;
  std::uint8_t opcode;
  std::string_view category;
  std::string_view user_data;  // the data's element below UserData; empty: it is EventData
};

struct WindowsProvider {
  std::string_view name;
  std::string_view guid;  // with braces; empty: none
};

// Null where the scenario has no such event.
const WindowsEventKind* find_event_kind(WindowsChannel channel, int id);
WindowsProvider provider_of(const WindowsEventKind& kind);
// Bits 52 and 53 mark audit failure and success.
std::uint64_t keywords_of(const WindowsEventKind& kind, bool failure);

std::string_view name_of(WindowsChannel channel);       // "Security", "Microsoft-Windows-Sysmon/Operational"
std::string_view file_name_of(WindowsChannel channel);  // without .evtx, as in System32\winevt\Logs

}  // namespace huntbook::scenario
