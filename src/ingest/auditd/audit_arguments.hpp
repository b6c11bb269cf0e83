// The arguments of a program that was started, put together from EXECVE records.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/auditd/audit_fields.hpp"

namespace huntbook::ingest {

// Long arguments come in pieces (a1[0]=, a1[1]=, with a1_len= before them), and long lists in several records.
class AuditArguments {
 public:
  void clear();
  bool empty() const { return arguments_.empty(); }
  // Takes a field of an EXECVE record; false where it is none of the arguments (argc, a1_len and unknown ones).
  bool add(const AuditField& field);
  void finish();

  std::size_t size() const { return arguments_.size(); }
  // As EXECVE's argc says; nothing: no record said it.
  std::optional<std::int64_t> declared() const { return declared_; }
  // The arguments with blanks between them. NULs in an argument are none that a program can be given, and become
  // blanks.
  std::string command_line() const;
  std::string json() const;

 private:
  struct Argument {
    std::uint32_t index = 0;
    std::string text;
  };
  std::vector<Argument> arguments_;
  std::optional<std::int64_t> declared_;
};

}  // namespace huntbook::ingest
