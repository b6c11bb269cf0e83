#include "ingest/syslog/message_facts.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/ascii.hpp"

namespace huntbook::ingest {

namespace {

using Facts = std::vector<MessageFact>;

void add(Facts& facts, std::string_view name, std::string_view value) {
  if (!value.empty()) facts.push_back({name, value});
}

void add_event(Facts& facts, std::string_view type, std::string_view result) {
  add(facts, "EventType", type);
  add(facts, "EventResult", result);
}

bool skip(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// What stands before the first of `ends`, or all of it.
std::string_view until(std::string_view text, std::string_view ends) {
  return text.substr(0, text.find_first_of(ends));
}

// What follows ` name=` (or `name=` at the start), up to one of `ends`.
std::string_view named(std::string_view text, std::string_view name, std::string_view ends) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    if ((at == 0 || text[at - 1] == ' ' || text[at - 1] == ';') && text.substr(at + name.size()).starts_with('=')) {
      // Collectors of logs write three blanks for a semicolon between blanks.
      const std::string_view value = until(text.substr(at + name.size() + 1), ends);
      return value.substr(0, value.find("   "));
    }
  }
  return {};
}

// USER from ADDRESS[ port PORT ...]; the last " from " is sshd's own.
void from_address(std::string_view text, Facts& facts) {
  const std::size_t at = text.rfind(" from ");
  if (at == std::string_view::npos) return;
  std::string_view user = text.substr(0, at);
  if (skip(user, "invalid user ") || skip(user, "illegal user ")) add(facts, "TargetUserKnown", "false");
  add(facts, "TargetUser", user);
  std::string_view rest = text.substr(at + 6);
  const std::string_view address = until(rest, " ");
  add(facts, "SrcIp", address);
  rest.remove_prefix(address.size());
  if (skip(rest, " port ")) add(facts, "SrcPort", until(rest, " :"));
}

// [user USER ]ADDRESS port PORT; the last " port " is sshd's own.
void peer(std::string_view text, Facts& facts) {
  const std::size_t at = text.rfind(" port ");
  if (at == std::string_view::npos) return;
  add(facts, "SrcPort", until(text.substr(at + 6), " :"));
  const std::string_view before = text.substr(0, at);
  const std::size_t blank = before.rfind(' ');
  add(facts, "SrcIp", blank == std::string_view::npos ? before : before.substr(blank + 1));
  if (blank == std::string_view::npos) return;
  std::string_view user = before.substr(0, blank);
  for (const std::string_view word : {"authenticating ", "invalid "}) {
    if (skip(user, word) && word == "invalid ") add(facts, "TargetUserKnown", "false");
  }
  if (skip(user, "user ")) add(facts, "TargetUser", user);
}

void sshd(std::string_view text, Facts& facts) {
  const bool accepted = skip(text, "Accepted ");
  if (accepted || skip(text, "Failed ")) {
    const std::size_t at = text.find(" for ");
    if (at == std::string_view::npos) return;
    add_event(facts, "Logon", accepted ? "Success" : "Failure");
    add(facts, "Method", text.substr(0, at));
    std::string_view rest = text.substr(at + 5);
    from_address(rest, facts);
    const std::size_t key = rest.rfind(" ssh2: ");
    if (key != std::string_view::npos) add(facts, "Key", rest.substr(key + 7));
  } else if (skip(text, "Invalid user ") || skip(text, "Illegal user ")) {
    add_event(facts, "Logon", "Failure");
    add(facts, "TargetUserKnown", "false");
    // The name may be empty.
    if (text.starts_with("from ")) {
      add(facts, "SrcIp", until(text.substr(5), " "));
    } else {
      from_address(text, facts);
    }
  } else if (skip(text, "error: maximum authentication attempts exceeded for ") ||
             skip(text, "Disconnecting: Too many authentication failures for ")) {
    add_event(facts, "Logon", "Failure");
    from_address(text, facts);
  } else if (skip(text, "User ")) {
    const std::size_t at = text.find(" not allowed because ");
    if (at == std::string_view::npos) return;
    add_event(facts, "Logon", "Failure");
    from_address(text.substr(0, at), facts);
  } else if (skip(text, "Disconnected from ") || skip(text, "Connection closed by ") ||
             skip(text, "Connection reset by ")) {
    add_event(facts, "Disconnect", {});
    peer(text, facts);
  } else if (skip(text, "Received disconnect from ")) {
    add_event(facts, "Disconnect", {});
    add(facts, "SrcIp", until(text, " :"));
  } else if (skip(text, "Connection from ")) {
    add_event(facts, "Connect", {});
    const std::string_view address = until(text, " ");
    add(facts, "SrcIp", address);
    text.remove_prefix(address.size());
    if (skip(text, " port ")) add(facts, "SrcPort", until(text, " "));
  }
}

// wera : [what went wrong ; ]TTY=pts/1 ; PWD=/home/wera ; USER=root ; COMMAND=/usr/bin/id
void sudo(std::string_view text, Facts& facts) {
  text = trimmed(text, " ");
  const std::size_t colon = text.find(" : ");
  const std::size_t command = text.find("COMMAND=");
  if (colon == std::string_view::npos) return;
  std::string_view rest = text.substr(colon + 3);
  const bool refused = !trimmed(rest, " ").starts_with("TTY=") && !trimmed(rest, " ").starts_with("PWD=") &&
                       !trimmed(rest, " ").starts_with("HOST=") && !trimmed(rest, " ").starts_with("USER=");
  if (refused && command == std::string_view::npos) return;
  add_event(facts, "Elevate", refused ? "Failure" : "Success");
  add(facts, "ActorUser", trimmed(text.substr(0, colon), " "));
  if (refused) add(facts, "EventResultDetails", trimmed(until(rest, ";"), " "));
  const std::string_view before = text.substr(0, command);
  add(facts, "TargetUser", trimmed(named(before, "USER", ";"), " "));
  add(facts, "Tty", trimmed(named(before, "TTY", "; "), " "));
  add(facts, "Cwd", trimmed(named(before, "PWD", ";"), " "));
  if (command != std::string_view::npos) add(facts, "Command", text.substr(command + 8));
}

void su(std::string_view text, Facts& facts) {
  const bool failed = skip(text, "FAILED su for ");
  if (failed || skip(text, "Successful su for ")) {
    const std::size_t by = text.rfind(" by ");
    add_event(facts, "Elevate", failed ? "Failure" : "Success");
    add(facts, "TargetUser", text.substr(0, by));
    if (by != std::string_view::npos) add(facts, "ActorUser", text.substr(by + 4));
    return;
  }
  const bool refused = skip(text, "FAILED SU ");
  if (!skip(text, "(to ")) return;
  const std::size_t close = text.find(") ");
  if (close == std::string_view::npos) return;
  add_event(facts, "Elevate", refused ? "Failure" : "Success");
  add(facts, "TargetUser", text.substr(0, close));
  const std::string_view rest = text.substr(close + 2);
  const std::size_t on = rest.rfind(" on ");
  add(facts, "ActorUser", rest.substr(0, on));
  if (on != std::string_view::npos) add(facts, "Tty", rest.substr(on + 4));
}

// (root) CMD (run-parts /etc/cron.hourly)
void cron(std::string_view text, Facts& facts) {
  const std::size_t close = text.find(") ");
  if (!text.starts_with('(') || close == std::string_view::npos) return;
  std::string_view rest = text.substr(close + 2);
  if (skip(rest, "CMD (")) {
    add_event(facts, "CronJob", {});
    add(facts, "TargetUser", text.substr(1, close - 1));
    if (rest.ends_with(')')) rest.remove_suffix(1);
    add(facts, "Command", rest);
  } else if (rest.starts_with("REPLACE") || rest.starts_with("DELETE") || rest.starts_with("BEGIN EDIT") ||
             rest.starts_with("END EDIT") || rest.starts_with("LIST")) {
    add_event(facts, "CronTab", {});
    add(facts, "ActorUser", text.substr(1, close - 1));
    add(facts, "Operation", trimmed(until(rest, "("), " "));
    if (const std::size_t open = rest.find('('); open != std::string_view::npos && rest.ends_with(')')) {
      add(facts, "TargetUser", rest.substr(open + 1, rest.size() - open - 2));
    }
  }
}

void logind(std::string_view text, Facts& facts) {
  if (skip(text, "New session ")) {
    add_event(facts, "SessionStart", "Success");
    add(facts, "Session", until(text, " "));
    const std::size_t user = text.find(" of user ");
    if (user == std::string_view::npos) return;
    text.remove_prefix(user + 9);
    if (text.ends_with('.')) text.remove_suffix(1);
    add(facts, "TargetUser", text);
  } else if (skip(text, "Removed session ")) {
    add_event(facts, "SessionEnd", "Success");
    add(facts, "Session", until(text, "."));
  }
}

// new user: name=x, UID=1001, GID=1001, home=/home/x, shell=/bin/bash
void accounts(std::string_view text, Facts& facts) {
  constexpr std::string_view ends = ",";
  if (skip(text, "new user: ")) {
    add_event(facts, "UserCreated", "Success");
    add(facts, "TargetUser", named(text, "name", ends));
    add(facts, "Uid", named(text, "UID", ends));
    add(facts, "Gid", named(text, "GID", ends));
    add(facts, "Home", named(text, "home", ends));
    add(facts, "Shell", named(text, "shell", ends));
  } else if (skip(text, "new group: ")) {
    add_event(facts, "GroupCreated", "Success");
    add(facts, "Group", named(text, "name", ends));
    add(facts, "Gid", named(text, "GID", ends));
  } else if (skip(text, "delete user '")) {
    add_event(facts, "UserDeleted", "Success");
    add(facts, "TargetUser", until(text, "'"));
  } else if (skip(text, "add '") || skip(text, "delete '")) {
    // add 'x' to group 'sudo', delete 'x' from group 'sudo', to shadow group
    const bool added = text.find("' to ") != std::string_view::npos;
    const std::size_t group = text.find(" group '");
    if (group == std::string_view::npos || text.find("shadow group") != std::string_view::npos) return;
    add_event(facts, added ? "UserAddedToGroup" : "UserRemovedFromGroup", "Success");
    add(facts, "TargetUser", until(text, "'"));
    add(facts, "Group", until(text.substr(group + 8), "'"));
  } else if (skip(text, "change user '")) {
    add_event(facts, "UserModified", "Success");
    add(facts, "TargetUser", until(text, "'"));
  }
}

// pam_unix(sshd:session): session opened for user root(uid=0) by (uid=0)
bool pam(std::string_view text, Facts& facts) {
  if (!text.starts_with("pam_")) return false;
  const std::size_t at = text.find("): ");
  if (at == std::string_view::npos) return false;
  std::string_view rest = text.substr(at + 3);
  const bool opened = skip(rest, "session opened for user ");
  if (opened || skip(rest, "session closed for user ")) {
    add_event(facts, opened ? "SessionStart" : "SessionEnd", "Success");
    const std::size_t by = opened ? rest.rfind(" by ") : std::string_view::npos;
    const std::string_view user = rest.substr(0, by);
    const std::size_t uid = user.rfind("(uid=");
    add(facts, "TargetUser", user.substr(0, uid));
    if (uid != std::string_view::npos) add(facts, "Uid", until(user.substr(uid + 5), ")"));
    if (by == std::string_view::npos) return true;
    const std::string_view actor = rest.substr(by + 4);
    const std::size_t actor_uid = actor.rfind("(uid=");
    add(facts, "ActorUser", actor.substr(0, actor_uid));
    if (actor_uid != std::string_view::npos) add(facts, "ActorUid", until(actor.substr(actor_uid + 5), ")"));
    return true;
  }
  if (skip(rest, "authentication failure;")) {
    add_event(facts, "Logon", "Failure");
    // The user's name is the last value, and may hold anything.
    const std::size_t user = rest.find("  user=");
    if (user != std::string_view::npos) add(facts, "TargetUser", rest.substr(user + 7));
    const std::string_view before = rest.substr(0, user);
    add(facts, "SrcIp", named(before, "rhost", " "));
    add(facts, "ActorUser", named(before, "ruser", " "));
    add(facts, "Tty", named(before, "tty", " "));
    return true;
  }
  if (skip(rest, "password changed for ")) {
    add_event(facts, "PasswordChanged", "Success");
    add(facts, "TargetUser", rest);
    return true;
  }
  return true;
}

}  // namespace

void find_message_facts(std::string_view program, std::string_view message, std::vector<MessageFact>& facts) {
  struct Reader {
    std::string_view program;
    void (*read)(std::string_view message, Facts& facts);
  };
  static constexpr std::array readers = {
      Reader{"CRON", cron},
      Reader{"CROND", cron},
      Reader{"cron", cron},
      Reader{"crond", cron},
      Reader{"crontab", cron},
      Reader{"sshd", sshd},
      Reader{"sshd-session", sshd},
      Reader{"su", su},
      Reader{"sudo", sudo},
      Reader{"groupadd", accounts},
      Reader{"useradd", accounts},
      Reader{"userdel", accounts},
      Reader{"usermod", accounts},
      Reader{"gpasswd", accounts},
      Reader{"systemd-logind", logind},
  };
  if (pam(message, facts)) return;
  const auto reader = std::ranges::find(readers, program, &Reader::program);
  if (reader != readers.end()) reader->read(message, facts);
}

}  // namespace huntbook::ingest
