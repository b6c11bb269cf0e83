// The bytes of a block while a reader puts them together; the padding that parsers need is always behind them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "ingest/record/block.hpp"

namespace huntbook::ingest {

class GrowingBytes {
 public:
  explicit GrowingBytes(std::size_t room) : bytes_(new char[room + block_padding]), capacity_(room) {}

  std::size_t size() const { return size_; }
  void append(std::string_view text) {
    if (capacity_ - size_ < text.size()) {
      capacity_ = std::max(capacity_ * 2, size_ + text.size());
      std::unique_ptr<char[]> bigger(new char[capacity_ + block_padding]);
      std::memcpy(bigger.get(), bytes_.get(), size_);
      bytes_ = std::move(bigger);
    }
    std::memcpy(bytes_.get() + size_, text.data(), text.size());
    size_ += text.size();
  }
  std::unique_ptr<char[]> take() { return std::move(bytes_); }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_;
  std::size_t size_ = 0;
};

}  // namespace huntbook::ingest
