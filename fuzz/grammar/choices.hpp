// Where a made-up query's turns come from: a seed, or the bytes of a fuzzer's input, which then steers the grammar.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>

namespace huntbook::fuzz {

class Choices {
 public:
  explicit Choices(unsigned seed) : random_(seed) {}
  // After the last byte every choice is the first one.
  explicit Choices(std::span<const std::uint8_t> bytes) : bytes_(bytes), from_bytes_(true) {}

  // A number below `count`, which is at least 1.
  std::size_t below(std::size_t count) {
    if (!from_bytes_) return static_cast<std::size_t>(random_()) % count;
    std::size_t value = 0;
    for (std::size_t covered = 1; covered < count; covered *= 256) {
      if (at_ == bytes_.size()) return 0;
      value = value * 256 + bytes_[at_++];
    }
    return value % count;
  }
  template <class List>
  const auto& of(const List& list) {
    return list[below(list.size())];
  }
  bool once_in(std::size_t count) { return below(count) == count - 1; }

 private:
  std::mt19937 random_;
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
  bool from_bytes_ = false;
};

}  // namespace huntbook::fuzz
