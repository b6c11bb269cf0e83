#include "ingest/auditd/audit_head.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.hpp"

namespace huntbook::ingest {

namespace {

// Takes `prefix` off the front of `text`.
bool skip(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

template <class Number>
bool skip_number(std::string_view& text, Number& value) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  return true;
}

// The number of a type without a name: 1334 or UNKNOWN[1334]; 0: it has one.
int type_number(std::string_view type) {
  int number = 0;
  if (skip(type, "UNKNOWN[") || (!type.empty() && is_digit(type[0]))) skip_number(type, number);
  return number;
}

// Names of programs' messages begin with one of these; a first letter that begins none of them ends the search.
constexpr std::array<std::string_view, 20> lone_prefixes = {
    "ACCT_", "ADD_",   "CHGRP_", "CHUSER_", "CRED_",    "CRYPTO_",         "DAEMON_", "DEL_",        "DEV_", "FS_",
    "GRP_",  "LABEL_", "RESP_",  "ROLE_",   "SERVICE_", "SOFTWARE_UPDATE", "SYSTEM_", "TRUSTED_APP", "USER", "VIRT_",
};

}  // namespace

std::optional<AuditHead> read_audit_head(std::string_view line) {
  AuditHead head;
  std::string_view rest = line;
  if (skip(rest, "node=")) {
    head.node = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), head.node.size() + 1));
  }
  if (!skip(rest, "type=")) return std::nullopt;
  head.type = rest.substr(0, rest.find(' '));
  if (head.type.empty() || head.type.size() > 64) return std::nullopt;
  rest.remove_prefix(std::min(rest.size(), head.type.size() + 1));
  skip(rest, "msg=");
  std::int64_t seconds = 0;
  unsigned milliseconds = 0;
  if (!skip(rest, "audit(") || !skip_number(rest, seconds) || !skip(rest, ".")) return std::nullopt;
  const std::size_t before = rest.size();
  if (!skip_number(rest, milliseconds) || before - rest.size() != 3) return std::nullopt;
  if (!skip(rest, ":") || !skip_number(rest, head.serial) || !skip(rest, ")")) return std::nullopt;
  if (seconds < 0 || seconds > (max_datetime - unix_epoch) / ticks_per_second - 1) return std::nullopt;
  skip(rest, ":");
  head.time = unix_epoch + seconds * ticks_per_second + milliseconds * ticks_per_millisecond;
  head.body = line.size() - rest.size();
  return head;
}

bool is_lone_audit_type(std::string_view type) {
  if (const int number = type_number(type)) {
    return (number >= 1100 && number < 1300) || (number >= 2100 && number < 3000);
  }
  return std::ranges::any_of(lone_prefixes, [type](std::string_view prefix) { return type.starts_with(prefix); });
}

bool ends_audit_event(std::string_view type) {
  if (type == "PROCTITLE" || type == "EOE") return true;
  const int number = type_number(type);
  return number == 1327 || number == 1320;
}

}  // namespace huntbook::ingest
