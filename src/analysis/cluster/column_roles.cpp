#include "analysis/cluster/column_roles.hpp"

#include <algorithm>
#include <array>

namespace huntbook::cluster {

namespace {

constexpr std::array<std::string_view, 4> event_types = {"EventID", "ActionType", "EventType", "Operation"};
constexpr std::array<std::string_view, 6> command_lines = {
    "CommandLine", "TargetProcessCommandLine",     "ProcessCommandLine",
    "cmdline",     "InitiatingProcessCommandLine", "ActingProcessCommandLine"};
constexpr std::array<std::string_view, 9> process_paths = {
    "NewProcessName", "TargetProcessName",           "FolderPath",       "Image", "exe", "ProcessName",
    "Process",        "InitiatingProcessFolderPath", "ActingProcessName"};
constexpr std::array<std::string_view, 11> accounts = {
    "Account",  "ActorUsername", "TargetUsername", "AccountName", "TargetUserName",   "SubjectUserName",
    "UserName", "UserId",        "User",           "acct",        "UserPrincipalName"};
constexpr std::array<std::string_view, 5> sessions = {"SubjectLogonId", "ActorSessionId", "LogonId",
                                                      "InitiatingProcessLogonId", "ses"};
constexpr std::array<std::string_view, 2> logon_types = {"LogonType", "EventSubType"};
constexpr std::array<std::string_view, 6> times = {"TimeGenerated",  "EventStartTime", "Timestamp",
                                                   "TimeCreatedUtc", "TimeCreated",    "EventTime"};

}  // namespace

std::span<const std::string_view> columns_for(Role role) {
  switch (role) {
    case Role::EventType:
      return event_types;
    case Role::CommandLine:
      return command_lines;
    case Role::ProcessPath:
      return process_paths;
    case Role::Account:
      return accounts;
    case Role::Session:
      return sessions;
    case Role::LogonType:
      return logon_types;
    case Role::Time:
      return times;
  }
  return {};
}

std::string_view name_of(Role role) {
  switch (role) {
    case Role::EventType:
      return "event type";
    case Role::CommandLine:
      return "command line";
    case Role::ProcessPath:
      return "process path";
    case Role::Account:
      return "account";
    case Role::Session:
      return "logon session";
    case Role::LogonType:
      return "logon type";
    case Role::Time:
      return "time";
  }
  return "column";
}

std::optional<std::size_t> find_role(const Schema& schema, Role role) {
  auto fits = [&](const ColumnInfo& info) { return role != Role::Time || info.type == ScalarType::DateTime; };
  for (std::string_view name : columns_for(role)) {
    for (std::size_t i = 0; i < schema.size(); ++i) {
      if (schema[i].name == name && fits(schema[i])) return i;
    }
  }
  if (role != Role::Time) return std::nullopt;
  const auto any = std::ranges::find_if(schema, fits);
  if (any == schema.end()) return std::nullopt;
  return static_cast<std::size_t>(any - schema.begin());
}

}  // namespace huntbook::cluster
