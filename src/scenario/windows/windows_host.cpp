#include "scenario/windows/windows_host.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "scenario/world/organisation.hpp"

namespace huntbook::scenario {

namespace {

constexpr std::uint64_t system_logon_id = 0x3e7;
constexpr std::string_view system_sid = "S-1-5-18";
constexpr std::uint64_t first_own_logon_id = 0x400;  // below are those of the system's accounts

std::string as_hex(std::uint64_t value) {
  return fmt::format("0x{:x}", value);
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

std::string sid_prefix(Random& random) {
  return fmt::format("S-1-5-21-{}-{}-{}", random.between(1'000'000'000, 3'999'999'999),
                     random.between(1'000'000'000, 3'999'999'999), random.between(1'000'000'000, 3'999'999'999));
}

std::string or_dash(const std::string& text) {
  return text.empty() ? "-" : text;
}

struct FailureCodes {
  std::string_view status;
  std::string_view sub_status;
  std::string_view reason;
};

// Microsoft's documentation of event 4625, "Failure Information".
FailureCodes codes_of(LogonFailure reason) {
  switch (reason) {
    case LogonFailure::UnknownUser:
      return {"0xc000006d", "0xc0000064", "%%2313"};
    case LogonFailure::WrongPassword:
      return {"0xc000006d", "0xc000006a", "%%2313"};
    case LogonFailure::PasswordExpired:
      return {"0xc000006e", "0xc0000071", "%%2309"};
    case LogonFailure::AccountDisabled:
      return {"0xc000006e", "0xc0000072", "%%2310"};
  }
  return {"0xc000006d", "0x0", "%%2304"};
}

bool is_desktop(LogonType type) {
  return type == LogonType::Interactive || type == LogonType::RemoteInteractive;
}

}  // namespace

WindowsHost::WindowsHost(std::string name, std::string address, std::size_t number, World& world, Network& network)
    : name_(std::move(name)),
      full_name_(name_ + "." + std::string(company_domain)),
      netbios_domain_(upper(company_domain.substr(0, company_domain.find('.')))),
      address_(std::move(address)),
      number_(number),
      random_(world.seed(), "host " + name_),
      world_(world),
      network_(network) {
  machine_sid_ = sid_prefix(random_);
  Random domain_random(world.seed(), "domain");
  domain_sid_ = sid_prefix(domain_random);
  for (std::uint64_t& record : records_) record = static_cast<std::uint64_t>(random_.between(40'000, 900'000));
}

Account WindowsHost::domain_account(std::string name, int relative_id, bool administrator) const {
  return {std::move(name), netbios_domain_, fmt::format("{}-{}", domain_sid_, relative_id), administrator};
}

Account WindowsHost::local_account(std::string name, int relative_id, bool administrator) const {
  return {std::move(name), name_, fmt::format("{}-{}", machine_sid_, relative_id), administrator};
}

Session WindowsHost::system() const {
  return {{name_ + "$", netbios_domain_, std::string(system_sid), true},
          system_logon_id,
          LogonType::Service,
          {},
          {0x278, "C:\\Windows\\System32\\services.exe"}};
}

void WindowsHost::log(int id, Data data, bool failure) {
  log(WindowsChannel::Security, id, std::move(data), {}, failure);
}

void WindowsHost::log(WindowsChannel channel, int id, Data data, std::string_view user_sid, bool failure) {
  last_time_ = std::max(world_.now(), last_time_ + random_.between(300, 9'000));  // 30 us to 0.9 ms
  WindowsEvent event;
  event.channel = channel;
  event.id = id;
  event.failure = failure;
  event.data = std::move(data);
  event.process = id == 4688 || id == 4673 ? 4 : channel == WindowsChannel::Security ? 696 : 1'236;
  event.thread = static_cast<std::uint32_t>(random_.between(40, 2'400) * 4);
  event.time = last_time_;
  event.record = ++records_[static_cast<std::size_t>(channel)];
  event.host = number_;
  event.computer = full_name_;
  event.user_sid = user_sid;
  event.label = world_.label();
  world_.recorder().record(event);
}

void WindowsHost::subject(const Session& session, Data& data) const {
  data.emplace_back("SubjectUserSid", session.account.sid);
  data.emplace_back("SubjectUserName", session.account.name);
  data.emplace_back("SubjectDomainName", session.account.domain);
  data.emplace_back("SubjectLogonId", as_hex(session.logon_id));
}

// Ids are multiples of four and come back after a while, as Windows' do.
std::uint32_t WindowsHost::new_process_id() {
  next_process_id_ += 4 * static_cast<std::uint32_t>(random_.between(1, 37));
  if (next_process_id_ > 0x4000) next_process_id_ = 0x300 + 4 * static_cast<std::uint32_t>(random_.between(0, 200));
  return next_process_id_;
}

void WindowsHost::boot() {
  next_logon_id_ = static_cast<std::uint64_t>(random_.between(0xF000, 0x1FFFF));
  next_process_id_ = 0x2F8;
  log(4608, {});
  log(WindowsChannel::System, 6005, {}, {});
  const Session services = system();
  const Process kernel{4, ""};
  const Process manager = start(services, kernel, "C:\\Windows\\System32\\smss.exe", "");
  const Process init = start(services, manager, "C:\\Windows\\System32\\wininit.exe", "wininit.exe");
  start(services, init, "C:\\Windows\\System32\\services.exe", "C:\\Windows\\system32\\services.exe");
  start(services, init, "C:\\Windows\\System32\\lsass.exe", "C:\\Windows\\system32\\lsass.exe");
  log_on({"NETWORK SERVICE", "NT AUTHORITY", "S-1-5-20", true}, LogonType::Service, {});
  log_on({"LOCAL SERVICE", "NT AUTHORITY", "S-1-5-19", true}, LogonType::Service, {});
}

Session WindowsHost::log_on(const Account& account, LogonType type, const Source& source) {
  next_logon_id_ += static_cast<std::uint64_t>(random_.between(0x40, 0x2F00));
  Session session{account, next_logon_id_, type, source, {}};
  const Session services = system();
  const bool network = type == LogonType::Network;
  const std::uint16_t port = knock(type, source, true);
  if (type == LogonType::RemoteInteractive) {
    log(WindowsChannel::TerminalConnections, 1149,
        {{"Param1", account.name}, {"Param2", account.domain}, {"Param3", source.address}}, "S-1-5-20");
  }
  Data data;
  if (network) {
    data = {
        {"SubjectUserSid", "S-1-0-0"}, {"SubjectUserName", "-"}, {"SubjectDomainName", "-"}, {"SubjectLogonId", "0x0"}};
  } else {
    subject(services, data);
  }
  const bool local = account.domain == name_;
  const std::string_view package = type == LogonType::Service ? "Negotiate"
                                   : network && !local        ? "Kerberos"
                                   : network                  ? "NTLM"
                                                              : "Negotiate";
  const std::string_view logon_process = type == LogonType::Service || type == LogonType::Batch ? "Advapi  "
                                         : network && !local                                    ? "Kerberos"
                                         : network                                              ? "NtLmSsp "
                                                                                                : "User32 ";
  data.insert(data.end(), {
                              {"TargetUserSid", account.sid},
                              {"TargetUserName", account.name},
                              {"TargetDomainName", account.domain},
                              {"TargetLogonId", as_hex(session.logon_id)},
                              {"LogonType", fmt::format("{}", static_cast<int>(type))},
                              {"LogonProcessName", std::string(logon_process)},
                              {"AuthenticationPackageName", std::string(package)},
                              {"WorkstationName", network ? or_dash(source.workstation) : name_},
                              {"LogonGuid", "{00000000-0000-0000-0000-000000000000}"},
                              {"TransmittedServices", "-"},
                              {"LmPackageName", network && local ? "NTLM V2" : "-"},
                              {"KeyLength", network && local ? "128" : "0"},
                              {"ProcessId", network                      ? "0x0"
                                            : type == LogonType::Service ? "0x278"
                                                                         : "0x3d4"},
                              {"ProcessName", network                      ? "-"
                                              : type == LogonType::Service ? "C:\\Windows\\System32\\services.exe"
                                                                           : "C:\\Windows\\System32\\svchost.exe"},
                              {"IpAddress", or_dash(source.address)},
                              {"IpPort", source.address.empty() ? "-"
                                         : network              ? fmt::format("{}", port)
                                                                : "0"},
                              {"ImpersonationLevel", "%%1833"},
                              {"RestrictedAdminMode", "-"},
                              {"TargetOutboundUserName", "-"},
                              {"TargetOutboundDomainName", "-"},
                              {"VirtualAccount", "%%1843"},
                              {"TargetLinkedLogonId", "0x0"},
                              {"ElevatedToken", account.administrator ? "%%1842" : "%%1843"},
                          });
  log(4624, std::move(data));
  if (account.administrator) {
    Data privileges;
    subject(session, privileges);
    privileges.emplace_back("PrivilegeList",
                            "SeSecurityPrivilege\r\n\t\t\tSeBackupPrivilege\r\n\t\t\tSeRestorePrivilege\r\n\t\t\t"
                            "SeTakeOwnershipPrivilege\r\n\t\t\tSeDebugPrivilege\r\n\t\t\tSeSystemEnvironmentPrivilege"
                            "\r\n\t\t\tSeLoadDriverPrivilege\r\n\t\t\tSeImpersonatePrivilege");
    log(4672, std::move(privileges));
  }
  if (is_desktop(type)) {
    const Process manager{0x150, "C:\\Windows\\System32\\smss.exe"};
    start(services, manager, "C:\\Windows\\System32\\csrss.exe",
          "%SystemRoot%\\system32\\csrss.exe ObjectDirectory=\\Windows SharedSection=1024,20480,768");
    const Process winlogon = start(services, manager, "C:\\Windows\\System32\\winlogon.exe", "winlogon.exe");
    start(services, winlogon, "C:\\Windows\\System32\\dwm.exe", "\"dwm.exe\"");
    if (type == LogonType::RemoteInteractive) {
      start(session, {0x3d4, "C:\\Windows\\System32\\svchost.exe"}, "C:\\Windows\\System32\\rdpclip.exe", "rdpclip");
    }
    const Process userinit =
        start(session, winlogon, "C:\\Windows\\System32\\userinit.exe", "C:\\Windows\\system32\\userinit.exe");
    session.shell = start(session, userinit, "C:\\Windows\\explorer.exe", "C:\\Windows\\Explorer.EXE");
    if (type == LogonType::RemoteInteractive) {
      log_session_change(21, session);
      log_session_change(22, session);
    }
  } else if (type == LogonType::Batch) {
    session.shell = {0x43c, "C:\\Windows\\System32\\svchost.exe"};
  } else {
    session.shell = services.shell;
  }
  return session;
}

// The connection that a remote logon came by; 0: none.
std::uint16_t WindowsHost::knock(LogonType type, const Source& source, bool lets_in) {
  if (source.address.empty() || type == LogonType::Unlock) return 0;
  const bool internal = source.address.starts_with("10.");
  if (type == LogonType::Network && internal) {
    return network_.connect(source.address, address_, {445, "", 2 * ticks_per_second, 4'000, 6'000});
  }
  if (lets_in && type == LogonType::RemoteInteractive) {
    return network_.connect(source.address, address_, {3389, "rdp", 50 * ticks_per_minute, 900'000, 14'000'000});
  }
  return network_.connect(source.address, address_, {3389, "rdp", 2 * ticks_per_second, 1'500, 1'300, "RSTO"});
}

void WindowsHost::fail_log_on(std::string_view user, std::string_view domain, LogonType type, const Source& source,
                              LogonFailure reason) {
  const FailureCodes codes = codes_of(reason);
  const bool network = type == LogonType::Network;
  const std::uint16_t port = knock(type, source, false);
  Data data;
  if (network) {
    data = {
        {"SubjectUserSid", "S-1-0-0"}, {"SubjectUserName", "-"}, {"SubjectDomainName", "-"}, {"SubjectLogonId", "0x0"}};
  } else {
    subject(system(), data);
  }
  data.insert(data.end(), {
                              {"TargetUserSid", "S-1-0-0"},
                              {"TargetUserName", std::string(user)},
                              {"TargetDomainName", std::string(domain)},
                              {"Status", std::string(codes.status)},
                              {"FailureReason", std::string(codes.reason)},
                              {"SubStatus", std::string(codes.sub_status)},
                              {"LogonType", fmt::format("{}", static_cast<int>(type))},
                              {"LogonProcessName", network ? "NtLmSsp " : "User32 "},
                              {"AuthenticationPackageName", network ? "NTLM" : "Negotiate"},
                              {"WorkstationName", network ? or_dash(source.workstation) : name_},
                              {"TransmittedServices", "-"},
                              {"LmPackageName", "-"},
                              {"KeyLength", "0"},
                              {"ProcessId", network ? "0x0" : "0x3d4"},
                              {"ProcessName", network ? "-" : "C:\\Windows\\System32\\svchost.exe"},
                              {"IpAddress", or_dash(source.address)},
                              {"IpPort", source.address.empty() || !network ? "0" : fmt::format("{}", port)},
                          });
  log(4625, std::move(data), true);
}

void WindowsHost::log_off(const Session& session) {
  const Data target = {{"TargetUserSid", session.account.sid},
                       {"TargetUserName", session.account.name},
                       {"TargetDomainName", session.account.domain},
                       {"TargetLogonId", as_hex(session.logon_id)}};
  if (is_desktop(session.type)) log(4647, target);
  Data data = target;
  data.emplace_back("LogonType", fmt::format("{}", static_cast<int>(session.type)));
  log(4634, std::move(data));
  if (session.type == LogonType::RemoteInteractive) log_session_change(23, session);
}

void WindowsHost::lock(const Session& session, bool locked) {
  log(locked ? 4800 : 4801, {{"TargetUserSid", session.account.sid},
                             {"TargetUserName", session.account.name},
                             {"TargetDomainName", session.account.domain},
                             {"TargetLogonId", as_hex(session.logon_id)},
                             {"SessionId", fmt::format("{}", 2 + session.logon_id % 9)}});
}

void WindowsHost::connect(const Session& session, bool connected) {
  log(connected ? 4778 : 4779, {{"AccountName", session.account.name},
                                {"AccountDomain", session.account.domain},
                                {"LogonID", as_hex(session.logon_id)},
                                {"SessionName", fmt::format("RDP-Tcp#{}", session.logon_id % 97)},
                                {"ClientName", or_dash(session.source.workstation)},
                                {"ClientAddress", or_dash(session.source.address)}});
  log_session_change(connected ? 25 : 24, session);
}

void WindowsHost::use_credentials(const Session& session, const Account& target, std::string_view server) {
  Data data;
  subject(session, data);
  data.insert(data.end(), {{"LogonGuid", "{00000000-0000-0000-0000-000000000000}"},
                           {"TargetUserName", target.name},
                           {"TargetDomainName", target.domain},
                           {"TargetLogonGuid", "{00000000-0000-0000-0000-000000000000}"},
                           {"TargetServerName", std::string(server)},
                           {"TargetInfo", std::string(server)},
                           {"ProcessId", "0x3d4"},
                           {"ProcessName", "C:\\Windows\\System32\\svchost.exe"},
                           {"IpAddress", or_dash(session.source.address)},
                           {"IpPort", "0"}});
  log(4648, std::move(data));
}

Process WindowsHost::start(const Session& session, const Process& parent, std::string path, std::string command_line) {
  Process process{new_process_id(), std::move(path), world_.now()};
  if (session.logon_id >= first_own_logon_id) log_process(session, process, parent, command_line);
  const bool services = session.logon_id < first_own_logon_id;
  Data data;
  subject(session, data);
  data.insert(data.end(), {{"NewProcessId", as_hex(process.id)},
                           {"NewProcessName", process.path},
                           {"TokenElevationType", services || session.account.administrator ? "%%1936" : "%%1938"},
                           {"ProcessId", as_hex(parent.id)},
                           {"CommandLine", std::move(command_line)},
                           {"TargetUserSid", "S-1-0-0"},
                           {"TargetUserName", "-"},
                           {"TargetDomainName", "-"},
                           {"TargetLogonId", "0x0"},
                           {"ParentProcessName", parent.path},
                           {"MandatoryLabel", services                        ? "S-1-16-16384"
                                              : session.account.administrator ? "S-1-16-12288"
                                                                              : "S-1-16-8192"}});
  log(4688, std::move(data));
  return process;
}

void WindowsHost::use_privilege(const Session& session, const Process& process, std::string_view privilege) {
  Data data;
  subject(session, data);
  data.insert(data.end(), {{"ObjectServer", "Security"},
                           {"Service", "-"},
                           {"PrivilegeList", std::string(privilege)},
                           {"ProcessId", as_hex(process.id)},
                           {"ProcessName", process.path}});
  log(4673, std::move(data), !session.account.administrator);
}

void WindowsHost::install_service(const Session& session, std::string_view name, std::string_view file) {
  Data data;
  subject(session, data);
  data.insert(data.end(), {{"ServiceName", std::string(name)},
                           {"ServiceFileName", std::string(file)},
                           {"ServiceType", "0x10"},
                           {"ServiceStartType", "2"},
                           {"ServiceAccount", "LocalSystem"}});
  log(4697, std::move(data));
  log(WindowsChannel::System, 7045,
      {{"ServiceName", std::string(name)},
       {"ImagePath", std::string(file)},
       {"ServiceType", "user mode service"},
       {"StartType", "auto start"},
       {"AccountName", "LocalSystem"}},
      session.account.sid);
}

void WindowsHost::write_task(const Session& session, std::string_view name, std::string_view command, bool changed) {
  Data data;
  subject(session, data);
  data.emplace_back("TaskName", std::string(name));
  data.emplace_back(changed ? "TaskContentNew" : "TaskContent",
                    fmt::format("<Task><Actions><Exec><Command>{}</Command></Exec></Actions></Task>", command));
  log(changed ? 4702 : 4698, std::move(data));
}

}  // namespace huntbook::scenario
