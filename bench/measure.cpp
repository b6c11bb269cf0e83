#include "bench/measure.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include <fmt/format.h>

namespace huntbook::bench {

namespace {
bool all_kept = true;
}

void reset_peak_memory() {
  std::ofstream out("/proc/self/clear_refs");
  out << "5";
}

double peak_memory_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
  }
  return 0;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

void promise(std::string_view what, double value, double limit, std::string_view unit) {
  const bool kept = value <= limit;
  all_kept = all_kept && kept;
  fmt::print("{:<6} {}: {:.4g} {} (at most {:.4g})\n", kept ? "kept" : "BROKEN", what, value, unit, limit);
  std::fflush(stdout);
}

void figure(std::string_view what, double value, std::string_view unit) {
  fmt::print("       {}: {:.4g} {}\n", what, value, unit);
  std::fflush(stdout);
}

int verdict() {
  return all_kept ? 0 : 1;
}

}  // namespace huntbook::bench
