// A syslog file in blocks whose records are whole messages, with their years.
#pragma once

#include <memory>

#include "ingest/format/block_reader.hpp"
#include "ingest/format/year_finder.hpp"
#include "ingest/record/block.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

// Blocks have the years of their stamps. Lines that do not begin as syslog's do go on with the message before them;
// those before the first message are rejected. `needs_years`: the file has stamps without a year, and is read twice for
// them.
std::unique_ptr<BlockSource> syslog_lines(ByteSource& source, const BlockSizes& sizes, bool needs_years,
                                          const LatestMoment& latest);

}  // namespace huntbook::ingest
