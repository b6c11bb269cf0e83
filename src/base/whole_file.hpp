// A file that appears under its name only when it is whole: it is written beside its place and moved there at the end.
#pragma once

#include <cstdio>
#include <filesystem>
#include <string_view>

#include "base/result.hpp"

namespace huntbook {

class WholeFile {
 public:
  enum class Existing { Replace, Keep };

  // The folder must exist. `Existing::Keep`: a file that is there stays, and close() (open() already, where it can be
  // seen) is an error. A device or pipe, such as /dev/stdout, is written to as it is. Errors: Environment.
  static Result<WholeFile> open(const std::filesystem::path& path, Existing existing = Existing::Replace);
  WholeFile(WholeFile&& other) noexcept;
  WholeFile& operator=(WholeFile&&) = delete;
  // Without close() nothing remains, and a file of that name stays as it was.
  ~WholeFile();

  // Errors: Environment (disk full, reader gone).
  Result<void> write(std::string_view text);
  Result<void> close();

  std::FILE* file() const { return file_; }

 private:
  WholeFile(std::FILE* file, std::filesystem::path path, std::filesystem::path partial, Existing existing);
  Result<void> move_into_place() const;

  std::FILE* file_;
  std::filesystem::path path_;
  std::filesystem::path partial_;  // empty: written to as it is
  Existing existing_;
};

}  // namespace huntbook
