#include "scenario/windows/event_kinds.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace huntbook::scenario {

namespace {

using enum WindowsChannel;

// Version, level, task and category as Windows Server 2019 and Sysmon 15 log them; sorted by channel and id.
constexpr std::array kinds = {
    WindowsEventKind{Security, 1102, 0, 4, 104, 0, "Log clear", "LogFileCleared"},
    WindowsEventKind{Security, 4608, 0, 0, 12288, 0, "Security State Change", ""},
    WindowsEventKind{Security, 4616, 1, 0, 12288, 0, "Security State Change", ""},
    WindowsEventKind{Security, 4624, 2, 0, 12544, 0, "Logon", ""},
    WindowsEventKind{Security, 4625, 0, 0, 12544, 0, "Logon", ""},
    WindowsEventKind{Security, 4634, 0, 0, 12545, 0, "Logoff", ""},
    WindowsEventKind{Security, 4647, 0, 0, 12545, 0, "Logoff", ""},
    WindowsEventKind{Security, 4648, 0, 0, 12544, 0, "Logon", ""},
    WindowsEventKind{Security, 4672, 0, 0, 12548, 0, "Special Logon", ""},
    WindowsEventKind{Security, 4673, 0, 0, 13056, 0, "Sensitive Privilege Use", ""},
    WindowsEventKind{Security, 4688, 2, 0, 13312, 0, "Process Creation", ""},
    WindowsEventKind{Security, 4697, 0, 0, 12289, 0, "Security System Extension", ""},
    WindowsEventKind{Security, 4698, 1, 0, 12804, 0, "Other Object Access Events", ""},
    WindowsEventKind{Security, 4702, 1, 0, 12804, 0, "Other Object Access Events", ""},
    WindowsEventKind{Security, 4720, 0, 0, 13824, 0, "User Account Management", ""},
    WindowsEventKind{Security, 4722, 0, 0, 13824, 0, "User Account Management", ""},
    WindowsEventKind{Security, 4724, 0, 0, 13824, 0, "User Account Management", ""},
    WindowsEventKind{Security, 4732, 0, 0, 13826, 0, "Security Group Management", ""},
    WindowsEventKind{Security, 4738, 0, 0, 13824, 0, "User Account Management", ""},
    WindowsEventKind{Security, 4778, 0, 0, 12551, 0, "Other Logon/Logoff Events", ""},
    WindowsEventKind{Security, 4779, 0, 0, 12551, 0, "Other Logon/Logoff Events", ""},
    WindowsEventKind{Security, 4798, 0, 0, 13824, 0, "User Account Management", ""},
    WindowsEventKind{Security, 4799, 0, 0, 13826, 0, "Security Group Management", ""},
    WindowsEventKind{Security, 4800, 0, 0, 12551, 0, "Other Logon/Logoff Events", ""},
    WindowsEventKind{Security, 4801, 0, 0, 12551, 0, "Other Logon/Logoff Events", ""},
    WindowsEventKind{System, 104, 0, 4, 104, 0, "Log clear", "LogFileCleared"},
    WindowsEventKind{System, 6005, 0, 4, 0, 0, "", ""},
    WindowsEventKind{System, 7036, 0, 4, 0, 0, "", ""},
    WindowsEventKind{System, 7045, 0, 4, 0, 0, "", ""},
    WindowsEventKind{TerminalSessions, 21, 0, 4, 0, 0, "", "EventXML"},
    WindowsEventKind{TerminalSessions, 22, 0, 4, 0, 0, "", "EventXML"},
    WindowsEventKind{TerminalSessions, 23, 0, 4, 0, 0, "", "EventXML"},
    WindowsEventKind{TerminalSessions, 24, 0, 4, 0, 0, "", "EventXML"},
    WindowsEventKind{TerminalSessions, 25, 0, 4, 0, 0, "", "EventXML"},
    WindowsEventKind{TerminalConnections, 1149, 0, 4, 0, 0, "", "EventXML"},
    WindowsEventKind{PowerShell, 4104, 1, 5, 2, 15, "Execute a Remote Command", ""},
    WindowsEventKind{Sysmon, 1, 5, 4, 1, 0, "Process Create (rule: ProcessCreate)", ""},
    WindowsEventKind{Sysmon, 3, 5, 4, 3, 0, "Network connection detected (rule: NetworkConnect)", ""},
    WindowsEventKind{Sysmon, 10, 3, 4, 10, 0, "Process accessed (rule: ProcessAccess)", ""},
    WindowsEventKind{Sysmon, 11, 2, 4, 11, 0, "File created (rule: FileCreate)", ""},
    WindowsEventKind{Sysmon, 13, 2, 4, 13, 0, "Registry value set (rule: RegistryEvent)", ""},
};

using Key = std::pair<WindowsChannel, int>;
constexpr Key key_of(const WindowsEventKind& kind) {
  return {kind.channel, kind.id};
}
static_assert(std::ranges::is_sorted(kinds, {}, key_of));

struct ChannelFacts {
  std::string_view name;
  std::string_view file;
  WindowsProvider provider;
};

// In the order of WindowsChannel.
constexpr std::array<ChannelFacts, windows_channels> channels = {{
    {"Security", "Security", {"Microsoft-Windows-Security-Auditing", "{54849625-5478-4994-A5BA-3E3B0328C30D}"}},
    {"System", "System", {"Service Control Manager", "{555908D1-A6D7-4695-8E1E-26931D2012F4}"}},
    {"Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
     "Microsoft-Windows-TerminalServices-LocalSessionManager%4Operational",
     {"Microsoft-Windows-TerminalServices-LocalSessionManager", "{5D896912-022D-40AA-A3A8-4FA5515C76D7}"}},
    {"Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational",
     "Microsoft-Windows-TerminalServices-RemoteConnectionManager%4Operational",
     {"Microsoft-Windows-TerminalServices-RemoteConnectionManager", "{C76BAA63-AE81-421C-B425-340B4B24157F}"}},
    {"Microsoft-Windows-PowerShell/Operational",
     "Microsoft-Windows-PowerShell%4Operational",
     {"Microsoft-Windows-PowerShell", "{A0C1853B-5C40-4B15-8766-3CF1C58F985A}"}},
    {"Microsoft-Windows-Sysmon/Operational",
     "Microsoft-Windows-Sysmon%4Operational",
     {"Microsoft-Windows-Sysmon", "{5770385F-C22A-43E0-BF4C-06F5698FFBD9}"}},
}};

const ChannelFacts& facts_of(WindowsChannel channel) {
  return channels[static_cast<std::size_t>(channel)];
}

constexpr std::uint64_t audit_failure = 0x8010000000000000;
constexpr std::uint64_t audit_success = 0x8020000000000000;
constexpr std::uint64_t security_log_cleared = 0x4020000000000000;
constexpr std::uint64_t classic = 0x8080000000000000;
constexpr std::uint64_t operational = 0x8000000000000000;

}  // namespace

const WindowsEventKind* find_event_kind(WindowsChannel channel, int id) {
  const auto* kind = std::ranges::lower_bound(kinds, Key{channel, id}, {}, key_of);
  return kind != kinds.end() && key_of(*kind) == Key{channel, id} ? kind : nullptr;
}

WindowsProvider provider_of(const WindowsEventKind& kind) {
  if (kind.user_data == "LogFileCleared") {
    return {"Microsoft-Windows-Eventlog", "{FC65DDD8-D6EF-4962-83D5-6E5CFE9CE148}"};
  }
  if (kind.channel == System && kind.id == 6005) return {"EventLog", ""};
  return facts_of(kind.channel).provider;
}

std::uint64_t keywords_of(const WindowsEventKind& kind, bool failure) {
  if (kind.channel == Security) {
    return kind.id == 1102 ? security_log_cleared : failure ? audit_failure : audit_success;
  }
  if (kind.channel == System && kind.id != 104) return classic;
  return kind.channel == PowerShell ? 0 : operational;
}

std::string_view name_of(WindowsChannel channel) {
  return facts_of(channel).name;
}
std::string_view file_name_of(WindowsChannel channel) {
  return facts_of(channel).file;
}

}  // namespace huntbook::scenario
