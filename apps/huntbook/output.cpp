#include "output.hpp"

#include <cerrno>
#include <cstdio>
#include <system_error>

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace huntbook::app {

namespace {

Result<void> fail_with_reason(int reason) {
  return fail(ErrorKind::Environment,
              fmt::format("Cannot write the output: {}.", std::generic_category().message(reason)));
}

}  // namespace

Result<Output> Output::open(const std::filesystem::path& path) {
  if (path.empty()) return Output(std::nullopt);
  HUNTBOOK_TRY(WholeFile file, WholeFile::open(path));
  return Output(std::move(file));
}

Result<void> Output::write(std::string_view text) {
  if (file_) return file_->write(text);
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) return fail_with_reason(errno);
  return {};
}

Result<void> Output::close() {
  if (file_) return file_->close();
  if (std::fflush(stdout) != 0) return fail_with_reason(errno);
  return {};
}

std::size_t Output::screen_width() const {
  const int descriptor = fileno(file_ ? file_->file() : stdout);
  if (isatty(descriptor) != 1) return 0;
  constexpr std::size_t usual_width = 80;
  winsize size{};
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usual_width;
}

}  // namespace huntbook::app
