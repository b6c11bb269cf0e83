// What numbers in Windows security events mean, in words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace huntbook::ingest {

// As SecurityEvent's Activity column reads: "4688 - A new process has been created."; the number alone where the event
// is not in our list.
std::string activity_of(std::int32_t event_id);

// As SecurityEvent's LogonTypeName column reads: "3 - Network"; empty for a type that Windows does not define.
std::string_view logon_type_name(std::int32_t logon_type);

// Whether the event's Account is the one that it happens to (logons, logoffs, credential checks) rather than the one
// that acts.
bool account_is_target(std::int32_t event_id);

// The level's name as WindowsEvent's EventLevelName has it: 0 LogAlways, 1 Critical, ... 5 Verbose; empty otherwise.
std::string_view level_name(std::int32_t level);
// The inverse, whatever the name's case; -1 where there is no such level.
std::int32_t level_of_name(std::string_view name);

}  // namespace huntbook::ingest
