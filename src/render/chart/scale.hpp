// Axes: from values to pixels, with ticks at round numbers, powers or calendar units.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace huntbook::render {

struct Tick {
  double value = 0;
  std::string label;
  std::string context;  // second line: the date under a time of day, where it changes; empty: none
};

// An axis from `low` to `high` (values), drawn from `start` to `end` (pixels).
class Scale {
 public:
  enum class Form { Linear, Log, Time };

  // Round ends around the data. `whole`: only whole numbers, so no ticks between them.
  static Scale linear(double low, double high, bool whole, int ticks);
  // Powers of ten; values that are not positive are below the axis. `low` > 0.
  static Scale log(double low, double high);
  // Ends at the data (ticks, UTC); about `ticks` marks at round calendar units.
  static Scale time(Ticks low, Ticks high, int ticks);

  void place(double start, double end) {
    start_ = start;
    end_ = end;
  }
  double at(double value) const;  // pixels
  Form form() const { return form_; }
  double low() const { return low_; }
  double high() const { return high_; }
  const std::vector<Tick>& ticks() const { return ticks_; }

 private:
  Form form_ = Form::Linear;
  double low_ = 0;
  double high_ = 1;
  double start_ = 0;
  double end_ = 1;
  std::vector<Tick> ticks_;
};

// 950, 22,979, 1.5M, 0.25: short, for axes and labels.
std::string short_number(double value);
// "2019-01-15 05:15:02.98": for tooltips.
std::string readable_time(Ticks ticks);

}  // namespace huntbook::render
