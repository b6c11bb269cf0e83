#include "ingest/source/file_stamp.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

namespace huntbook::ingest {

std::optional<FileStamp> file_stamp(const std::filesystem::path& path) {
  struct stat found{};
  if (stat(path.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return std::nullopt;
  return FileStamp{found.st_dev, found.st_ino, static_cast<std::uint64_t>(found.st_size),
                   found.st_mtim.tv_sec * 1'000'000'000 + found.st_mtim.tv_nsec};
}

std::string change_of(const std::filesystem::path& path, const FileStamp& before) {
  const auto now = file_stamp(path);
  if (!now) return "the file was removed while it was read";
  if (*now == before) return {};
  if (now->device != before.device || now->number != before.number) return "the file was replaced while it was read";
  if (now->size == before.size) return "the file was written to while it was read";
  return fmt::format("the file {} from {} to {} bytes while it was read", now->size > before.size ? "grew" : "shrank",
                     before.size, now->size);
}

}  // namespace huntbook::ingest
