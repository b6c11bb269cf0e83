// How sessions begin and end on a Linux host: sshd and cron.
#include <utility>

#include <fmt/format.h>

#include "scenario/linux/linux_host.hpp"

namespace huntbook::scenario {

namespace {

constexpr std::string_view sshd = "/usr/sbin/sshd";
constexpr std::string_view cron = "/usr/sbin/cron";
constexpr std::string_view authentication = "PAM:authentication";
constexpr std::string_view accounting = "PAM:accounting";
constexpr std::string_view credentials = "PAM:setcred";
constexpr std::string_view opening = "PAM:session_open";
constexpr std::string_view closing = "PAM:session_close";

std::string home_of(const LinuxUser& user) {
  return user.id == 0 ? std::string(root_home) : "/home/" + user.name;
}

}  // namespace

void LinuxHost::fail_ssh(const LinuxUser& user, std::string_view address, int tries) {
  const bool exists = user.id != 0 || user.name == "root";
  LinuxSession nobody;
  nobody.user.name = user.name;
  const std::uint32_t process = new_process();
  const AuditSubject subject = subject_of(nobody, process, sshd);
  const std::uint16_t port =
      network_.connect(address, address_,
                       {22, "ssh", tries * 3 * ticks_per_second, 1'400U + 250U * static_cast<unsigned>(tries), 2'600});
  const std::string from = fmt::format("from {} port {}", address, port);
  if (!exists) line(true, "sshd", process, fmt::format("Invalid user {} {}", user.name, from));
  const std::string_view account = exists ? std::string_view(user.name) : "(invalid user)";
  for (int attempt = 0; attempt < tries; ++attempt) {
    line(true, "sshd", process,
         fmt::format("Failed password for {}{} {} ssh2", exists ? "" : "invalid user ", user.name, from));
    message("USER_AUTH", subject, authentication, exists ? user.name : "?", address, "ssh", false);
  }
  message("USER_LOGIN", subject, "login", account, address, "sshd", false);
  line(true, "sshd", process,
       fmt::format("Connection closed by {} user {} {} port {} [preauth]", exists ? "authenticating" : "invalid",
                   user.name, address, port));
}

LinuxSession LinuxHost::ssh(const LinuxUser& user, std::string_view address, SshMethod method) {
  LinuxSession session;
  session.user = user;
  session.address = address;
  session.server = new_process();
  session.folder = home_of(user);
  session.port = network_.connect(address, address_, {22, "ssh", 25 * ticks_per_minute, 120'000, 480'000});
  LinuxSession before;
  const AuditSubject subject = subject_of(before, session.server, sshd);
  message("USER_AUTH", subject, method == SshMethod::Password ? authentication : "pubkey", user.name, address, "ssh");
  message("USER_ACCT", subject, accounting, user.name, address, "ssh");
  line(true, "sshd", session.server,
       fmt::format("Accepted {} for {} from {} port {} ssh2{}",
                   method == SshMethod::Password ? "password" : "publickey", user.name, address, session.port,
                   method == SshMethod::Password ? "" : ": ED25519 SHA256:" + random_.hex(43)));
  message("CRED_ACQ", subject, credentials, user.name, address, "ssh");
  session.login_user = user.id;
  session.number = ++next_session_;
  session.terminal = fmt::format("pts{}", next_terminal_++ % 4);
  log(LoginSet{subject, user.id, session.number});
  AuditSubject logged_in = subject;
  logged_in.login_user = user.id;
  logged_in.session = session.number;
  message("USER_START", logged_in, opening, user.name, address, "ssh");
  line(true, "sshd", session.server,
       fmt::format("pam_unix(sshd:session): session opened for user {}(uid={}) by (uid=0)", user.name, user.id));
  line(true, "systemd-logind", 611, fmt::format("New session {} of user {}.", session.number, user.name));
  line(false, "systemd", 1, fmt::format("Started Session {} of User {}.", session.number, user.name));
  const std::string terminal = "/dev/pts/" + session.terminal.substr(3);
  message("USER_LOGIN", logged_in, "login", fmt::format("{}", user.id), address, terminal);
  session.shell = session.server;
  session.shell = run(session, "/bin/bash", {});
  return session;
}

void LinuxHost::log_out(const LinuxSession& session) {
  AuditSubject subject = subject_of(session, session.server, sshd);
  subject.user = 0;
  message("USER_END", subject, closing, session.user.name, session.address, "ssh");
  message("CRED_DISP", subject, credentials, session.user.name, session.address, "ssh");
  line(true, "sshd", session.server,
       fmt::format("Received disconnect from {} port {}:11: disconnected by user", session.address, session.port));
  line(true, "sshd", session.server,
       fmt::format("pam_unix(sshd:session): session closed for user {}", session.user.name));
  line(true, "systemd-logind", 611, fmt::format("Removed session {}.", session.number));
}

LinuxSession LinuxHost::begin_job(const LinuxUser& user, std::string_view command) {
  LinuxSession session;
  session.user = user;
  session.server = new_process();
  session.folder = home_of(user);
  session.login_user = user.id;
  session.number = ++next_session_;
  LinuxSession before;
  AuditSubject subject = subject_of(before, session.server, cron);
  message("USER_ACCT", subject, accounting, user.name, "", "cron");
  message("CRED_ACQ", subject, credentials, user.name, "", "cron");
  log(LoginSet{subject, user.id, session.number});
  subject.login_user = user.id;
  subject.session = session.number;
  message("USER_START", subject, opening, user.name, "", "cron");
  line(true, "CRON", session.server,
       fmt::format("pam_unix(cron:session): session opened for user {0}(uid={1}) by (uid=0)", user.name, user.id));
  line(false, "CRON", session.server + 1, fmt::format("({}) CMD ({})", user.name, command));
  session.shell = session.server;
  session.shell = run(session, "/bin/sh", {"-c", std::string(command)});
  return session;
}

void LinuxHost::end_job(const LinuxSession& session) {
  AuditSubject subject = subject_of(session, session.server, cron);
  subject.user = 0;
  message("CRED_DISP", subject, credentials, session.user.name, "", "cron");
  message("USER_END", subject, closing, session.user.name, "", "cron");
  line(true, "CRON", session.server,
       fmt::format("pam_unix(cron:session): session closed for user {}", session.user.name));
}

void LinuxHost::run_job(const LinuxUser& user, std::string_view command, std::string_view program,
                        std::vector<std::string> arguments) {
  const LinuxSession session = begin_job(user, command);
  run(session, program, std::move(arguments));
  end_job(session);
}

}  // namespace huntbook::scenario
