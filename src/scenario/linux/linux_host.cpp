#include "scenario/linux/linux_host.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace huntbook::scenario {

namespace {

std::string_view base_name(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);
}

std::string joined(const std::vector<std::string>& arguments) {
  std::string out;
  for (const std::string& argument : arguments) {
    if (!out.empty()) out += ' ';
    out += argument;
  }
  return out;
}

}  // namespace

LinuxHost::LinuxHost(std::string name, std::string address, std::size_t number, World& world, Network& network)
    : name_(std::move(name)),
      address_(std::move(address)),
      number_(number),
      random_(world.seed(), "host " + name_),
      world_(world),
      network_(network) {
  serial_ = static_cast<std::uint64_t>(random_.between(2'000, 90'000));
  next_process_ = static_cast<std::uint32_t>(random_.between(1'200, 20'000));
  next_session_ = static_cast<std::uint32_t>(random_.between(20, 400));
}

// The audit system's stamps have milliseconds; events of one of them are told apart by their serial numbers.
void LinuxHost::log(decltype(AuditEvent::fact) fact) {
  last_audit_ = std::max(world_.now(), last_audit_ + random_.between(2'000, 30'000));
  AuditEvent event;
  event.time = last_audit_;
  event.serial = ++serial_;
  event.host = number_;
  event.computer = name_;
  event.fact = std::move(fact);
  event.label = world_.label();
  world_.recorder().record(event);
}

void LinuxHost::line(bool authentication, std::string_view program, std::uint32_t process, std::string message) {
  last_line_ = std::max(world_.now(), last_line_ + random_.between(2'000, 30'000));
  SyslogLine out;
  out.time = last_line_;
  out.host = number_;
  out.computer = name_;
  out.authentication = authentication;
  out.program = program;
  out.process = process;
  out.message = std::move(message);
  out.label = world_.label();
  world_.recorder().record(out);
}

void LinuxHost::say(std::string_view program, std::uint32_t process, std::string message) {
  line(false, program, process, std::move(message));
}

std::uint32_t LinuxHost::new_process() {
  next_process_ += static_cast<std::uint32_t>(random_.between(1, 9));
  if (next_process_ > 131'000) next_process_ = static_cast<std::uint32_t>(random_.between(1'200, 2'000));
  return next_process_;
}

AuditSubject LinuxHost::subject_of(const LinuxSession& session, std::uint32_t process, std::string_view program) const {
  AuditSubject subject;
  subject.process = process;
  subject.parent = session.shell;
  subject.login_user = session.login_user;
  subject.user = session.user.id;
  subject.session = session.number;
  subject.terminal = session.terminal;
  subject.executable = program;
  subject.command = base_name(program).substr(0, 15);
  return subject;
}

void LinuxHost::message(std::string_view type, const AuditSubject& subject, std::string_view operation,
                        std::string_view account, std::string_view address, std::string_view terminal, bool success) {
  log(UserMessage{type, subject, operation, std::string(account), std::string(address), std::string(address),
                  std::string(terminal), success});
}

std::uint32_t LinuxHost::run(const LinuxSession& session, std::string_view program,
                             std::vector<std::string> arguments) {
  const std::uint32_t process = new_process();
  arguments.insert(arguments.begin(), std::string(base_name(program)));
  log(Execution{subject_of(session, process, program), std::move(arguments), session.folder});
  return process;
}

std::uint32_t LinuxHost::sudo(const LinuxSession& session, std::string_view program,
                              std::vector<std::string> arguments) {
  constexpr std::string_view tool = "/usr/bin/sudo";
  std::vector<std::string> whole = {std::string(program)};
  whole.insert(whole.end(), arguments.begin(), arguments.end());
  const std::string command = joined(whole);
  const std::uint32_t outer = run(session, tool, whole);
  const AuditSubject subject = subject_of(session, outer, tool);
  log(SudoCommand{subject, session.folder, command});
  message("CRED_REFR", subject, "PAM:setcred", "root", "", "/dev/pts/0");
  message("USER_START", subject, "PAM:session_open", "root", "", "/dev/pts/0");
  line(
      true, "sudo", 0,
      fmt::format("{:>8} : TTY={} ; PWD={} ; USER=root ; COMMAND={}", session.user.name,
                  session.terminal.empty() ? "unknown" : "pts/" + session.terminal.substr(3), session.folder, command));
  line(true, "sudo", 0,
       fmt::format("pam_unix(sudo:session): session opened for user root(uid=0) by {}(uid={})", session.user.name,
                   session.login_user));
  LinuxSession as_root = session;
  as_root.user = {"root", 0};
  as_root.shell = outer;
  const std::uint32_t process = run(as_root, program, std::move(arguments));
  message("USER_END", subject, "PAM:session_close", "root", "", "/dev/pts/0");
  message("CRED_DISP", subject, "PAM:setcred", "root", "", "/dev/pts/0");
  line(true, "sudo", 0, "pam_unix(sudo:session): session closed for user root");
  return process;
}

void LinuxHost::write_file(const LinuxSession& session, std::uint32_t process, std::string_view program,
                           std::string_view path, std::string_view key) {
  log(FileWrite{subject_of(session, process, program), std::string(path), session.folder, key});
}

void LinuxHost::reach(const LinuxSession& session, std::uint32_t process, std::string_view program,
                      std::string_view address, const Traffic& traffic) {
  log(ConnectCall{subject_of(session, process, program), std::string(address), traffic.port});
  network_.connect(address_, address, traffic);
}

void LinuxHost::change_service(std::string_view unit, std::string_view description, bool start) {
  log(ServiceChange{start, std::string(unit)});
  if (start) {
    line(false, "systemd", 1, fmt::format("Started {}.", description));
  } else {
    line(false, "systemd", 1, fmt::format("{}.service: Deactivated successfully.", unit));
  }
}

}  // namespace huntbook::scenario
