// The start of a record (a line) of Linux' audit log: who wrote it, what it is, and which event it belongs to.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace huntbook::ingest {

struct AuditHead {
  std::string_view node;  // empty: the line names none
  std::string_view type;  // SYSCALL, USER_LOGIN, UNKNOWN[1334], 1400, ...
  Ticks time = 0;
  std::uint64_t serial = 0;
  std::size_t body = 0;  // where the fields begin
};

// Reads `[node=NAME ]type=TYPE [msg=]audit(SECONDS.MILLISECONDS:SERIAL):`. Nothing where the line begins otherwise.
std::optional<AuditHead> read_audit_head(std::string_view line);

// Whether a record of this type is an event of its own: the programs' messages (1100 to 1299 and 2100 to 2999 of
// libaudit.h), as opposed to the kernel's, which come in several records.
bool is_lone_audit_type(std::string_view type);
// Whether no further record of the event follows one of this type.
bool ends_audit_event(std::string_view type);

}  // namespace huntbook::ingest
