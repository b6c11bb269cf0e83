// Hands items from one producer to several workers, and their results to one consumer in the order of the items.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace huntbook::ingest {

template <class Item, class Made>
class OrderedQueue {
 public:
  // At most `limit` items are between put() and take_result() at any time.
  explicit OrderedQueue(std::size_t limit) : limit_(limit) {}

  // Waits for room; false once closed early.
  bool put(Item item) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return abandoned_ || in_flight_ < limit_; });
    if (abandoned_) return false;
    ++in_flight_;
    items_.emplace_back(produced_++, std::move(item));
    changed_.notify_all();
    return true;
  }
  // No more items come.
  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  // Wakes everyone; nothing more is handed out.
  void abandon() {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
    changed_.notify_all();
  }
  // The next item with its number; nothing when there will be none.
  std::optional<std::pair<std::uint64_t, Item>> take_item() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return abandoned_ || ended_ || !items_.empty(); });
    if (abandoned_ || items_.empty()) return std::nullopt;
    std::optional<std::pair<std::uint64_t, Item>> item(std::move(items_.front()));
    items_.pop_front();
    return item;
  }
  void put_result(std::uint64_t number, Made made) {
    const std::lock_guard lock(mutex_);
    made_.emplace(number, std::move(made));
    changed_.notify_all();
  }
  // The result of the next item in order; nothing after the last.
  std::optional<Made> take_result() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return abandoned_ || made_.contains(taken_) || (ended_ && taken_ == produced_); });
    const auto found = made_.find(taken_);
    if (abandoned_ || found == made_.end()) return std::nullopt;
    std::optional<Made> result(std::move(found->second));
    made_.erase(found);
    ++taken_;
    --in_flight_;
    changed_.notify_all();
    return result;
  }

 private:
  std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<std::uint64_t, Item>> items_;
  std::map<std::uint64_t, Made> made_;
  std::uint64_t produced_ = 0;
  std::uint64_t taken_ = 0;
  std::size_t in_flight_ = 0;
  bool ended_ = false;
  bool abandoned_ = false;
};

}  // namespace huntbook::ingest
