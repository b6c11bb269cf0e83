#include "case/case_lock.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

namespace huntbook::casefile {

namespace {

std::filesystem::path lock_file(const std::filesystem::path& folder) {
  return folder / "case.lock";
}

// What the writer wrote: "pid\ncommand\n"; empty while no writer has written.
std::string note_in(int file) {
  std::array<char, 4096> text{};
  ssize_t length = pread(file, text.data(), text.size(), 0);
  return length > 0 ? std::string(text.data(), static_cast<std::size_t>(length)) : std::string();
}

std::unexpected<Error> held(const std::filesystem::path& folder, std::string_view note) {
  std::size_t line = note.find('\n');
  pid_t writer = 0;
  std::from_chars(note.data(), note.data() + std::min(line, note.size()), writer);
  // A writer that was killed leaves its note behind; then readers hold the case.
  if (writer <= 0 || (kill(writer, 0) != 0 && errno == ESRCH))
    return fail(ErrorKind::Environment, fmt::format("the case {} is in use by another process", folder.string()),
                "wait until it has ended");
  std::string_view command = note.substr(line + 1, note.find('\n', line + 1) - line - 1);
  return fail(ErrorKind::Environment,
              fmt::format("the case {} is being written by process {} ({})", folder.string(), note.substr(0, line),
                          command.empty() ? "unknown command" : command),
              "wait until it has ended");
}

}  // namespace

CaseLock::CaseLock(CaseLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

CaseLock& CaseLock::operator=(CaseLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

CaseLock::~CaseLock() {
  if (file_ < 0) return;
  // Takes the writer's note away; a reader's file is not open for that.
  [[maybe_unused]] int emptied = ftruncate(file_, 0);
  close(file_);
}

Result<CaseLock> CaseLock::for_reading(const std::filesystem::path& folder) {
  int file = open(lock_file(folder).c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return CaseLock();
  CaseLock lock(file);
  if (flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) return held(folder, note_in(file));
  return lock;
}

Result<CaseLock> CaseLock::for_writing(const std::filesystem::path& folder, std::string_view command) {
  int file = open(lock_file(folder).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0)
    return fail(ErrorKind::Environment,
                fmt::format("cannot write to the case {}: {}", folder.string(), std::strerror(errno)));
  CaseLock lock(file);
  if (flock(file, LOCK_EX | LOCK_NB) != 0) return held(folder, note_in(file));
  std::string line(command.substr(0, 2000));
  for (char& character : line)
    if (static_cast<unsigned char>(character) < 0x20) character = ' ';
  std::string note = fmt::format("{}\n{}\n", getpid(), line);
  if (ftruncate(file, 0) != 0 || pwrite(file, note.data(), note.size(), 0) < 0)
    return fail(ErrorKind::Environment,
                fmt::format("cannot write to the case {}: {}", folder.string(), std::strerror(errno)));
  return lock;
}

}  // namespace huntbook::casefile
