// Finds the entries of a journal export ("Journal Export Format" of systemd's documentation).
#pragma once

#include <memory>

#include "ingest/record/block.hpp"

namespace huntbook::ingest {

// Entries end with an empty line. A field is NAME=VALUE on a line, or NAME on one, the size of the value in 8 bytes
// (little endian), the value and a line end.
std::unique_ptr<RecordScanner> journal_scanner();

}  // namespace huntbook::ingest
