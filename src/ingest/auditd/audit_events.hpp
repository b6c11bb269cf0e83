// A log of Linux' auditd in blocks whose records are whole events.
#pragma once

#include <memory>

#include "ingest/format/block_reader.hpp"
#include "ingest/record/block.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

// The text of each raw record is that of the event's lines, LF between them, in their order. Lines that are no audit
// records are rejected one by one; the separators that ausearch writes between events are none.
std::unique_ptr<BlockSource> audit_events(ByteSource& source, const BlockSizes& sizes);

}  // namespace huntbook::ingest
