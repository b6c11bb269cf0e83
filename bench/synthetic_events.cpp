#include "bench/synthetic_events.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace huntbook::bench {

namespace {

struct Program {
  std::string_view path;
  std::string_view arguments;  // {} a number, # a GUID, @ one of several flags, again and again
};

constexpr std::array<Program, 24> programs = {{
    {R"(C:\Windows\System32\conhost.exe)", " 0xffffffff -ForceV1"},
    {R"(C:\Windows\System32\svchost.exe)", " -k netsvcs -p -s {}"},
    {R"(C:\Windows\System32\cmd.exe)", R"( /c "C:\Ops\Jobs\check_{}.cmd" @)"},
    {R"(C:\Windows\System32\cscript.exe)", R"( //nologo "C:\Ops\Monitor\probe.vbs" @)"},
    {R"(C:\Program Files\Agent\AgentHost.exe)", R"( --work "C:\ProgramData\Agent\State\#" --cycle {})"},
    {R"(C:\Windows\System32\taskhostw.exe)", ""},
    {R"(C:\Windows\System32\wbem\WmiPrvSE.exe)", " -secured -Embedding"},
    {R"(C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe)", R"( -NoProfile -File C:\Ops\inventory.ps1 @)"},
    {R"(C:\Program Files\Browser\browser.exe)", " --type=renderer --field-trial={},{} --lang=en @"},
    {R"(C:\Windows\System32\reg.exe)", R"( query HKLM\Software\Ops\{} /v State)"},
    {R"(C:\Windows\System32\net.exe)", " use \\\\files{}\\share"},
    {R"(C:\Windows\System32\ipconfig.exe)", " /all"},
    {R"(C:\Windows\System32\rundll32.exe)", " shell32.dll,Control_RunDLL {}"},
    {R"(C:\Windows\System32\schtasks.exe)", R"( /run /tn "Ops\Task {}")"},
    {R"(C:\Program Files\Java\bin\java.exe)", R"( -Xmx{}m -cp C:\App\lib\* com.app.Main @)"},
    {R"(C:\Windows\System32\whoami.exe)", " /groups"},
    {R"(C:\Windows\System32\nltest.exe)", " /dclist:corp{}"},
    {R"(C:\Windows\System32\certutil.exe)", " -hashfile C:\\Temp\\{}.bin SHA256"},
    {R"(C:\Windows\System32\bitsadmin.exe)", " /list /allusers"},
    {R"(C:\Windows\System32\mshta.exe)", R"( C:\Ops\forms\{}.hta)"},
    {R"(C:\Windows\System32\net1.exe)", " user guest{} /active:no"},
    {R"(C:\Windows\System32\quser.exe)", ""},
    {R"(C:\Windows\System32\vssadmin.exe)", " list shadows"},
    {R"(C:\Windows\System32\ftp.exe)", R"( -s:C:\Temp\{}.txt)"},
}};

constexpr std::array<std::string_view, 6> flags = {" -v",      " /quiet",       " --retry=3",
                                                   " \"a b\"", " C:\\Data\\in", " x=1;y=2"};

enum Column : std::size_t {
  TimeGenerated,
  EventID,
  Computer,
  Account,
  Activity,
  NewProcessName,
  CommandLine,
  ParentProcessName,
  SubjectUserName,
  SubjectLogonId,
  TargetUserName,
  TargetLogonId,
  LogonType,
  IpAddress,
  WorkstationName,
  Status,
};

}  // namespace

const Schema& SyntheticEvents::schema() {
  static const Schema schema = {
      {"TimeGenerated", ScalarType::DateTime}, {"EventID", ScalarType::Int},
      {"Computer", ScalarType::String},        {"Account", ScalarType::String},
      {"Activity", ScalarType::String},        {"NewProcessName", ScalarType::String},
      {"CommandLine", ScalarType::String},     {"ParentProcessName", ScalarType::String},
      {"SubjectUserName", ScalarType::String}, {"SubjectLogonId", ScalarType::String},
      {"TargetUserName", ScalarType::String},  {"TargetLogonId", ScalarType::String},
      {"LogonType", ScalarType::Int},          {"IpAddress", ScalarType::String},
      {"WorkstationName", ScalarType::String}, {"Status", ScalarType::String},
  };
  return schema;
}

std::uint32_t SyntheticEvents::skewed(std::uint32_t bound) {
  const std::uint32_t first = below(bound);
  const std::uint32_t second = below(bound);
  return first * second / bound;
}

std::string SyntheticEvents::command_line(std::uint32_t program) {
  std::string text = fmt::format("\"{}\"", programs[program].path);
  const std::string_view arguments = programs[program].arguments;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == '{') {
      fmt::format_to(std::back_inserter(text), "{}", below(50'000));
      ++i;
    } else if (arguments[i] == '#') {
      const std::uint64_t high = random_();
      const std::uint64_t low = random_();
      fmt::format_to(std::back_inserter(text), "{:08x}-{:04x}-{:04x}-{:016x}", high >> 32U, (high >> 16U) & 0xFFFFU,
                     high & 0xFFFFU, low);
    } else if (arguments[i] == '@') {
      for (std::uint32_t n = skewed(9); n > 0; --n) text.append(flags[below(flags.size())]);
    } else {
      text.push_back(arguments[i]);
    }
  }
  return text;
}

void SyntheticEvents::append_process(Batch& batch, const std::string& host) {
  auto& columns = batch.columns;
  const bool system = below(10) < 6;
  const std::uint32_t person = skewed(400);
  const std::string user = system ? host + "$" : fmt::format("user{}", person);
  const std::uint32_t program = skewed(programs.size());
  columns[Account].push_text(system ? fmt::format("CORP\\{}$", host) : fmt::format("CORP\\user{}", person));
  columns[Activity].push_text("4688 - A new process has been created.");
  columns[NewProcessName].push_text(programs[program].path);
  columns[CommandLine].push_text(command_line(program));
  columns[ParentProcessName].push_text(programs[skewed(programs.size())].path);
  columns[SubjectUserName].push_text(user);
  columns[SubjectLogonId].push_text(system ? "0x3e7" : fmt::format("0x{:x}", 0x10000 + below(40'000)));
  columns[TargetUserName].push_text("");
  columns[TargetLogonId].push_text("0x0");
  columns[LogonType].push_null();
  columns[IpAddress].push_text("");
  columns[WorkstationName].push_text("");
  columns[Status].push_text("");
}

void SyntheticEvents::append_logon(Batch& batch, bool failed) {
  static constexpr std::array<std::int32_t, 6> types = {3, 5, 2, 7, 10, 4};
  auto& columns = batch.columns;
  const std::uint32_t person = skewed(400);
  columns[Account].push_text(fmt::format("CORP\\user{}", person));
  columns[Activity].push_text(failed ? "4625 - An account failed to log on."
                                     : "4624 - An account was successfully logged on.");
  columns[NewProcessName].push_text("");
  columns[CommandLine].push_text("");
  columns[ParentProcessName].push_text("");
  columns[SubjectUserName].push_text("-");
  columns[SubjectLogonId].push_text("0x0");
  columns[TargetUserName].push_text(fmt::format("user{}", person));
  columns[TargetLogonId].push_text(failed ? "0x0" : fmt::format("0x{:x}", 0x10000 + below(40'000)));
  columns[LogonType].push_int(types[skewed(types.size())]);
  columns[IpAddress].push_text(fmt::format("10.{}.{}.{}", below(4), skewed(250), below(250)));
  columns[WorkstationName].push_text(fmt::format("WS{:03}", skewed(300)));
  columns[Status].push_text(failed ? "0xc000006d" : "");
}

void SyntheticEvents::append_other(Batch& batch) {
  auto& columns = batch.columns;
  const std::string user = fmt::format("user{}", skewed(400));
  columns[Account].push_text("CORP\\" + user);
  columns[Activity].push_text("4634 - An account was logged off.");
  columns[NewProcessName].push_text("");
  columns[CommandLine].push_text("");
  columns[ParentProcessName].push_text("");
  columns[SubjectUserName].push_text("");
  columns[SubjectLogonId].push_text("");
  columns[TargetUserName].push_text(user);
  columns[TargetLogonId].push_text(fmt::format("0x{:x}", 0x10000 + below(40'000)));
  columns[LogonType].push_int(3);
  columns[IpAddress].push_text("");
  columns[WorkstationName].push_text("");
  columns[Status].push_text("");
}

void SyntheticEvents::append(Batch& batch, std::size_t count) {
  constexpr std::uint64_t span = static_cast<std::uint64_t>(days) * 864'000'000'000U;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t kind = processes_only_ ? 0 : below(100);
    const std::string host = fmt::format("HOST{:03}", skewed(200));
    batch.columns[TimeGenerated].push_long(first_time + static_cast<std::int64_t>(random_() % span));
    batch.columns[EventID].push_int(kind < 60 ? 4688 : kind < 80 ? 4624 : kind < 85 ? 4625 : 4634);
    batch.columns[Computer].push_text(host);
    if (kind < 60) {
      append_process(batch, host);
    } else if (kind < 85) {
      append_logon(batch, kind >= 80);
    } else {
      append_other(batch);
    }
  }
}

}  // namespace huntbook::bench
