#include "ingest/auditd/audit_columns.hpp"

#include <algorithm>
#include <cstring>

namespace huntbook::ingest {

namespace {

using enum AuditValueKind;

constexpr std::array<AuditColumnInfo, audit_column_count> columns = {{
    {"Computer", Text},     {"EventId", Number},    {"MainType", Text},      {"EventTypes", Json},
    {"EventResult", Text},  {"Op", Text},           {"SyscallName", Text},   {"Syscall", Number},
    {"Arch", Text},         {"ExitCode", Number},   {"Pid", Number},         {"Ppid", Number},
    {"Auid", Number},       {"AuidName", Text},     {"Uid", Number},         {"UidName", Text},
    {"Gid", Number},        {"GidName", Text},      {"Euid", Number},        {"EuidName", Text},
    {"Egid", Number},       {"Suid", Number},       {"Fsuid", Number},       {"Session", Number},
    {"OldAuid", Number},    {"OldSession", Number}, {"Tty", Text},           {"Comm", Text},
    {"Exe", Text},          {"Cwd", Text},          {"CommandLine", Text},   {"Argc", Number},
    {"Argv", Json},         {"Proctitle", Text},    {"FileName", Text},      {"Paths", Json},
    {"SocketFamily", Text}, {"SocketAddr", Text},   {"SocketPort", Number},  {"SocketPath", Text},
    {"Acct", Text},         {"Hostname", Text},     {"Addr", Text},          {"SrcIp", Text},
    {"DstIp", Text},        {"DstPort", Number},    {"Terminal", Text},      {"Unit", Text},
    {"Key", Text},          {"Subject", Text},      {"RecordCount", Number}, {"Records", Json},
}};

using enum AuditUse;
using C = AuditColumn;

// Encoded are the fields that libaudit's field dictionary calls so.
constexpr std::array field_infos = {
    AuditFieldInfo{"AUID", Column, C::AuidName, false},
    AuditFieldInfo{"EUID", Column, C::EuidName, false},
    AuditFieldInfo{"GID", Column, C::GidName, false},
    AuditFieldInfo{"UID", Column, C::UidName, false},
    AuditFieldInfo{"acct", Column, C::Acct, true},
    AuditFieldInfo{"addr", Column, C::Addr, false},
    AuditFieldInfo{"auid", Id, C::Auid, false},
    AuditFieldInfo{"cgroup", Kept, C::Count, true},
    AuditFieldInfo{"cmd", Column, C::CommandLine, true},
    AuditFieldInfo{"comm", Column, C::Comm, true},
    AuditFieldInfo{"cwd", Column, C::Cwd, true},
    AuditFieldInfo{"data", Kept, C::Count, true},
    AuditFieldInfo{"device", Kept, C::Count, true},
    AuditFieldInfo{"dir", Kept, C::Count, true},
    AuditFieldInfo{"egid", Id, C::Egid, false},
    AuditFieldInfo{"euid", Id, C::Euid, false},
    AuditFieldInfo{"exe", Column, C::Exe, true},
    AuditFieldInfo{"exit", Column, C::ExitCode, false},
    AuditFieldInfo{"file", Kept, C::Count, true},
    AuditFieldInfo{"fsuid", Id, C::Fsuid, false},
    AuditFieldInfo{"gid", Id, C::Gid, false},
    AuditFieldInfo{"grp", Kept, C::Count, true},
    AuditFieldInfo{"hostname", Column, C::Hostname, false},
    AuditFieldInfo{"key", Column, C::Key, true},
    AuditFieldInfo{"name", Kept, C::Count, true},
    AuditFieldInfo{"new-disk", Kept, C::Count, true},
    AuditFieldInfo{"new_group", Kept, C::Count, true},
    AuditFieldInfo{"ocomm", Kept, C::Count, true},
    AuditFieldInfo{"old-auid", Id, C::OldAuid, false},
    AuditFieldInfo{"old-disk", Kept, C::Count, true},
    AuditFieldInfo{"old-ses", Id, C::OldSession, false},
    AuditFieldInfo{"op", Column, C::Op, false},
    AuditFieldInfo{"path", Kept, C::Count, true},
    AuditFieldInfo{"pid", Column, C::Pid, false},
    AuditFieldInfo{"ppid", Column, C::Ppid, false},
    AuditFieldInfo{"proctitle", Column, C::Proctitle, true},
    AuditFieldInfo{"res", Outcome, C::EventResult, false},
    AuditFieldInfo{"result", Outcome, C::EventResult, false},
    AuditFieldInfo{"root_dir", Kept, C::Count, true},
    AuditFieldInfo{"ses", Id, C::Session, false},
    AuditFieldInfo{"subj", Column, C::Subject, false},
    AuditFieldInfo{"success", Outcome, C::EventResult, false},
    AuditFieldInfo{"suid", Id, C::Suid, false},
    AuditFieldInfo{"sw", Kept, C::Count, true},
    AuditFieldInfo{"syscall", Column, C::Syscall, false},
    AuditFieldInfo{"terminal", Column, C::Terminal, false},
    AuditFieldInfo{"tty", Column, C::Tty, false},
    AuditFieldInfo{"uid", Id, C::Uid, false},
    AuditFieldInfo{"unit", Column, C::Unit, false},
    AuditFieldInfo{"vm", Kept, C::Count, true},
    AuditFieldInfo{"watch", Kept, C::Count, true},
};

// The known fields by the tags of their names: every field of every record is looked up.
class FieldPlaces {
 public:
  FieldPlaces() {
    for (const AuditFieldInfo& info : field_infos) {
      std::size_t place = place_of(audit_name_tag(info.name));
      while (places_[place] != nullptr) place = (place + 1) % size;
      places_[place] = &info;
    }
  }
  const AuditFieldInfo* find(std::string_view name, std::uint64_t tag) const {
    for (std::size_t place = place_of(tag); places_[place] != nullptr; place = (place + 1) % size) {
      if (places_[place]->name == name) return places_[place];
    }
    return nullptr;
  }

 private:
  static constexpr std::size_t size = 512;
  static_assert(field_infos.size() * 4 < size);
  static std::size_t place_of(std::uint64_t tag) { return (tag * 0x9E3779B97F4A7C15U) >> 55; }
  std::array<const AuditFieldInfo*, size> places_{};
};

}  // namespace

const AuditColumnInfo& audit_column(std::size_t place) {
  return columns[place];
}

std::uint64_t audit_name_tag(std::string_view name) {
  std::uint64_t tag = 0;
  if (!name.empty()) std::memcpy(&tag, name.data(), std::min<std::size_t>(name.size(), 7));
  return tag | std::uint64_t{std::min<std::size_t>(name.size(), 255)} << 56;
}

const AuditFieldInfo* audit_field_info(std::string_view name, std::uint64_t tag) {
  static const FieldPlaces places;
  return places.find(name, tag);
}

}  // namespace huntbook::ingest
