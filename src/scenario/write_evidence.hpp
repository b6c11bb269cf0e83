// Synthetic evidence with its truth, in a folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "base/result.hpp"
#include "scenario/story/scenario.hpp"
#include "scenario/writers/evidence_folder.hpp"

namespace huntbook::scenario {

struct Written {
  std::filesystem::path logs;    // folder to ingest
  std::filesystem::path truth;   // which events belong to the attack, by stage
  std::filesystem::path readme;  // the tip for the analyst
  std::filesystem::path report;  // the threat report that the tip is from
  std::uint64_t events = 0;
  std::uint64_t attack_events = 0;
};

// Writes the evidence into `folder`, which is made: logs/ with a folder for each host and service, truth.csv (see
// Truth) beside it, README.txt and report.txt. Logs of an earlier run are replaced. Errors: Usage (too few or too many
// events), Environment (cannot write), Cancelled.
Result<Written> write_evidence(const std::filesystem::path& folder, const Options& options, WindowsForm windows,
                               const std::function<bool()>& stop);

}  // namespace huntbook::scenario
