#include "base/run_limits.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace huntbook {

namespace {

struct LeftBehind {
  std::mutex mutex;
  std::condition_variable fewer;
  int threads = 0;
};

// Never destroyed: threads may use it until the process is gone.
LeftBehind& left_behind() {
  static auto* counted = new LeftBehind;
  return *counted;
}

std::string seconds_text(std::chrono::milliseconds time) {
  std::string text = std::to_string(time.count() / 1000);
  if (const auto rest = time.count() % 1000; rest != 0) {
    const std::string digits = std::to_string(1000 + rest);
    text += '.';
    text += digits.substr(1, digits.find_last_not_of('0'));
  }
  return text;
}

}  // namespace

RunLimits::RunLimits(const std::atomic<bool>* stop, std::chrono::milliseconds time_limit)
    : stop_(stop), time_limit_(time_limit) {
  if (time_limit.count() > 0) deadline_ = std::chrono::steady_clock::now() + time_limit;
}

Result<void> RunLimits::check() const {
  if (stop_ != nullptr && stop_->load(std::memory_order_relaxed)) return fail(ErrorKind::Cancelled, "stopped");
  if (deadline_ && std::chrono::steady_clock::now() >= *deadline_)
    return fail(ErrorKind::User, "the query took longer than its time limit of " + seconds_text(time_limit_) + " s",
                "narrow the query (time, columns), or raise the limit");
  return {};
}

Result<void> run_apart(std::function<void()> work, const RunLimits& limits) {
  struct Shared {
    std::mutex mutex;
    std::condition_variable ended;
    bool done = false;
    bool left = false;
  };
  const auto shared = std::make_shared<Shared>();
  std::thread thread([shared, work = std::move(work)]() mutable {
    work();
    work = {};  // what it owns goes before anybody hears that it is over
    const std::lock_guard lock(shared->mutex);
    shared->done = true;
    shared->ended.notify_all();
    if (shared->left) count_left_behind(-1);
  });
  std::unique_lock lock(shared->mutex);
  std::optional<std::chrono::steady_clock::time_point> reached;
  Result<void> limit;
  while (!shared->ended.wait_for(lock, look_at_limits_every, [&] { return shared->done; })) {
    const auto now = std::chrono::steady_clock::now();
    if (!reached) {
      limit = limits.check();
      if (!limit) reached = now;
    } else if (now - *reached > patience_with_work) {
      shared->left = true;
      count_left_behind(1);
      thread.detach();
      return limit;
    }
  }
  lock.unlock();
  thread.join();
  return limit;
}

void count_left_behind(int change) {
  LeftBehind& counted = left_behind();
  const std::lock_guard lock(counted.mutex);
  counted.threads += change;
  counted.fewer.notify_all();
}

bool wait_for_left_behind(std::chrono::milliseconds patience) {
  LeftBehind& counted = left_behind();
  std::unique_lock lock(counted.mutex);
  return counted.fewer.wait_for(lock, patience, [&] { return counted.threads == 0; });
}

}  // namespace huntbook
