#include "ingest/pipeline/ledger_rows.hpp"

#include <cstdint>
#include <optional>
#include <string>

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

namespace {

struct LedgerColumn {
  const char* name;
  ScalarType type;
  void (*put)(const casefile::EvidenceRecord& file, Column& to);
};

template <std::uint64_t casefile::EvidenceRecord::* count>
void put_count(const casefile::EvidenceRecord& file, Column& to) {
  to.push_long(static_cast<std::int64_t>(file.*count));
}
template <std::string casefile::EvidenceRecord::* text>
void put_text(const casefile::EvidenceRecord& file, Column& to) {
  to.push_text(file.*text);
}
template <std::optional<Ticks> casefile::EvidenceRecord::* time>
void put_time(const casefile::EvidenceRecord& file, Column& to) {
  to.push_long(file.*time);
}

using Record = casefile::EvidenceRecord;
constexpr LedgerColumn id = {"EvidenceId", ScalarType::Long,
                             [](const Record& file, Column& to) { to.push_long(file.id); }};
constexpr LedgerColumn path = {"Path", ScalarType::String, put_text<&Record::path>};
constexpr LedgerColumn size = {"Size", ScalarType::Long, put_count<&Record::size>};
constexpr LedgerColumn format = {"Format", ScalarType::String, put_text<&Record::format>};
constexpr LedgerColumn status = {"Status", ScalarType::String,
                                 [](const Record& file, Column& to) { to.push_text(name_of(file.status)); }};
constexpr LedgerColumn read = {"RecordsRead", ScalarType::Long, put_count<&Record::records_read>};
constexpr LedgerColumn stored = {"RecordsStored", ScalarType::Long, put_count<&Record::records_stored>};
constexpr LedgerColumn duplicate = {"RecordsDuplicate", ScalarType::Long, put_count<&Record::records_duplicate>};
constexpr LedgerColumn rejected = {"RecordsRejected", ScalarType::Long, put_count<&Record::records_rejected>};
constexpr LedgerColumn first = {"FirstEvent", ScalarType::DateTime, put_time<&Record::first_event>};
constexpr LedgerColumn last = {"LastEvent", ScalarType::DateTime, put_time<&Record::last_event>};
constexpr LedgerColumn note = {"Note", ScalarType::String, put_text<&Record::note>};
constexpr LedgerColumn sha256 = {"Sha256", ScalarType::String, put_text<&Record::sha256>};

std::vector<LedgerColumn> columns_of(LedgerView view) {
  if (view == LedgerView::Taken)
    return {id, path, format, status, read, stored, duplicate, rejected, first, last, note};
  return {id, path, size, format, read, stored, duplicate, rejected, first, last, status, note, sha256};
}

}  // namespace

std::pair<Schema, Batch> ledger_rows(const std::vector<casefile::EvidenceRecord>& files, LedgerView view) {
  Schema schema;
  Batch batch;
  for (const LedgerColumn& shown : columns_of(view)) {
    schema.push_back({shown.name, shown.type});
    Column& column = batch.columns.emplace_back(shown.type);
    for (const casefile::EvidenceRecord& file : files) shown.put(file, column);
  }
  return {std::move(schema), std::move(batch)};
}

}  // namespace huntbook::ingest
