#include "ingest/evtx/evtx_format.hpp"

#include "ingest/evtx/evtx_blocks.hpp"
#include "ingest/evtx/evtx_carver.hpp"
#include "ingest/evtx/evtx_parser.hpp"

namespace huntbook::ingest {

namespace {

Detected event_log(bool carve) {
  return {"evtx",
          {},
          [carve](ByteSource& source, const BlockSizes& sizes) { return evtx_blocks(source, sizes.block, carve); },
          evtx_parser};
}

Detected carved_log() {
  return {"evtx-carve", {}, [](ByteSource& source, const BlockSizes&) { return evtx_carver(source); }, evtx_parser};
}

}  // namespace

Format evtx_format() {
  return {
      "evtx",
      "a Windows event log",
      [](const FileHead& head) { return is_evtx(head.bytes) ? std::optional(event_log(head.carve)) : std::nullopt; },
      nullptr,
      [](const FileHead& head) -> Result<Detected> { return event_log(head.carve); },
      true};
}

Format evtx_carving_format() {
  return {"evtx-carve",
          "chunks of Windows event logs in any file",
          [](const FileHead& head) {
            // Text may be carved too, but only on explicit wish.
            const bool binary = head.bytes.find('\0') != std::string_view::npos;
            return head.carve && binary ? std::optional(carved_log()) : std::nullopt;
          },
          nullptr,
          [](const FileHead&) -> Result<Detected> { return carved_log(); },
          true};
}

}  // namespace huntbook::ingest
