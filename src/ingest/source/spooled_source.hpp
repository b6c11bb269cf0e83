// A stream copied to a nameless temporary file, for readers that have to seek.
#pragma once

#include <cstdint>
#include <memory>

#include "base/result.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

struct Spooled {
  std::unique_ptr<ByteSource> source;  // can seek
  std::uint64_t size = 0;
};

// Errors: those of `from`; no room for the file (kind Environment).
Result<Spooled> spool(ByteSource& from);

}  // namespace huntbook::ingest
