// Turns whole audit events into records whose fields are the columns of LinuxAudit.
#pragma once

#include <memory>
#include <string_view>

#include "ingest/record/block.hpp"

namespace huntbook::ingest {

// How the parser calls what it gives, in ParsedBlock::source.
inline constexpr std::string_view linux_audit_source_name = "linux_audit";

// For blocks of audit_events(): each raw record is the lines of one event.
std::unique_ptr<RecordParser> audit_parser();

}  // namespace huntbook::ingest
