#include "notebook/external_files.hpp"

#include <system_error>

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
Result<std::filesystem::path> allowed_file(const Places& places, std::string_view place) {
  std::string path(place);
  if (scheme_of(place) == "file") {
    HUNTBOOK_TRY(path, net::path_of_file_url(place));
  }
  HUNTBOOK_TRY(std::filesystem::path file, place_to_read(places, path));
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    return fail(ErrorKind::User, fmt::format("'{}' is no file", path));
  return file;
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
  if (const auto file = allowed_file(places_, location.place); !file)
    return refused("HB011", file.error().message, file.error().hint);
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

Result<void> ExternalFiles::read(const kql::ExternalRequest& request, const kql::ExternalLocation& location,
                                 const TakeBatch& take) {
  HUNTBOOK_TRY(const std::filesystem::path path, local_file(location));
  const ingest::ExternalFile file{path, request, location, stop_};
  if (location.format != kql::ExternalFormat::Parquet) return ingest::read_external_file(file, take);
  HUNTBOOK_TRY(const auto rows, case_file_.open_parquet(path));
  return ingest::read_parquet_records(file, *rows, take);
}

}  // namespace huntbook::notebook
