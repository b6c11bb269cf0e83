// Decompresses bzip2, xz and Zstandard through libarchive's filters.
#pragma once

#include <memory>
#include <string_view>

#include "ingest/archive/unpack_limits.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

// `kind`: bzip2, xz or zstd. Errors as those of decompressed().
std::unique_ptr<ByteSource> filter_source(std::string_view kind, ByteSource& from, UnpackBudget& budget);

}  // namespace huntbook::ingest
