// Finds chunks of event logs at any place of any file: logs without their header, remains of deleted ones, images of
// disks and memory.
#pragma once

#include <memory>

#include "ingest/record/block.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

// A block per chunk, whose records are all marked as carved; none comes out twice. Records whose chunk's header is gone
// are not found, since what they refer to lies at places counted from it.
std::unique_ptr<BlockSource> evtx_carver(ByteSource& source);

}  // namespace huntbook::ingest
