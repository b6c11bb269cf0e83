// Zeek's conn.log and dns.log as its ASCII writer makes them: a header of # lines, then one line a record with tabs
// (Zeek documentation, "Zeek Log Formats and Inspection", and the pages of both logs).
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "scenario/world/network_event.hpp"
#include "scenario/writers/evidence_file.hpp"

namespace huntbook::scenario {

class ZeekLog {
 public:
  static Result<ZeekLog> create_connections(const std::filesystem::path& path, Ticks opened);
  static Result<ZeekLog> create_lookups(const std::filesystem::path& path, Ticks opened);
  // Each is for the log of its kind.
  void add(const Connection& connection);
  void add(const Lookup& lookup);
  bool failed() const { return file_.failed(); }
  Result<void> close();

 private:
  explicit ZeekLog(EvidenceFile file) : file_(std::move(file)) {}
  static Result<ZeekLog> create(const std::filesystem::path& path, Ticks opened, std::string_view name,
                                std::string_view fields, std::string_view types);

  EvidenceFile file_;
  Ticks last_ = 0;
};

// A connection's unique id as Zeek spells such: C and letters and digits.
std::string zeek_id(std::uint64_t id);

}  // namespace huntbook::scenario
