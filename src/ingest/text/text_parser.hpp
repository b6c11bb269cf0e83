// Lines as records: raw auditd logs, and any text on request.
#pragma once

#include <memory>
#include <string_view>

#include "ingest/record/block.hpp"

namespace huntbook::ingest {

// Whether the first lines of a file are records of Linux' auditd: [node=...] type=NAME msg=audit(SECONDS:SERIAL): ...
bool is_auditd(std::string_view head);

// Every line becomes one field RawData; a line of auditd gets TimeGenerated from its stamp too.
std::unique_ptr<RecordParser> text_parser();

}  // namespace huntbook::ingest
