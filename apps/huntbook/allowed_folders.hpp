// --allow-read, --allow-write and --online: what a query or notebook may reach beside the usual folders.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "notebook/places.hpp"

namespace CLI {
class App;
}

namespace huntbook::app {

struct AllowedFolders {
  std::vector<std::string> read;
  std::vector<std::string> write;
  bool online = false;
};

void add_folder_options(CLI::App& command, AllowedFolders& folders);

// The working folder and those of --allow-read may be read, CASE/exports and those of --allow-write written.
// `case_folder` is empty for a case in memory.
notebook::Places places_of(const AllowedFolders& folders, const std::filesystem::path& case_folder);

}  // namespace huntbook::app
