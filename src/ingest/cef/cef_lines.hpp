// Lines of a file whose syslog headers may be without a year, in blocks that have the years.
#pragma once

#include <memory>

#include "ingest/format/block_reader.hpp"
#include "ingest/format/year_finder.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

// Such a file is read twice.
std::unique_ptr<BlockSource> cef_lines(ByteSource& source, const BlockSizes& sizes, const LatestMoment& latest);

}  // namespace huntbook::ingest
