#include "ingest/tables/clock_order.hpp"

#include <algorithm>

namespace huntbook::ingest {

namespace {

// Lines come late by less; clocks are set back by half an hour at least.
constexpr Ticks late = 5 * ticks_per_minute;

}  // namespace

void ClockOrder::step(Ticks local) {
  if (!begun_) first_ = local;
  if (begun_ && local > last_) ++forward_;
  if (begun_ && local < last_) ++back_;
  begun_ = true;
  last_ = local;
}

// The step at hand is the clock's, not the log's.
void ClockOrder::change_passage(Ticks local) {
  second_ = !second_;
  farthest_ = last_ = local;
}

bool ClockOrder::next(Ticks local, bool twice) {
  if (!twice) {
    repeated_ = false;
  } else if (!repeated_) {
    // Out of the time behind the repeated hour: downwards in the log, or as a line that is late.
    const bool from_behind = begun_ && local < last_;
    second_ = from_behind && (backward() || (forward() && last_ - local < late));
    farthest_ = local;
    repeated_ = true;
  } else if (forward()) {
    if (!second_ && farthest_ - local >= late) change_passage(local);
    farthest_ = std::max(farthest_, local);
  } else if (backward()) {
    if (second_ && local - farthest_ >= late) change_passage(local);
    farthest_ = std::min(farthest_, local);
  }
  step(local);
  return twice && second_;
}

void ClockOrder::append(const ClockOrder& later) {
  if (!later.begun_) return;
  step(later.first_);
  forward_ += later.forward_;
  back_ += later.back_;
  last_ = later.last_;
  repeated_ = false;
}

}  // namespace huntbook::ingest
