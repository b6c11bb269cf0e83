// Synthetic evidence with its truth: two weeks of a small company's Windows hosts, in them an attack on one. The same
// options give the same events, byte for byte.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "base/result.hpp"
#include "scenario/windows_host.hpp"

namespace huntbook::scenario {

inline constexpr std::uint64_t fewest_events = 2'000;
inline constexpr std::uint64_t default_events = 20'000;
inline constexpr std::uint64_t default_seed = 1;

struct Options {
  std::uint64_t events = default_events;  // about as many; at least fewest_events
  std::uint64_t seed = default_seed;
};

// Gives every event to `consumer` in order of time (within a host exactly, between hosts to a few milliseconds), until
// the end or until `stop` answers true. Memory in use does not depend on the number of events of a host. False where it
// was stopped.
bool generate(const Options& options, const EventConsumer& consumer, const std::function<bool()>& stop);

struct Written {
  std::filesystem::path logs;    // folder to ingest
  std::filesystem::path truth;   // which events belong to the attack, by stage
  std::filesystem::path readme;  // the tip for the analyst
  std::uint64_t events = 0;
  std::uint64_t attack_events = 0;
};

// Writes the evidence into `folder`, which is made: logs/windows-events.json (.json.gz from 200,000 events on) in the
// layout of NXLog, truth.csv (Hostname,RecordNumber,TimeGenerated,EventID,Stage,What) and README.txt. Files of an
// earlier run are replaced. Errors: Usage (too few events), Environment (cannot write), Cancelled.
Result<Written> write_evidence(const std::filesystem::path& folder, const Options& options,
                               const std::function<bool()>& stop);

}  // namespace huntbook::scenario
