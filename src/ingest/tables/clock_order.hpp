// Which of two moments a local time is that the clock showed twice: a log has an order, and that tells.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/time.hpp"

namespace huntbook::ingest {

// The local times of one column in the order of the file. In a log that is written forwards (three of four steps go
// forward) the first passage through the repeated hour ends where the clock goes back by some minutes; in one that
// has the newest first it is the other way round. Without such an order a time counts as the first of its moments.
class ClockOrder {
 public:
  // The next time of the column; `twice`: the clock showed it twice. Whether it is of the second passage.
  bool next(Ticks local, bool twice);
  // What was read of the same column behind this, none of which the clock showed twice.
  void append(const ClockOrder& later);

 private:
  void step(Ticks local);
  void change_passage(Ticks local);
  bool forward() const { return forward_ > 0 && forward_ >= 3 * back_; }
  bool backward() const { return back_ > 0 && back_ >= 3 * forward_; }

  bool begun_ = false;
  Ticks first_ = 0, last_ = 0;
  std::uint64_t forward_ = 0, back_ = 0;  // steps
  bool repeated_ = false;                 // the last one was shown twice
  bool second_ = false;                   // and is of the second passage
  Ticks farthest_ = 0;                    // in the passage at hand, in the direction of the log
};

// By column.
using ClockOrders = std::map<std::string, ClockOrder, std::less<>>;

}  // namespace huntbook::ingest
