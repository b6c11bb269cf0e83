// Users, groups, the clock and the log itself: the rest of WindowsHost.
#include <fmt/format.h>

#include "scenario/windows/event_kinds.hpp"
#include "scenario/windows/windows_host.hpp"

namespace huntbook::scenario {

namespace {

void append_target(const Account& user, WindowsData& data) {
  data.emplace_back("TargetUserName", user.name);
  data.emplace_back("TargetDomainName", user.domain);
  data.emplace_back("TargetSid", user.sid);
}

}  // namespace

void WindowsHost::create_user(const Session& session, const Account& user) {
  for (int id : {4720, 4722, 4738, 4724}) {
    Data data;
    append_target(user, data);
    subject(session, data);
    if (id == 4720 || id == 4738) {
      data.insert(data.end(), {{"PrivilegeList", "-"},
                               {"SamAccountName", user.name},
                               {"DisplayName", "%%1793"},
                               {"UserPrincipalName", "-"},
                               {"PasswordLastSet", "%%1794"},
                               {"PrimaryGroupId", "513"},
                               {"OldUacValue", "0x0"},
                               {"NewUacValue", "0x15"},
                               {"UserAccountControl", "\r\n\t\t%%2080\r\n\t\t%%2082\r\n\t\t%%2084"}});
    }
    log(id, std::move(data));
  }
}

void WindowsHost::add_to_group(const Session& session, const Account& member, std::string_view group, int alias) {
  Data data = {{"MemberName", "-"},
               {"MemberSid", member.sid},
               {"TargetUserName", std::string(group)},
               {"TargetDomainName", "Builtin"},
               {"TargetSid", fmt::format("S-1-5-32-{}", alias)}};
  subject(session, data);
  data.emplace_back("PrivilegeList", "-");
  log(4732, std::move(data));
}

void WindowsHost::enumerate_groups_of(const Session& session, const Process& process, const Account& user) {
  Data data;
  append_target(user, data);
  subject(session, data);
  data.emplace_back("CallerProcessId", fmt::format("0x{:x}", process.id));
  data.emplace_back("CallerProcessName", process.path);
  log(4798, std::move(data));
}

void WindowsHost::enumerate_group(const Session& session, const Process& process, std::string_view group, int alias) {
  Data data = {{"TargetUserName", std::string(group)},
               {"TargetDomainName", "Builtin"},
               {"TargetSid", fmt::format("S-1-5-32-{}", alias)}};
  subject(session, data);
  data.emplace_back("CallerProcessId", fmt::format("0x{:x}", process.id));
  data.emplace_back("CallerProcessName", process.path);
  log(4799, std::move(data));
}

void WindowsHost::set_time(const Session& session, const Process& process) {
  Data data;
  subject(session, data);
  data.insert(data.end(), {{"PreviousTime", format_datetime(world_.now() - 3 * ticks_per_millisecond)},
                           {"NewTime", format_datetime(world_.now())},
                           {"ProcessId", fmt::format("0x{:x}", process.id)},
                           {"ProcessName", process.path}});
  log(4616, std::move(data));
}

void WindowsHost::clear_log(const Session& session, WindowsChannel channel) {
  if (channel == WindowsChannel::Security) {
    Data data;
    subject(session, data);
    return log(1102, std::move(data));
  }
  log(WindowsChannel::System, 104,
      {{"SubjectUserName", session.account.name},
       {"SubjectDomainName", session.account.domain},
       {"Channel", std::string(name_of(channel))},
       {"BackupPath", ""}},
      session.account.sid);
}

}  // namespace huntbook::scenario
