// Notebooks on disk.
#pragma once

#include <filesystem>

#include "notebook/document.hpp"

namespace huntbook::app {

// Errors: Environment where the file cannot be read, User where it is no notebook; both name the file.
Result<notebook::Document> read_notebook(const std::filesystem::path& path);

}  // namespace huntbook::app
