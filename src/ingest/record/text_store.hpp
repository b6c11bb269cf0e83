// Texts that a parser makes for the fields of a block, packed into few strings that do not move.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "ingest/record/block.hpp"

namespace huntbook::ingest {

class TextStore {
 public:
  explicit TextStore(ParsedBlock& out) : out_(out) {}

  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    std::string& texts = room_for(text.size());
    const std::size_t begin = texts.size();
    texts.append(text);
    return std::string_view(texts).substr(begin);
  }

 private:
  // A string to whose end at most `size` bytes may be appended; what is appended stays where it is.
  std::string& room_for(std::size_t size) {
    if (last_ == nullptr || last_->capacity() - last_->size() < size) {
      last_ = &out_.made.emplace_back();
      last_->reserve(std::max<std::size_t>(size, std::size_t{64} << 10));
    }
    return *last_;
  }

  ParsedBlock& out_;
  std::string* last_ = nullptr;
};

}  // namespace huntbook::ingest
