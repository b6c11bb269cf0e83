// The clock of a scenario: things to be done at their times, in order. Holds only what is still to come, so that a
// long scenario needs no more memory than a short one.
#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include "base/time.hpp"

namespace huntbook::scenario {

class Timeline {
 public:
  explicit Timeline(Ticks start) : now_(start) {}

  Ticks now() const { return now_; }

  // Schedules `action`; of two at the same time the one scheduled first comes first. A time that has passed is now.
  void at(Ticks time, std::function<void()> action) {
    queue_.push({time < now_ ? now_ : time, next_order_++, std::move(action)});
  }
  void after(Ticks delay, std::function<void()> action) { at(now_ + delay, std::move(action)); }

  // Does the next thing, if it is due before `end`; false where there is none.
  bool step(Ticks end) {
    if (queue_.empty() || queue_.top().time >= end) return false;
    now_ = queue_.top().time;
    const std::function<void()> action = std::move(queue_.top().action);
    queue_.pop();
    action();
    return true;
  }

 private:
  struct Entry {
    Ticks time;
    std::uint64_t order;
    mutable std::function<void()> action;       // not part of the order
    bool operator<(const Entry& other) const {  // the earliest on top
      return time != other.time ? time > other.time : order > other.order;
    }
  };
  std::priority_queue<Entry> queue_;
  Ticks now_;
  std::uint64_t next_order_ = 0;
};

}  // namespace huntbook::scenario
