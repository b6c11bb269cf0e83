#include "ingest/evtx/evtx_format.hpp"

#include "ingest/evtx/evtx_blocks.hpp"
#include "ingest/evtx/evtx_parser.hpp"

namespace huntbook::ingest {

namespace {

Detected event_log() {
  return {"evtx",
          {},
          [](ByteSource& source, const BlockSizes& sizes) { return evtx_blocks(source, sizes.block); },
          evtx_parser};
}

}  // namespace

Format evtx_format() {
  return {"evtx",
          "a Windows event log",
          [](const FileHead& head) { return is_evtx(head.bytes) ? std::optional(event_log()) : std::nullopt; },
          nullptr,
          [](const FileHead&) -> Result<Detected> { return event_log(); },
          true};
}

}  // namespace huntbook::ingest
