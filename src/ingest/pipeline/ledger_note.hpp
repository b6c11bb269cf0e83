// The remark that a file's ledger row carries: whatever was assumed, changed or left behind while it was read.
#pragma once

#include <string>

#include "ingest/pipeline/file_run.hpp"

namespace huntbook::ingest {

// `known`: columns whose type was found too narrow in an earlier reading.
std::string ledger_note(const RunResult& result, const KnownTypesByTable& known);

}  // namespace huntbook::ingest
