// Decompresses gzip (RFC 1952), also several members behind one another. What precedes damage is delivered.
#pragma once

#include <memory>
#include <string_view>

#include "ingest/archive/unpack_limits.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

bool is_gzip(std::string_view head);

// Errors: a truncated or damaged stream (kind User), beyond the limits (kind User), and those of `from`.
std::unique_ptr<ByteSource> gzip_source(ByteSource& from, UnpackBudget& budget);

}  // namespace huntbook::ingest
