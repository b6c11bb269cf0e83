// Records that are lines: they end with LF or CR LF, blank ones are none.
#pragma once

#include <memory>

#include "ingest/record/block.hpp"

namespace huntbook::ingest {

std::unique_ptr<RecordScanner> line_scanner();

}  // namespace huntbook::ingest
