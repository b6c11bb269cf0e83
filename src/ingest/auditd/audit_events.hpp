// A log of Linux' auditd in blocks whose records are whole events.
#pragma once

#include <memory>

#include "ingest/auditd/audit_lines.hpp"
#include "ingest/format/block_reader.hpp"
#include "ingest/record/block.hpp"

namespace huntbook::ingest {

// The text of each raw record is that of the event's lines, LF between them, in their order. Lines that are no audit
// records are rejected one by one; the separators that ausearch writes between events are none.
// `in_order`: the lines stand as auditd wrote them; else those of an event may stand in any order.
std::unique_ptr<BlockSource> audit_events(std::unique_ptr<AuditLines> lines, bool in_order, const BlockSizes& sizes);

}  // namespace huntbook::ingest
