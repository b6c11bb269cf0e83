#include "notebook/places.hpp"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

namespace huntbook::notebook {

namespace {

namespace fs = std::filesystem;

// Absolute, without links, dots and a slash at the end; what is not there yet counts as a plain folder.
fs::path resolved(const fs::path& path) {
  std::error_code error;
  fs::path whole = fs::weakly_canonical(fs::absolute(path, error), error).lexically_normal();
  return whole.has_filename() ? whole : whole.parent_path();
}

bool lies_in(const fs::path& path, const fs::path& folder) {
  if (folder.empty()) return false;
  const fs::path root = resolved(folder);
  return std::mismatch(root.begin(), root.end(), path.begin(), path.end()).first == root.end();
}

bool lies_in_any(const fs::path& path, const std::vector<fs::path>& folders) {
  return std::ranges::any_of(folders, [&](const fs::path& folder) { return lies_in(path, folder); });
}

}  // namespace

Result<fs::path> place_to_export(const Places& places, std::string_view given) {
  const fs::path named(given);
  if (!named.has_filename() || named.filename() == "." || named.filename() == "..")
    return fail(ErrorKind::User, fmt::format("'{}' names no file to write", given));
  if (named.is_relative() && places.exports.empty())
    return fail(ErrorKind::User, "there is no case whose exports folder could take the file",
                "name the whole path and allow its folder with --allow-write");
  const fs::path folder = resolved((named.is_absolute() ? named : places.exports / named).parent_path());
  if (!lies_in(folder, places.exports) && !lies_in_any(folder, places.writes))
    return fail(ErrorKind::User, fmt::format("'{}' lies outside of the folders that may be written", given),
                "a relative path goes to the case's exports folder; --allow-write DIR allows others");
  const fs::path path = folder / named.filename();
  std::error_code error;
  if (fs::exists(fs::symlink_status(path, error)))
    return fail(ErrorKind::User, fmt::format("{} is there already, and .export writes new files only", path.string()));
  fs::create_directories(folder, error);
  if (error)
    return fail(ErrorKind::Environment, fmt::format("cannot make the folder {}: {}", folder.string(), error.message()));
  return path;
}

Result<fs::path> place_to_read(const Places& places, std::string_view given) {
  std::error_code error;
  if (given.empty() || !fs::exists(given, error))
    return fail(ErrorKind::User, fmt::format("there is no file or folder '{}'", given));
  fs::path path = resolved(given);
  if (!lies_in_any(path, places.reads))
    return fail(ErrorKind::User, fmt::format("'{}' lies outside of the folders that may be read", given),
                "files below the working folder may be; --allow-read DIR allows others");
  return path;
}

}  // namespace huntbook::notebook
