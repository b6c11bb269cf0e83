// Which columns of a table play which part in the description of an event, by the names that Sentinel, ASIM, Defender,
// Sysmon and auditd give them.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/column.hpp"

namespace huntbook::cluster {

enum class Role { EventType, CommandLine, ProcessPath, Account, Session, LogonType, Time };

// Names of columns for a role; the first that a table has is taken.
std::span<const std::string_view> columns_for(Role role);
// What the role is, for messages: "command line".
std::string_view name_of(Role role);
// The column that plays the role, exact names only. For Time the column must hold datetimes, and any datetime column
// serves where none of the names is there.
std::optional<std::size_t> find_role(const Schema& schema, Role role);

}  // namespace huntbook::cluster
