// What ends a piece of work before its time: a request to stop, or a limit of time. And what is left of work that its
// caller no longer waits for.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>

#include "base/result.hpp"

namespace huntbook {

class RunLimits {
 public:
  RunLimits() = default;  // nothing ends the work
  // The clock starts now. `stop` must outlive this, null: no one asks; a limit of 0: none.
  explicit RunLimits(const std::atomic<bool>* stop, std::chrono::milliseconds time_limit = {});

  // The error of a limit that is reached: Cancelled, or User where it is the time limit. Costs a look at the clock.
  Result<void> check() const;
  bool any() const { return stop_ != nullptr || deadline_; }

 private:
  const std::atomic<bool>* stop_ = nullptr;
  std::chrono::milliseconds time_limit_{};
  std::optional<std::chrono::steady_clock::time_point> deadline_;
};

// How often someone who waits looks at the limits, and how long he then waits for the work to end by itself.
inline constexpr std::chrono::milliseconds look_at_limits_every{20};
inline constexpr std::chrono::milliseconds patience_with_work{150};

// Runs `work` on a thread of its own until it ends or a limit is reached; an error of the latter. The thread then goes
// on alone, so `work` must own all that it touches, by value or shared.
Result<void> run_apart(std::function<void()> work, const RunLimits& limits);

// A thread that its caller no longer waits for counts itself while it lives.
void count_left_behind(int change);
// Waits until none of them lives any more, at most `patience`; whether that is so. A process must not run its
// destructors of static objects while one still does.
bool wait_for_left_behind(std::chrono::milliseconds patience);

}  // namespace huntbook
