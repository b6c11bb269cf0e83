// Cuts a Windows event log into blocks of whole chunks, and finds the records in them.
#pragma once

#include <memory>
#include <string_view>

#include "ingest/record/block.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

// Whether a file that begins like this is a Windows event log.
bool is_evtx(std::string_view head);

// `block_bytes`: about how long a block is. Chunks are read to the end of the file, whatever number of them its header
// gives. `carve`: leftovers of older records in the unused part of chunks come out too, behind the others, and are
// marked as carved; else a remark says how many there may be.
std::unique_ptr<BlockSource> evtx_blocks(ByteSource& source, std::size_t block_bytes, bool carve = false);

}  // namespace huntbook::ingest
