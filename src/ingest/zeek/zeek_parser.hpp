// Records of Zeek's tab-separated logs, in the form that its JSON logs have: flags as true and false, sets and vectors
// as arrays, the log's name under _path.
#pragma once

#include <memory>

#include "ingest/record/block.hpp"
#include "ingest/zeek/zeek_header.hpp"

namespace huntbook::ingest {

// `log` must outlive the parser.
std::unique_ptr<RecordParser> zeek_parser(const ZeekLog& log);

}  // namespace huntbook::ingest
