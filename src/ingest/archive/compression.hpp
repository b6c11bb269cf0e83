// Compressed files: gzip, bzip2, xz and Zstandard, as a stream of what they hold.
#pragma once

#include <memory>
#include <string_view>

#include "ingest/archive/unpack_limits.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

// "gzip", "bzip2", "xz" or "zstd" by the first bytes of a file; empty: none of them.
std::string_view compression_kind(std::string_view head);

// What `from`, which is compressed as `kind`, holds; what precedes damage is delivered. Errors: a truncated or damaged
// stream (kind User), beyond the limits (kind User), and those of `from`.
std::unique_ptr<ByteSource> decompressed(std::string_view kind, ByteSource& from, UnpackBudget& budget);

}  // namespace huntbook::ingest
