// What the ledger says of files, as a result to be shown.
#pragma once

#include <utility>
#include <vector>

#include "base/column.hpp"
#include "case/case_file.hpp"

namespace huntbook::ingest {

enum class LedgerView {
  Taken,  // what an ingest says of each file: EvidenceId, Path, Format, Status, RecordsRead, RecordsStored,
          // RecordsDuplicate, RecordsRejected, FirstEvent, LastEvent, Note
  Whole,  // what is kept: EvidenceId, Path, Size, Format, RecordsRead, RecordsStored, RecordsDuplicate,
          // RecordsRejected, FirstEvent, LastEvent, Status, Note, Sha256
};
std::pair<Schema, Batch> ledger_rows(const std::vector<casefile::EvidenceRecord>& files, LedgerView view);

// stored, stored partly, rejected, skipped: the status as people read it.
std::string_view name_of(casefile::EvidenceStatus status);

}  // namespace huntbook::ingest
