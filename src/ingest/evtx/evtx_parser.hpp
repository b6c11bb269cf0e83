// Parses the records of a Windows event log into fields: those of the event's System part first, then its own data
// (EventData or UserData).
#pragma once

#include <memory>

#include "ingest/record/block.hpp"

namespace huntbook::ingest {

// For blocks of evtx_blocks(): whole chunks, the first at the block's begin. Templates are compiled once per chunk and
// known again by what they say, whatever GUID they bear.
std::unique_ptr<RecordParser> evtx_parser();

}  // namespace huntbook::ingest
