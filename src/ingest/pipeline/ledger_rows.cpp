#include "ingest/pipeline/ledger_rows.hpp"

namespace huntbook::ingest {

std::string_view name_of(casefile::EvidenceStatus status) {
  switch (status) {
    case casefile::EvidenceStatus::Stored:
      return "stored";
    case casefile::EvidenceStatus::StoredPartly:
      return "stored partly";
    case casefile::EvidenceStatus::Rejected:
      return "rejected";
    case casefile::EvidenceStatus::Skipped:
      return "skipped";
    case casefile::EvidenceStatus::NotRead:
      return "not read";
  }
  return "";
}

std::pair<Schema, Batch> ledger_rows(const std::vector<casefile::EvidenceRecord>& files) {
  Schema schema = {{"EvidenceId", ScalarType::Long},
                   {"Path", ScalarType::String},
                   {"Format", ScalarType::String},
                   {"Status", ScalarType::String},
                   {"RecordsRead", ScalarType::Long},
                   {"RecordsStored", ScalarType::Long},
                   {"RecordsDuplicate", ScalarType::Long},
                   {"RecordsRejected", ScalarType::Long},
                   {"FirstEvent", ScalarType::DateTime},
                   {"LastEvent", ScalarType::DateTime},
                   {"Note", ScalarType::String}};
  Batch batch = make_batch(schema);
  for (const casefile::EvidenceRecord& file : files) {
    batch.columns[0].push_long(file.id);
    batch.columns[1].push_text(file.path);
    batch.columns[2].push_text(file.format);
    batch.columns[3].push_text(name_of(file.status));
    batch.columns[4].push_long(static_cast<std::int64_t>(file.records_read));
    batch.columns[5].push_long(static_cast<std::int64_t>(file.records_stored));
    batch.columns[6].push_long(static_cast<std::int64_t>(file.records_duplicate));
    batch.columns[7].push_long(static_cast<std::int64_t>(file.records_rejected));
    batch.columns[8].push_long(file.first_event);
    batch.columns[9].push_long(file.last_event);
    batch.columns[10].push_text(file.note);
  }
  return {std::move(schema), std::move(batch)};
}

}  // namespace huntbook::ingest
