#include "base/whole_file.hpp"

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <unistd.h>

namespace huntbook {

namespace {

std::unexpected<Error> cannot_write(const std::filesystem::path& path, int reason) {
  std::error_code ignored;
  const std::filesystem::path folder = path.parent_path();
  if (reason == ENOENT && !folder.empty() && !std::filesystem::exists(folder, ignored))
    return fail(ErrorKind::Environment,
                "Cannot write " + path.string() + ": there is no folder " + folder.string() + ".", "Make it first.");
  return fail(ErrorKind::Environment,
              "Cannot write " + path.string() + ": " + std::generic_category().message(reason) + ".");
}

}  // namespace

WholeFile::WholeFile(std::FILE* file, std::filesystem::path path, std::filesystem::path partial, Existing existing)
    : file_(file), path_(std::move(path)), partial_(std::move(partial)), existing_(existing) {}

WholeFile::WholeFile(WholeFile&& other) noexcept
    : file_(std::exchange(other.file_, nullptr)),
      path_(std::move(other.path_)),
      partial_(std::exchange(other.partial_, {})),
      existing_(other.existing_) {}

Result<WholeFile> WholeFile::open(const std::filesystem::path& path, Existing existing) {
  std::error_code ignored;
  const bool there = std::filesystem::exists(path, ignored);
  if (there && existing == Existing::Keep) return cannot_write(path, EEXIST);
  if (there && std::filesystem::is_directory(path, ignored)) return cannot_write(path, EISDIR);
  std::filesystem::path partial;
  if (!there || std::filesystem::is_regular_file(path, ignored)) {
    partial = path;
    partial += "." + std::to_string(getpid()) + ".part";
  }
  std::FILE* file = std::fopen(partial.empty() ? path.c_str() : partial.c_str(), "wbe");
  if (file == nullptr) return cannot_write(path, errno);
  return WholeFile(file, path, partial, existing);
}

WholeFile::~WholeFile() {
  if (file_ != nullptr) std::fclose(file_);
  std::error_code ignored;
  if (!partial_.empty()) std::filesystem::remove(partial_, ignored);
}

Result<void> WholeFile::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) return cannot_write(path_, errno);
  return {};
}

Result<void> WholeFile::move_into_place() const {
  std::error_code error;
  if (existing_ == Existing::Keep) {
    // Unlike a renaming, a link does not replace what came there in the meantime; the partial name goes with this
    // object.
    std::filesystem::create_hard_link(partial_, path_, error);
    if (!error || error == std::errc::file_exists) return error ? cannot_write(path_, EEXIST) : Result<void>{};
  }
  std::filesystem::rename(partial_, path_, error);
  if (error) return cannot_write(path_, error.value());
  return {};
}

Result<void> WholeFile::close() {
  if (std::fclose(std::exchange(file_, nullptr)) != 0) return cannot_write(path_, errno);
  if (partial_.empty()) return {};
  return move_into_place();
}

}  // namespace huntbook
