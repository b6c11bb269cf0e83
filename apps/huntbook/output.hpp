// Where a command's results go: stdout, or a file that appears only when it is whole.
#pragma once

#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace huntbook::app {

class Output {
 public:
  // An empty path means stdout. A file is written beside its place and moved there by close(); dropped without close(),
  // nothing of it remains and a file of that name stays as it was.
  static Result<Output> open(const std::filesystem::path& path);
  Output(Output&& other) noexcept;
  Output& operator=(Output&&) = delete;
  ~Output();

  // Errors: Environment (disk full, reader gone).
  Result<void> write(std::string_view text);
  Result<void> close();

  // Columns of the terminal that this goes to; 0 where it goes to none.
  std::size_t screen_width() const;

 private:
  Output(std::FILE* file, std::filesystem::path path, std::filesystem::path partial);
  Result<void> fail_with_reason(int reason) const;

  std::FILE* file_;
  std::filesystem::path path_;     // empty: stdout
  std::filesystem::path partial_;  // what is written until close()
};

}  // namespace huntbook::app
