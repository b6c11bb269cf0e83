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
    if (last_ == nullptr || last_->capacity() - last_->size() < text.size()) {
      last_ = &out_.made.emplace_back();
      last_->reserve(std::max<std::size_t>(text.size(), std::size_t{64} << 10));
    }
    const std::size_t begin = last_->size();
    last_->append(text);
    return std::string_view(*last_).substr(begin);
  }

 private:
  ParsedBlock& out_;
  std::string* last_ = nullptr;
};

}  // namespace huntbook::ingest
