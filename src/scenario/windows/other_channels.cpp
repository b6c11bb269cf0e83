// What is logged outside of the security log: terminal services, System, PowerShell, Sysmon.
#include <fmt/format.h>

#include "scenario/windows/windows_host.hpp"

namespace huntbook::scenario {

namespace {

using enum WindowsChannel;

constexpr std::string_view system_sid = "S-1-5-18";

std::string account_of(const Session& session) {
  return session.account.domain + "\\" + session.account.name;
}

// Sysmon has the time of the event among its data, too.
std::string sysmon_time(Ticks ticks) {
  const CivilTime time = civil_from_ticks(ticks);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:03}", time.year, time.month, time.day, time.hour,
                     time.minute, time.second, time.fraction / ticks_per_millisecond);
}

std::string file_of(std::string_view path) {
  return std::string(path.substr(path.find_last_of('\\') + 1));
}

}  // namespace

std::string program_hash(std::string_view path) {
  Random random(1, path);
  return random.hex(64);
}

void WindowsHost::log_session_change(int id, const Session& session) {
  log(TerminalSessions, id,
      {{"User", account_of(session)},
       {"SessionID", fmt::format("{}", 2 + session.logon_id % 9)},
       {"Address", session.source.address}},
      system_sid);
}

void WindowsHost::change_service_state(std::string_view display_name, bool running) {
  log(System, 7036, {{"param1", std::string(display_name)}, {"param2", running ? "running" : "stopped"}}, {});
}

void WindowsHost::run_script(const Session& session, std::string text, std::string_view path) {
  log(PowerShell, 4104,
      {{"MessageNumber", "1"},
       {"MessageTotal", "1"},
       {"ScriptBlockText", std::move(text)},
       {"ScriptBlockId", random_.guid()},
       {"Path", std::string(path)}},
      session.account.sid);
}

// As Sysmon makes it: of the machine, the start, and the process id.
std::string WindowsHost::process_guid(const Process& process) const {
  return fmt::format("{{9C21D0{:02X}-{:04X}-{:04X}-{:04X}-{:012X}}}", number_ & 0xFF,
                     static_cast<std::uint64_t>(process.started / ticks_per_second) & 0xFFFF,
                     (static_cast<std::uint64_t>(process.started / ticks_per_second) >> 16U) & 0xFFFF,
                     static_cast<std::uint64_t>(process.started / ticks_per_millisecond) % 1'000, process.id);
}

void WindowsHost::append_actor(const Session& session, const Process& process, Data& data) {
  data.insert(data.end(), {{"RuleName", "-"},
                           {"UtcTime", sysmon_time(world_.now())},
                           {"ProcessGuid", process_guid(process)},
                           {"ProcessId", fmt::format("{}", process.id)},
                           {"Image", process.path},
                           {"User", account_of(session)}});
}

void WindowsHost::log_process(const Session& session, const Process& process, const Process& parent,
                              const std::string& command_line) {
  log(Sysmon, 1,
      {{"RuleName", "-"},
       {"UtcTime", sysmon_time(world_.now())},
       {"ProcessGuid", process_guid(process)},
       {"ProcessId", fmt::format("{}", process.id)},
       {"Image", process.path},
       {"FileVersion", "-"},
       {"Description", "-"},
       {"Product", "-"},
       {"Company", "-"},
       {"OriginalFileName", file_of(process.path)},
       {"CommandLine", command_line},
       {"CurrentDirectory", "C:\\Windows\\system32\\"},
       {"User", account_of(session)},
       {"LogonGuid", "{00000000-0000-0000-0000-000000000000}"},
       {"LogonId", fmt::format("0x{:x}", session.logon_id)},
       {"TerminalSessionId", fmt::format("{}", 2 + session.logon_id % 9)},
       {"IntegrityLevel", session.account.administrator ? "High" : "Medium"},
       {"Hashes", "SHA256=" + program_hash(process.path)},
       {"ParentProcessGuid", process_guid(parent)},
       {"ParentProcessId", fmt::format("{}", parent.id)},
       {"ParentImage", parent.path},
       {"ParentCommandLine", file_of(parent.path)},
       {"ParentUser", account_of(session)}},
      system_sid);
}

void WindowsHost::reach(const Session& session, const Process& process, std::string_view address,
                        const Traffic& traffic) {
  const std::uint16_t port = network_.connect(address_, address, traffic);
  Data data;
  append_actor(session, process, data);
  data.insert(data.end(), {{"Protocol", traffic.protocol == Protocol::Tcp ? "tcp" : "udp"},
                           {"Initiated", "true"},
                           {"SourceIsIpv6", "false"},
                           {"SourceIp", address_},
                           {"SourceHostname", full_name_},
                           {"SourcePort", fmt::format("{}", port)},
                           {"SourcePortName", "-"},
                           {"DestinationIsIpv6", "false"},
                           {"DestinationIp", std::string(address)},
                           {"DestinationHostname", "-"},
                           {"DestinationPort", fmt::format("{}", traffic.port)},
                           {"DestinationPortName", "-"}});
  log(Sysmon, 3, std::move(data), system_sid);
}

void WindowsHost::create_file(const Session& session, const Process& process, std::string_view path) {
  Data data;
  append_actor(session, process, data);
  data.emplace_back("TargetFilename", std::string(path));
  data.emplace_back("CreationUtcTime", sysmon_time(world_.now()));
  log(Sysmon, 11, std::move(data), system_sid);
}

void WindowsHost::set_registry(const Session& session, const Process& process, std::string_view key,
                               std::string_view value) {
  Data data;
  append_actor(session, process, data);
  data.emplace_back("EventType", "SetValue");
  data.emplace_back("TargetObject", std::string(key));
  data.emplace_back("Details", std::string(value));
  log(Sysmon, 13, std::move(data), system_sid);
}

void WindowsHost::open_process(const Session& session, const Process& process, const Process& target) {
  log(Sysmon, 10,
      {{"RuleName", "-"},
       {"UtcTime", sysmon_time(world_.now())},
       {"SourceProcessGUID", process_guid(process)},
       {"SourceProcessId", fmt::format("{}", process.id)},
       {"SourceThreadId", fmt::format("{}", process.id + 8)},
       {"SourceImage", process.path},
       {"TargetProcessGUID", process_guid(target)},
       {"TargetProcessId", fmt::format("{}", target.id)},
       {"TargetImage", target.path},
       {"GrantedAccess", "0x1fffff"},
       {"CallTrace",
        "C:\\Windows\\SYSTEM32\\ntdll.dll+9d3e4|C:\\Windows\\System32\\KERNELBASE.dll+2bf0e|C:\\Windows\\"
        "System32\\comsvcs.dll+2cea9"},
       {"SourceUser", account_of(session)},
       {"TargetUser", "NT AUTHORITY\\SYSTEM"}},
      system_sid);
}

}  // namespace huntbook::scenario
