#include "scenario/writers/audit_log.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace huntbook::scenario {

namespace {

constexpr std::string_view subject_context = "unconfined";

void append_hex(std::string& out, std::string_view bytes) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4U];
    out += digits[static_cast<unsigned char>(c) & 0xFU];
  }
}

// In quotes, or in hexadecimal where a quote, a blank or what is not printable ASCII is in it.
std::string encoded(std::string_view text) {
  const bool plain = std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F && c != '"'; });
  std::string out;
  if (plain) {
    out += '"';
    out += text;
    out += '"';
  } else {
    append_hex(out, text);
  }
  return out;
}

// Writes the records of one event; each begins with its type and the event's stamp.
class Records {
 public:
  Records(const AuditEvent& event, std::vector<std::string>& lines) : lines_(lines) {
    const Ticks since = event.time - unix_epoch;
    node_ = event.computer;
    stamp_ = fmt::format("{}.{:03}:{}", since / ticks_per_second, since % ticks_per_second / ticks_per_millisecond,
                         event.serial);
  }

  void operator()(const Execution& fact) {
    syscall(fact.subject, 59, 0, "55d0c8e41b40", "55d0c8e3a5c0", "55d0c8e29010", "8", 2, "exec");
    std::string& arguments = begin("EXECVE");
    fmt::format_to(std::back_inserter(arguments), "argc={}", fact.arguments.size());
    for (std::size_t i = 0; i < fact.arguments.size(); ++i) {
      fmt::format_to(std::back_inserter(arguments), " a{}={}", i, encoded(fact.arguments[i]));
    }
    end();
    folder(fact.folder);
    path(0, fact.subject.executable, "0100755", "NORMAL");
    path(1, "/lib64/ld-linux-x86-64.so.2", "0100755", "NORMAL");
    title(fact.arguments);
    begin("EOE");
    end();
  }

  void operator()(const FileWrite& fact) {
    syscall(fact.subject, 257, 3, "ffffff9c", "5610c2f0d2a0", "241", "1b6", 2, fact.key);
    folder(fact.folder);
    path(0, fact.path.substr(0, fact.path.find_last_of('/') + 1), "040755", "PARENT");
    path(1, fact.path, "0100600", "CREATE");
    title({fact.subject.command});
    begin("EOE");
    end();
  }

  void operator()(const ConnectCall& fact) {
    syscall(fact.subject, 42, 0, "3", "7ffd0a1b2c40", "10", "0", 0, "net");
    // struct sockaddr_in: family, port and address in the network's order, eight zeros.
    std::string bytes = {2, 0, static_cast<char>(fact.port >> 8U), static_cast<char>(fact.port & 0xFFU)};
    const char* at = fact.address.data();
    for (int part = 0; part < 4; ++part) {
      unsigned number = 0;
      at = std::from_chars(at, fact.address.data() + fact.address.size(), number).ptr + 1;
      bytes += static_cast<char>(number);
    }
    bytes.resize(16, '\0');
    std::string& record = begin("SOCKADDR");
    record += "saddr=";
    append_hex(record, bytes);
    end();
    title({fact.subject.command});
    begin("EOE");
    end();
  }

  void operator()(const UserMessage& fact) {
    std::string& record = begin(fact.type);
    const bool login = fact.type == "USER_LOGIN";
    sender(record, fact.subject);
    record += " msg='op=";
    record += fact.operation;
    if (login && fact.success) {
      record += " id=" + fact.account;
    } else {
      if (fact.success && fact.operation.starts_with("PAM:")) record += " grantors=pam_permit";
      record += " acct=" + encoded(fact.account);
    }
    fmt::format_to(std::back_inserter(record), " exe={} hostname={} addr={} terminal={} res={}'",
                   encoded(fact.subject.executable), fact.host.empty() || (login && !fact.success) ? "?" : fact.host,
                   fact.address.empty() ? "?" : fact.address, fact.terminal, fact.success ? "success" : "failed");
    end();
  }

  void operator()(const LoginSet& fact) {
    fmt::format_to(std::back_inserter(begin("LOGIN")),
                   "pid={} uid=0 subj={} old-auid={} auid={} tty=(none) old-ses={} ses={} res=1", fact.subject.process,
                   subject_context, no_audit_id, fact.login_user, no_audit_id, fact.session);
    end();
  }

  void operator()(const SudoCommand& fact) {
    std::string& record = begin("USER_CMD");
    sender(record, fact.subject);
    fmt::format_to(std::back_inserter(record), " msg='cwd={} cmd={} exe={} terminal={} res=success'",
                   encoded(fact.folder), encoded(fact.command_line), encoded(fact.subject.executable),
                   fact.subject.terminal.empty() ? "?" : "pts/" + fact.subject.terminal.substr(3));
    end();
  }

  void operator()(const ServiceChange& fact) {
    fmt::format_to(std::back_inserter(begin(fact.start ? "SERVICE_START" : "SERVICE_STOP")),
                   "pid=1 uid=0 auid={0} ses={0} subj={1} msg='unit={2} comm=\"systemd\" "
                   "exe=\"/usr/lib/systemd/systemd\" hostname=? addr=? terminal=? res=success'",
                   no_audit_id, subject_context, fact.unit);
    end();
  }

 private:
  std::string& begin(std::string_view type) {
    return lines_.emplace_back(fmt::format("node={} type={} msg=audit({}): ", node_, type, stamp_));
  }
  void end() { lines_.back() += '\n'; }

  void syscall(const AuditSubject& subject, int number, int exit, std::string_view a0, std::string_view a1,
               std::string_view a2, std::string_view a3, int items, std::string_view key) {
    fmt::format_to(std::back_inserter(begin("SYSCALL")),
                   "arch=c000003e syscall={} success=yes exit={} a0={} a1={} a2={} a3={} items={} ppid={} pid={} "
                   "auid={} uid={u} gid={u} euid={u} suid={u} fsuid={u} egid={u} sgid={u} fsgid={u} tty={} ses={} "
                   "comm={} exe={} subj={} key=\"{}\"",
                   number, exit, a0, a1, a2, a3, items, subject.parent, subject.process, subject.login_user,
                   subject.terminal.empty() ? "(none)" : subject.terminal, subject.session, encoded(subject.command),
                   encoded(subject.executable), subject_context, key, fmt::arg("u", subject.user));
    end();
  }
  void folder(std::string_view path) {
    begin("CWD") += "cwd=" + encoded(path);
    end();
  }
  void path(int item, std::string_view name, std::string_view mode, std::string_view kind) {
    fmt::format_to(std::back_inserter(begin("PATH")),
                   "item={} name={} inode={} dev=fd:01 mode={} ouid=0 ogid=0 rdev=00:00 nametype={} cap_fp=0 cap_fi=0 "
                   "cap_fe=0 cap_fver=0 cap_frootid=0",
                   item, encoded(name), 131'072 + 37 * name.size(), mode, kind);
    end();
  }
  // The command line as the kernel has it: arguments with a zero between them.
  void title(const std::vector<std::string>& arguments) {
    std::string bytes;
    for (const std::string& argument : arguments) {
      if (!bytes.empty()) bytes += '\0';
      bytes += argument;
    }
    begin("PROCTITLE") += "proctitle=" + encoded(std::string_view(bytes).substr(0, 128));
    end();
  }
  static void sender(std::string& record, const AuditSubject& subject) {
    fmt::format_to(std::back_inserter(record), "pid={} uid={} auid={} ses={} subj={}", subject.process, subject.user,
                   subject.login_user, subject.session, subject_context);
  }

  std::vector<std::string>& lines_;
  std::string_view node_;
  std::string stamp_;
};

struct Kind {
  std::string_view operator()(const Execution&) const { return "EXECVE"; }
  std::string_view operator()(const FileWrite&) const { return "PATH"; }
  std::string_view operator()(const ConnectCall&) const { return "SOCKADDR"; }
  std::string_view operator()(const UserMessage& fact) const { return fact.type; }
  std::string_view operator()(const LoginSet&) const { return "LOGIN"; }
  std::string_view operator()(const SudoCommand&) const { return "USER_CMD"; }
  std::string_view operator()(const ServiceChange& fact) const { return fact.start ? "SERVICE_START" : "SERVICE_STOP"; }
};

}  // namespace

void append_audit_records(const AuditEvent& event, std::vector<std::string>& lines) {
  std::visit(Records(event, lines), event.fact);
}

std::string_view audit_kind(const AuditEvent& event) {
  return std::visit(Kind{}, event.fact);
}

Result<AuditLog> AuditLog::create(const std::filesystem::path& path) {
  HUNTBOOK_TRY(EvidenceFile file, EvidenceFile::create(path));
  return AuditLog(std::move(file));
}

void AuditLog::write(std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) file_.text() += waiting_[i];
  file_.flush();
}

void AuditLog::add(const AuditEvent& event) {
  lines_.clear();
  append_audit_records(event, lines_);
  // On a machine of several cores the records of events a few milliseconds apart come mixed.
  const bool near = event.time - last_ < 6 * ticks_per_millisecond;
  std::size_t ahead = 0;
  if (near && waiting_.size() > 1 && random_.one_in(3)) {
    const std::size_t middle = 1 + random_.below(waiting_.size() - 1);
    write(0, middle);
    file_.text() += lines_.front();
    ahead = 1;
    write(middle, waiting_.size());
  } else {
    write(0, waiting_.size());
  }
  last_ = event.time;
  lines_.erase(lines_.begin(), lines_.begin() + static_cast<std::ptrdiff_t>(ahead));
  waiting_.swap(lines_);
}

Result<void> AuditLog::close() {
  write(0, waiting_.size());
  return file_.close();
}

}  // namespace huntbook::scenario
