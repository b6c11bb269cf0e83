#include "notebook/external_files.hpp"

#include <algorithm>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "ingest/external/external_file.hpp"
#include "ingest/external/parquet_records.hpp"
#include "net/file_url.hpp"

namespace huntbook::notebook {

namespace {

diag::Diagnostic refused(std::string code, std::string message, std::string hint) {
  return {diag::Severity::Error, std::move(code), {}, std::move(message), std::move(hint)};
}

std::string scheme_of(std::string_view place) {
  const std::size_t end = place.find("://");
  if (end != std::string_view::npos) return ascii_lower(place.substr(0, end));
  return place.size() > 5 && equal_ignoring_case(place.substr(0, 5), "file:") ? "file" : "";
}

bool is_web(std::string_view scheme) {
  return scheme == "http" || scheme == "https";
}

// The path that a location names, links followed, within the folders allowed.
Result<std::filesystem::path> allowed_path(const Places& places, std::string_view place) {
  std::string path(place);
  if (scheme_of(place) == "file") {
    HUNTBOOK_TRY(path, net::path_of_file_url(place));
  }
  return place_to_read(places, path);
}

Result<std::filesystem::path> allowed_file(const Places& places, std::string_view place) {
  HUNTBOOK_TRY(std::filesystem::path file, allowed_path(places, place));
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    return fail(ErrorKind::User, fmt::format("'{}' is no file", place));
  return file;
}

// Entries of a folder that are looked at.
constexpr std::size_t most_entries = 100'000;

struct Found {
  std::filesystem::path path;
  std::filesystem::file_time_type written;
};

// The files below a folder that a choice means, by their paths. Links are not followed: they may lead out of it.
Result<std::vector<Found>> files_below(const std::filesystem::path& folder, const kql::FolderChoice& choice) {
  std::error_code error;
  std::vector<Found> found;
  std::size_t entries = 0;
  std::filesystem::recursive_directory_iterator entry(
      folder, std::filesystem::directory_options::skip_permission_denied, error);
  for (; !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
    if (++entries > most_entries)
      return fail(ErrorKind::User, fmt::format("'{}' holds more than {} files", folder.string(), most_entries),
                  "name a folder further down");
    const std::string name = entry->path().filename().string();
    std::error_code unreadable;
    if (!name.starts_with(choice.prefix) || !name.ends_with(choice.suffix) || entry->is_symlink(unreadable) ||
        !entry->is_regular_file(unreadable))
      continue;
    found.push_back({entry->path(), entry->last_write_time(unreadable)});
  }
  if (error) return fail(ErrorKind::User, fmt::format("'{}' can't be listed: {}", folder.string(), error.message()));
  if (found.empty())
    return fail(ErrorKind::User, fmt::format("'{}' holds no file of such a name", folder.string()),
                "FileNamePrefix and FileExtension must be the beginning and the end of a file's name");
  std::ranges::sort(found, {}, &Found::path);
  if (choice.files == kql::FolderFiles::Last) std::ranges::stable_sort(found, std::ranges::greater{}, &Found::written);
  if (choice.files != kql::FolderFiles::All) found.resize(1);
  return found;
}

}  // namespace

std::optional<diag::Diagnostic> ExternalFiles::refusal(const kql::ExternalLocation& location) {
  const std::string scheme = scheme_of(location.place);
  if (is_web(scheme)) {
    if (!places_.online)
      return refused("HB010", fmt::format("The network is off, so {} is not fetched.", net::shown_url(location.place)),
                     "download the file and name its path instead, or allow the network with --online");
    if (!location.login.empty())
      return refused("HB011", "Logins of storage services are not supported.",
                     "a URL that carries its own signature (SAS) works; else download the file and name its path");
    return std::nullopt;
  }
  if (!scheme.empty() && scheme != "file")
    return refused("HB011", fmt::format("Files can't be read from {}:// places.", scheme),
                   "download the file and name its path");
  const auto file = location.folder ? allowed_path(places_, location.place) : allowed_file(places_, location.place);
  if (!file) return refused("HB011", file.error().message, file.error().hint);
  return std::nullopt;
}

Result<std::filesystem::path> ExternalFiles::local_file(const kql::ExternalLocation& location) {
  if (!is_web(scheme_of(location.place))) return allowed_file(places_, location.place);
  auto known = downloads_.find(location.place);
  if (known == downloads_.end()) {
    HUNTBOOK_TRY(net::Download download, net::download(location.place, {.announce = places_.announce, .stop = stop_}));
    known = downloads_.emplace(location.place, std::move(download)).first;
  }
  return known->second.path();
}

Result<void> ExternalFiles::read_folder(const kql::ExternalRequest& request, const kql::ExternalLocation& location,
                                        const TakeBatch& take) {
  kql::ExternalLocation one = location;
  one.folder.reset();
  if (is_web(scheme_of(location.place))) return read(request, one, take);
  HUNTBOOK_TRY(const std::filesystem::path path, allowed_path(places_, location.place));
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return read(request, one, take);
  HUNTBOOK_TRY(const std::vector<Found> files, files_below(path, *location.folder));
  for (const Found& file : files) {
    one.place = file.path.string();
    HUNTBOOK_CHECK(read(request, one, take));
  }
  return {};
}

Result<void> ExternalFiles::read(const kql::ExternalRequest& request, const kql::ExternalLocation& location,
                                 const TakeBatch& take) {
  if (location.folder) return read_folder(request, location, take);
  HUNTBOOK_TRY(const std::filesystem::path path, local_file(location));
  const ingest::ExternalFile file{path, request, location, stop_};
  if (location.format != kql::ExternalFormat::Parquet) return ingest::read_external_file(file, take);
  HUNTBOOK_TRY(const auto rows, case_file_.open_parquet(path));
  return ingest::read_parquet_records(file, *rows, take);
}

}  // namespace huntbook::notebook
