#include "ingest/pipeline/evidence_paths.hpp"

#include <algorithm>
#include <chrono>

#include <unistd.h>

#include "case/case_file.hpp"

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

// The files below one folder. What comes and goes while it is read breaks nothing off.
class Listing {
 public:
  Listing(const fs::path& folder, const fs::path& case_folder) {
    std::error_code error;
    root_ = fs::canonical(folder, error);
    const fs::path own = case_folder.empty() ? fs::path() : fs::canonical(case_folder, error);
    if (own == root_) {
      case_ = folder.lexically_normal();
    } else if (!own.empty() && is_inside(own, root_)) {
      case_ = (folder / own.lexically_relative(root_)).lexically_normal();
    }
    waiting_.push_back(folder);
  }

  void read() {
    while (!waiting_.empty()) {
      const fs::path folder = std::move(waiting_.back());
      waiting_.pop_back();
      read_folder(folder);
    }
    std::ranges::sort(files_);
  }

  const std::vector<fs::path>& files() const { return files_; }
  bool case_left_out() const { return case_left_out_; }

 private:
  void read_folder(const fs::path& folder) {
    std::error_code error;
    const bool is_case = !case_.empty() && folder.lexically_normal() == case_;
    fs::directory_iterator entry(folder, error);
    if (error || !may_be_entered(folder)) {
      files_.push_back(folder);
      return;
    }
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
      if (is_case && casefile::is_own_entry(entry->path().filename().string())) {
        case_left_out_ = true;
      } else {
        take(*entry);
      }
    }
  }

  // Links to folders are not entered.
  void take(const fs::directory_entry& entry) {
    std::error_code ignored;
    const bool is_link = entry.is_symlink(ignored);
    if (entry.is_directory(ignored)) {
      if (!is_link) waiting_.push_back(entry.path());
    } else if (entry.is_regular_file(ignored) && (!is_link || is_inside(fs::canonical(entry.path(), ignored), root_))) {
      files_.push_back(entry.path());
    }
  }

  fs::path root_;  // canonical
  fs::path case_;  // as the listing comes to it; empty: not below the folder
  std::vector<fs::path> waiting_;
  std::vector<fs::path> files_;
  bool case_left_out_ = false;
};

}  // namespace

std::optional<Ticks> file_time(const fs::path& path) {
  std::error_code error;
  const auto written = fs::last_write_time(path, error);
  if (error) return std::nullopt;
  const auto since = std::chrono::file_clock::to_sys(written).time_since_epoch();
  return valid_datetime(unix_epoch + std::chrono::duration_cast<std::chrono::nanoseconds>(since).count() / 100);
}

Result<EvidencePaths> expand_paths(const std::vector<fs::path>& paths, const fs::path& case_folder) {
  EvidencePaths found;
  for (const fs::path& path : paths) {
    std::error_code error;
    if (path == "-") {
      found.files.push_back({path, 0});
    } else if (!fs::exists(path, error)) {
      return fail(ErrorKind::Usage, "no such file or folder: " + path.string());
    } else if (fs::is_directory(path, error)) {
      Listing listing(path, case_folder);
      listing.read();
      for (const fs::path& file : listing.files()) found.files.push_back(with_size(file));
      found.case_left_out = found.case_left_out || listing.case_left_out();
    } else {
      found.files.push_back(with_size(path));
    }
  }
  return found;
}

}  // namespace huntbook::ingest
