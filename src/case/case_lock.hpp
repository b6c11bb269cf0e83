// Who has a case open: an advisory lock on the file case.lock in its folder, held shared by readers and alone by the
// writer, which leaves its process id and command in it. The system frees it when the process ends in any way.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.hpp"

namespace huntbook::casefile {

class CaseLock {
 public:
  CaseLock() = default;
  CaseLock(CaseLock&& other) noexcept;
  CaseLock& operator=(CaseLock&& other) noexcept;
  ~CaseLock();

  // Errors of kind Environment: the case is held by another process (said by number and command where it writes), or
  // the lock file cannot be made. A reader on a medium that cannot be written goes without a lock.
  static Result<CaseLock> for_reading(const std::filesystem::path& folder);
  static Result<CaseLock> for_writing(const std::filesystem::path& folder, std::string_view command);

 private:
  explicit CaseLock(int file) : file_(file) {}
  int file_ = -1;
};

}  // namespace huntbook::casefile
