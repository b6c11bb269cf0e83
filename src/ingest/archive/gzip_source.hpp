// Decompresses gzip (RFC 1952), also several members behind one another. What precedes damage is delivered.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

// How much an archive or a compressed file may unfold; hostile ones unfold without end.
struct UnpackLimits {
  std::uint64_t free_bytes = std::uint64_t{256} << 20;  // the ratio is looked at beyond this
  std::uint64_t max_ratio = 400;                        // unpacked to packed
  std::uint64_t max_bytes = std::uint64_t{1} << 40;     // in all
  std::uint64_t max_members = 100'000;
};

bool is_gzip(std::string_view head);

// Errors: a truncated or damaged stream (kind User), beyond the limits (kind User), and those of `from`.
std::unique_ptr<ByteSource> gzip_source(ByteSource& from, const UnpackLimits& limits);

}  // namespace huntbook::ingest
