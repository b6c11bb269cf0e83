// Parses Event elements into the fields that the reader of event logs makes of the same events.
#pragma once

#include <memory>

#include "ingest/record/block.hpp"

namespace huntbook::ingest {

// For records of event_scanner().
std::unique_ptr<RecordParser> winxml_parser();

}  // namespace huntbook::ingest
