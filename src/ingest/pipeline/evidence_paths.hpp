// Which files the paths of a command line stand for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace huntbook::ingest {

struct EvidencePath {
  std::filesystem::path path;
  std::uint64_t size = 0;  // 0 where it is not known
};

// When a file was written last, UTC; nothing where that is not known.
std::optional<Ticks> file_time(const std::filesystem::path& path);

struct EvidencePaths {
  std::vector<EvidencePath> files;
  bool case_left_out = false;  // files of the case itself lie among the evidence
};

// Files as they are; folders with all regular files below them, sorted by path, links that lead out of the folder and
// the own files of the case in `case_folder` (empty: none) left out. A folder that cannot be read stands for itself, so
// that it is told and not passed over. Errors: a path that does not exist (kind Usage).
Result<EvidencePaths> expand_paths(const std::vector<std::filesystem::path>& paths,
                                   const std::filesystem::path& case_folder);

}  // namespace huntbook::ingest
