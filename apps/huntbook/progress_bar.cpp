#include "progress_bar.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "context.hpp"

namespace huntbook::app {

namespace {

std::size_t terminal_width() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) return size.ws_col;
  return 80;
}

// The end of the name, in plain characters: names come from evidence and may hold anything.
std::string shown_name(std::string_view name, std::size_t width) {
  std::string shown;
  for (char c : name) shown.push_back(c >= 0x20 && c < 0x7F ? c : '?');
  if (shown.size() <= width) return shown;
  if (width < 4) return {};
  return "..." + shown.substr(shown.size() - (width - 3));
}

}  // namespace

std::string progress_line(std::string_view what, std::uint64_t bytes, std::uint64_t total, double seconds,
                          std::size_t width) {
  constexpr std::size_t cells = 24;
  const double rate = seconds > 0 ? static_cast<double>(bytes) / seconds : 0;
  std::string line;
  if (total > 0) {
    const double share = std::min(1.0, static_cast<double>(bytes) / static_cast<double>(total));
    const auto full = static_cast<std::size_t>(share * static_cast<double>(cells));
    line = fmt::format("[{}{}] {:3.0f} %", std::string(full, '#'), std::string(cells - full, '-'), share * 100);
  } else {
    line = fmt::format("{:.0f} MB", static_cast<double>(bytes) / 1e6);
  }
  line += fmt::format("  {:.0f} MB/s", rate / 1e6);
  if (total > bytes && rate > 0) {
    const auto left = static_cast<std::uint64_t>(std::llround(static_cast<double>(total - bytes) / rate));
    line += fmt::format("  {}:{:02} left", left / 60, left % 60);
  }
  if (line.size() + 2 < width) line += "  " + shown_name(what, width - line.size() - 2);
  return line.substr(0, width);
}

ProgressBar::ProgressBar() : visible_(stderr_is_terminal()), start_(std::chrono::steady_clock::now()) {}

ProgressBar::~ProgressBar() {
  clear();
}

void ProgressBar::show(std::string_view what, std::uint64_t bytes, std::uint64_t total) {
  if (!visible_) return;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
  fmt::print(stderr, "\r{}\x1b[K", progress_line(what, bytes, total, elapsed.count(), terminal_width() - 1));
  std::fflush(stderr);
  drawn_ = true;
}

void ProgressBar::clear() {
  if (!drawn_) return;
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
  drawn_ = false;
}

}  // namespace huntbook::app
