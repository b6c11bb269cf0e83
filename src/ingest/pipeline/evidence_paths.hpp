// Which files the paths of a command line stand for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/result.hpp"

namespace huntbook::ingest {

struct EvidencePath {
  std::filesystem::path path;
  std::uint64_t size = 0;  // 0 where it is not known
};

// Files as they are; folders with all regular files below them, sorted by path, links that lead out of the folder left
// out. A folder that may not be entered stands for itself, so that what cannot be opened is told and not passed over.
// Errors: a path that does not exist (kind Usage), a folder whose reading breaks off (Environment).
Result<std::vector<EvidencePath>> expand_paths(const std::vector<std::filesystem::path>& paths);

}  // namespace huntbook::ingest
