// The columns of LinuxAudit that the reader fills, and the fields of audit records that they take.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace huntbook::ingest {

enum class AuditColumn : std::uint8_t {
  Computer,
  EventId,
  MainType,
  EventTypes,
  EventResult,
  Op,
  SyscallName,
  Syscall,
  Arch,
  ExitCode,
  Pid,
  Ppid,
  Auid,
  AuidName,
  Uid,
  UidName,
  Gid,
  GidName,
  Euid,
  EuidName,
  Egid,
  Suid,
  Fsuid,
  Session,
  OldAuid,
  OldSession,
  Tty,
  Comm,
  Exe,
  Cwd,
  CommandLine,
  Argc,
  Argv,
  Proctitle,
  FileName,
  Paths,
  SocketFamily,
  SocketAddr,
  SocketPort,
  SocketPath,
  Acct,
  Hostname,
  Addr,
  SrcIp,
  DstIp,
  DstPort,
  Terminal,
  Unit,
  Key,
  Subject,
  RecordCount,
  Records,
  Count,
};
inline constexpr auto audit_column_count = static_cast<std::size_t>(AuditColumn::Count);

enum class AuditValueKind : std::uint8_t { Text, Number, Json };

struct AuditColumnInfo {
  std::string_view name;
  AuditValueKind kind;
};
const AuditColumnInfo& audit_column(std::size_t place);

// What is done with a field of a record.
enum class AuditUse : std::uint8_t {
  Kept,     // it stands in Records only
  Column,   // it fills a column
  Id,       // the same, and 4294967295 means unset
  Outcome,  // success=, res=, result=
};
struct AuditFieldInfo {
  std::string_view name;
  AuditUse use = AuditUse::Kept;
  AuditColumn column = AuditColumn::Count;
  bool encoded = false;  // in hexadecimal where it is not quoted
};
// A field's name as a number, for quick comparison: names of up to 7 bytes have numbers of their own.
std::uint64_t audit_name_tag(std::string_view name);
// `tag`: audit_name_tag(name). Null: nothing is known of it.
const AuditFieldInfo* audit_field_info(std::string_view name, std::uint64_t tag);

}  // namespace huntbook::ingest
