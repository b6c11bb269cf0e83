#include "output.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace huntbook::app {

Output::Output(std::FILE* file, std::filesystem::path path, std::filesystem::path partial)
    : file_(file), path_(std::move(path)), partial_(std::move(partial)) {}

Output::Output(Output&& other) noexcept
    : file_(std::exchange(other.file_, nullptr)), path_(std::move(other.path_)), partial_(std::move(other.partial_)) {}

Result<Output> Output::open(const std::filesystem::path& path) {
  if (path.empty()) return Output(stdout, {}, {});
  std::error_code ignored;
  // A device or pipe, such as /dev/stdout, is written to as it is.
  if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored)) {
    std::FILE* device = std::fopen(path.c_str(), "wb");
    Output output(device, path, {});
    if (device == nullptr) return std::unexpected(output.fail_with_reason(errno).error());
    return output;
  }
  std::filesystem::path partial = path;
  partial += fmt::format(".{}.part", getpid());
  std::FILE* file = std::fopen(partial.c_str(), "wb");
  Output output(file, path, partial);
  if (file == nullptr) return std::unexpected(output.fail_with_reason(errno).error());
  return output;
}

Output::~Output() {
  if (file_ == nullptr || path_.empty()) return;
  std::fclose(file_);
  std::error_code ignored;
  if (!partial_.empty()) std::filesystem::remove(partial_, ignored);
}

Result<void> Output::fail_with_reason(int reason) const {
  return fail(ErrorKind::Environment, fmt::format("Cannot write {}: {}.", path_.empty() ? "the output" : path_.string(),
                                                  std::generic_category().message(reason)));
}

Result<void> Output::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) return fail_with_reason(errno);
  return {};
}

std::size_t Output::screen_width() const {
  const int descriptor = fileno(file_);
  if (isatty(descriptor) != 1) return 0;
  constexpr std::size_t usual_width = 80;
  winsize size{};
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usual_width;
}

Result<void> Output::close() {
  if (path_.empty()) {
    if (std::fflush(file_) != 0) return fail_with_reason(errno);
    return {};
  }
  if (std::fclose(std::exchange(file_, nullptr)) != 0) {
    const int reason = errno;
    std::error_code ignored;
    if (!partial_.empty()) std::filesystem::remove(partial_, ignored);
    return fail_with_reason(reason);
  }
  if (partial_.empty()) return {};
  std::error_code error;
  std::filesystem::rename(partial_, path_, error);
  if (error) return fail_with_reason(error.value());
  return {};
}

}  // namespace huntbook::app
