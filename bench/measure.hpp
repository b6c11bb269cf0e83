// Measuring for the benchmarks: wall time, peak memory, and a figure set against its promise.
#pragma once

#include <chrono>
#include <string_view>
#include <vector>

namespace huntbook::bench {

class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// Starts the peak anew (Linux: /proc/self/clear_refs). Where that is not allowed the peak is that of the whole process.
void reset_peak_memory();
// The greatest resident size since then, in MiB; 0 where the system does not say.
double peak_memory_mib();

double median(std::vector<double> values);

// Prints "what: value unit (promised: at most limit unit)" on a line of its own and remembers a broken promise.
void promise(std::string_view what, double value, double limit, std::string_view unit);
// Prints a figure that nothing is promised of.
void figure(std::string_view what, double value, std::string_view unit);
// The exit code for main(): 0 when every promise was kept, else 1.
int verdict();

}  // namespace huntbook::bench
