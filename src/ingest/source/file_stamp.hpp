// Tells whether a file was written to, replaced or removed while it was read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace huntbook::ingest {

struct FileStamp {
  std::uint64_t device = 0, number = 0;  // which file it is
  std::uint64_t size = 0;
  std::int64_t written = 0;  // ns since 1970

  bool operator==(const FileStamp&) const = default;
};

// Nothing where there is no regular file of that name.
std::optional<FileStamp> file_stamp(const std::filesystem::path& path);

// What has become of the file since `before`, for people; empty: it is as it was.
std::string change_of(const std::filesystem::path& path, const FileStamp& before);

}  // namespace huntbook::ingest
