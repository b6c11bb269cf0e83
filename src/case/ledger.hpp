// The ledger's rows on their way in and out of the engine (tables Evidence and EvidenceErrors).
#pragma once

#include <vector>

#include "base/result.hpp"
#include "case/case_file.hpp"
#include "engine/engine.hpp"

namespace huntbook::casefile {

// Records in the order of their ids. `condition` is SQL over the columns c1, c2, ... of table evidence, or empty.
Result<std::vector<EvidenceRecord>> read_evidence(engine::Connection& connection, std::string_view condition);
Result<void> insert_evidence(engine::Connection& connection, const EvidenceRecord& record);

Result<std::vector<EvidenceError>> read_errors(engine::Connection& connection);
Result<void> insert_errors(engine::Connection& connection, const std::vector<EvidenceError>& errors);

}  // namespace huntbook::casefile
