// Windows security events without end, made from a seed: processes, logons, failed logons, network and other events of
// a few hundred hosts over thirty days, with the columns of SecurityEvent that hunting queries use most. The same seed
// gives the same rows.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "base/column.hpp"

namespace huntbook::bench {

class SyntheticEvents {
 public:
  // `processes_only`: every event is a process creation (4688).
  explicit SyntheticEvents(std::uint64_t seed, bool processes_only = false)
      : random_(seed), processes_only_(processes_only) {}

  static const Schema& schema();
  // Appends `count` events to a batch of that schema.
  void append(Batch& batch, std::size_t count);

  static constexpr std::int64_t first_time = 638'396'640'000'000'000;  // 2024-01-01
  static constexpr std::int64_t days = 30;

 private:
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }
  // Small numbers are much more frequent than large ones, as hosts, accounts and programs are.
  std::uint32_t skewed(std::uint32_t bound);
  void append_process(Batch& batch, const std::string& host);
  void append_logon(Batch& batch, bool failed);
  void append_other(Batch& batch);
  std::string command_line(std::uint32_t program);

  std::mt19937_64 random_;
  bool processes_only_;
};

}  // namespace huntbook::bench
