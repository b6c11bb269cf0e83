// Bytes in memory as a source, for readers under test and under measurement.
#pragma once

#include <algorithm>
#include <string_view>

#include "ingest/source/byte_source.hpp"

namespace huntbook::fuzz {

class Bytes final : public ingest::ByteSource {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
  Result<std::size_t> read(char* to, std::size_t size) override {
    const std::size_t count = std::min(size, bytes_.size());
    bytes_.copy(to, count);
    bytes_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view bytes_;
};

}  // namespace huntbook::fuzz
