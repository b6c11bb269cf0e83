#include "ingest/winevents/system_fields.hpp"

#include <algorithm>
#include <array>

namespace huntbook::ingest {

namespace {

using Role = EventFieldRole;

constexpr std::array<SystemField, 34> system_fields = {
    SystemField{"@timestamp", "", "", Role::Stamp},
    SystemField{"@version", "", ""},
    SystemField{"AccountType", "", "", Role::AccountType},
    SystemField{"ActivityID", "Correlation", "Correlation"},
    SystemField{"Category", "", ""},
    SystemField{"Channel", "Channel", "Channel"},
    SystemField{"Computer", "Computer", "Computer"},
    SystemField{"EventID", "EventID", "EventID", Role::EventId},
    SystemField{"EventReceivedTime", "", "", Role::Received},
    SystemField{"EventTime", "", "", Role::EventTime},
    SystemField{"EventTypeOrignal", "", "", Role::MovedEventType},
    SystemField{"ExecutionProcessID", "SystemProcessId", "SystemProcessId"},
    SystemField{"Hostname", "Computer", "Computer"},
    SystemField{"Keywords", "Keywords", "Keywords", Role::Keywords},
    SystemField{"Level", "Level", "EventLevel", Role::Level},
    SystemField{"LevelName", "EventLevelName", "EventLevelName"},
    SystemField{"Message", "", ""},
    SystemField{"Opcode", "", ""},
    SystemField{"OpcodeValue", "Opcode", "Opcode"},
    SystemField{"ProviderGuid", "", ""},
    SystemField{"RecordNumber", "EventRecordId", "EventRecordId"},
    SystemField{"Severity", "", "", Role::Severity},
    SystemField{"SeverityValue", "", "", Role::SeverityValue},
    SystemField{"SourceModuleName", "", ""},
    SystemField{"SourceModuleType", "", "", Role::SourceModule},
    SystemField{"SourceName", "EventSourceName", "Provider"},
    SystemField{"Task", "Task", "Task"},
    SystemField{"ThreadID", "SystemThreadId", "SystemThreadId"},
    SystemField{"TimeCreated", "", "", Role::TimeCreated},
    SystemField{"UserID", "SystemUserId", "SystemUserId"},
    SystemField{"Version", "Version", "Version"},
    SystemField{"host", "", ""},
    SystemField{"port", "", ""},
    SystemField{"tags", "", ""},
};
static_assert(std::ranges::is_sorted(system_fields, {}, &SystemField::source));

}  // namespace

const SystemField* system_field(std::string_view name) {
  const auto found = std::ranges::lower_bound(system_fields, name, {}, &SystemField::source);
  return found != system_fields.end() && found->source == name ? &*found : nullptr;
}

std::string_view level_of_keywords(std::uint64_t keywords) {
  constexpr std::uint64_t audit_failure = std::uint64_t{1} << 52;
  constexpr std::uint64_t audit_success = std::uint64_t{1} << 53;
  if ((keywords & audit_failure) != 0) return "16";
  return (keywords & audit_success) != 0 ? "8" : std::string_view();
}

}  // namespace huntbook::ingest
