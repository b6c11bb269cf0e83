// Turns whole syslog messages into records with the columns of Syslog.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "ingest/record/block.hpp"

namespace huntbook::ingest {

// How the parser calls what it gives, in ParsedBlock::source.
inline constexpr std::string_view syslog_source_name = "syslog";

// For blocks of syslog_lines(). `facility`: of messages that do not say theirs; empty: unknown.
std::unique_ptr<RecordParser> syslog_parser(std::string facility);

}  // namespace huntbook::ingest
