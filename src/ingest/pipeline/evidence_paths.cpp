#include "ingest/pipeline/evidence_paths.hpp"

#include <algorithm>

#include <unistd.h>

namespace huntbook::ingest {

namespace {

namespace fs = std::filesystem;

EvidencePath with_size(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::is_regular_file(path, error) ? fs::file_size(path, error) : 0;
  return {path, error ? 0 : static_cast<std::uint64_t>(size)};
}

bool is_inside(const fs::path& path, const fs::path& folder) {
  const auto [end, rest] = std::ranges::mismatch(folder, path);
  return end == folder.end();
}

bool may_be_entered(const fs::path& folder) {
  return access(folder.c_str(), R_OK | X_OK) == 0;
}

Result<void> add_folder(const fs::path& folder, std::vector<EvidencePath>& found) {
  if (!may_be_entered(folder)) {
    found.push_back({folder, 0});
    return {};
  }
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);
  std::vector<fs::path> files;
  // Links to folders are not entered.
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    if (entry->is_directory(ignored) && !entry->is_symlink(ignored) && !may_be_entered(entry->path())) {
      files.push_back(entry->path());
      continue;
    }
    if (!entry->is_regular_file(ignored)) continue;
    if (entry->is_symlink(ignored) && !is_inside(fs::canonical(entry->path(), ignored), root)) continue;
    files.push_back(entry->path());
  }
  if (error) return fail(ErrorKind::Environment, "cannot read the folder " + folder.string() + ": " + error.message());
  std::ranges::sort(files);
  for (const fs::path& file : files) found.push_back(with_size(file));
  return {};
}

}  // namespace

Result<std::vector<EvidencePath>> expand_paths(const std::vector<fs::path>& paths) {
  std::vector<EvidencePath> found;
  for (const fs::path& path : paths) {
    std::error_code error;
    if (path == "-") {
      found.push_back({path, 0});
    } else if (!fs::exists(path, error)) {
      return fail(ErrorKind::Usage, "no such file or folder: " + path.string());
    } else if (fs::is_directory(path, error)) {
      HUNTBOOK_CHECK(add_folder(path, found));
    } else {
      found.push_back(with_size(path));
    }
  }
  return found;
}

}  // namespace huntbook::ingest
