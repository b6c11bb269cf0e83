// What the ledger says of the files of one ingest, as a result to be shown.
#pragma once

#include <utility>
#include <vector>

#include "base/column.hpp"
#include "case/case_file.hpp"

namespace huntbook::ingest {

// Columns EvidenceId, Path, Format, Status, RecordsRead, RecordsStored, RecordsDuplicate, RecordsRejected, FirstEvent,
// LastEvent, Note.
std::pair<Schema, Batch> ledger_rows(const std::vector<casefile::EvidenceRecord>& files);

// stored, stored partly, rejected, skipped: the status as people read it.
std::string_view name_of(casefile::EvidenceStatus status);

}  // namespace huntbook::ingest
