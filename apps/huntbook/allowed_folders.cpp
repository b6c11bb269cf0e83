#include "allowed_folders.hpp"

#include <CLI/CLI.hpp>

#include "context.hpp"

namespace huntbook::app {

void add_folder_options(CLI::App& command, AllowedFolders& folders) {
  command
      .add_option("--allow-read", folders.read,
                  ".ingest and externaldata may read below this folder too (they may below the working one)")
      ->type_name("DIR")
      ->allow_extra_args(false);
  command
      .add_option("--allow-write", folders.write, ".export may write below this folder too (it may below CASE/exports)")
      ->type_name("DIR")
      ->allow_extra_args(false);
  command.add_flag("--online", folders.online,
                   "externaldata may fetch http(s) URLs; each request is listed on stderr before it is sent");
}

notebook::Places places_of(const AllowedFolders& folders, const std::filesystem::path& case_folder) {
  notebook::Places places;
  if (!case_folder.empty()) places.exports = case_folder / "exports";
  places.reads.emplace_back(".");
  places.reads.insert(places.reads.end(), folders.read.begin(), folders.read.end());
  places.writes.assign(folders.write.begin(), folders.write.end());
  places.online = folders.online;
  places.announce = [](std::string_view line) { print_note(line); };
  return places;
}

}  // namespace huntbook::app
