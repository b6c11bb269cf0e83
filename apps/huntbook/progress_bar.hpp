// The bar that long commands show on a terminal: share done, rate and time left, redrawn in place on stderr.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace huntbook::app {

class ProgressBar {
 public:
  // Shows nothing where stderr is no terminal.
  ProgressBar();
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // `total` 0: unknown, then there is no share and no time left.
  void show(std::string_view what, std::uint64_t bytes, std::uint64_t total);
  // Clears the line.
  void clear();

 private:
  bool visible_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point start_;
};

// One line of the bar without its escapes, at most `width` columns: "[#####-----]  50 %  120 MB/s  0:12 left  name".
std::string progress_line(std::string_view what, std::uint64_t bytes, std::uint64_t total, double seconds,
                          std::size_t width);

}  // namespace huntbook::app
