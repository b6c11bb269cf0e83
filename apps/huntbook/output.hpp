// Where a command's results go: stdout, or a file that appears only when it is whole.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include "base/result.hpp"
#include "base/whole_file.hpp"

namespace huntbook::app {

class Output {
 public:
  // An empty path means stdout; for others see WholeFile.
  static Result<Output> open(const std::filesystem::path& path);

  // Errors: Environment (disk full, reader gone).
  Result<void> write(std::string_view text);
  Result<void> close();

  // Columns of the terminal that this goes to; 0 where it goes to none.
  std::size_t screen_width() const;

 private:
  explicit Output(std::optional<WholeFile> file) : file_(std::move(file)) {}

  std::optional<WholeFile> file_;  // nothing: stdout
};

}  // namespace huntbook::app
