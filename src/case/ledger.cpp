#include "case/ledger.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "case/documented_tables.hpp"
#include "case/own_table_access.hpp"
#include "case/store.hpp"

namespace huntbook::casefile {

namespace {

struct StatusName {
  EvidenceStatus status;
  std::string_view name;
};
constexpr auto status_names = std::to_array<StatusName>({{EvidenceStatus::Stored, "Stored"},
                                                         {EvidenceStatus::StoredPartly, "StoredPartly"},
                                                         {EvidenceStatus::Rejected, "Rejected"},
                                                         {EvidenceStatus::Skipped, "Skipped"},
                                                         {EvidenceStatus::NotRead, "NotRead"}});

std::string_view name_of_status(EvidenceStatus status) {
  return std::ranges::find(status_names, status, &StatusName::status)->name;
}

EvidenceStatus status_named(std::string_view name) {
  auto found = std::ranges::find(status_names, name, &StatusName::name);
  return found == status_names.end() ? EvidenceStatus::Rejected : found->status;
}

std::string select_own(std::string_view table) {
  return fmt::format("SELECT {} FROM {}", fmt::join(own_sources(table), ", "), own_relation(table));
}

void push_count(Column& column, std::uint64_t count) {
  column.push_long(static_cast<std::int64_t>(count));
}

// Reads the cells of a row from left to right.
class RowReader {
 public:
  RowReader(const Batch& batch, std::size_t row) : batch_(batch), row_(row) {}
  std::string text() { return std::string(batch_.columns[next_++].text_at(row_)); }
  std::int64_t number() { return time().value_or(0); }
  std::uint64_t count() { return static_cast<std::uint64_t>(number()); }
  std::optional<Ticks> time() {
    const Column& column = batch_.columns[next_++];
    if (column.is_null(row_)) return std::nullopt;
    return column.long_at(row_);
  }

 private:
  const Batch& batch_;
  std::size_t row_;
  std::size_t next_ = 0;
};

Result<void> insert_own(engine::Connection& connection, std::string_view table, Batch batch) {
  return insert_rows(connection, own_relation(table), own_sources(table), std::move(batch));
}

}  // namespace

Result<std::vector<EvidenceRecord>> read_evidence(engine::Connection& connection, std::string_view condition) {
  std::vector<EvidenceRecord> records;
  std::string sql =
      select_own("Evidence") + (condition.empty() ? "" : fmt::format(" WHERE {}", condition)) + " ORDER BY c1";
  HUNTBOOK_CHECK(
      each_row(connection, sql, find_documented("Evidence")->columns, [&](const Batch& batch, std::size_t row) {
        RowReader cells(batch, row);
        EvidenceRecord& record = records.emplace_back();
        record.id = cells.number();
        record.path = cells.text();
        record.size = cells.count();
        record.sha256 = cells.text();
        record.format = cells.text();
        record.timezone = cells.text();
        record.ingested_at = cells.number();
        record.tool_version = cells.text();
        record.records_read = cells.count();
        record.records_stored = cells.count();
        record.records_duplicate = cells.count();
        record.records_rejected = cells.count();
        record.first_event = cells.time();
        record.last_event = cells.time();
        record.status = status_named(cells.text());
        record.note = cells.text();
      }));
  return records;
}

Result<void> insert_evidence(engine::Connection& connection, const EvidenceRecord& record) {
  Batch batch = make_batch(find_documented("Evidence")->columns);
  std::vector<Column>& columns = batch.columns;
  columns[0].push_long(record.id);
  columns[1].push_text(record.path);
  push_count(columns[2], record.size);
  columns[3].push_text(record.sha256);
  columns[4].push_text(record.format);
  columns[5].push_text(record.timezone);
  columns[6].push_long(record.ingested_at);
  columns[7].push_text(record.tool_version);
  push_count(columns[8], record.records_read);
  push_count(columns[9], record.records_stored);
  push_count(columns[10], record.records_duplicate);
  push_count(columns[11], record.records_rejected);
  columns[12].push_long(record.first_event);
  columns[13].push_long(record.last_event);
  columns[14].push_text(name_of_status(record.status));
  columns[15].push_text(record.note);
  return insert_own(connection, "Evidence", std::move(batch));
}

Result<std::vector<EvidenceError>> read_errors(engine::Connection& connection) {
  std::vector<EvidenceError> errors;
  HUNTBOOK_CHECK(each_row(connection, select_own("EvidenceErrors") + " ORDER BY c1, c2, c3",
                          find_documented("EvidenceErrors")->columns, [&](const Batch& batch, std::size_t row) {
                            RowReader cells(batch, row);
                            EvidenceError& error = errors.emplace_back();
                            error.evidence_id = cells.number();
                            error.offset = cells.count();
                            error.line = cells.count();
                            error.reason = cells.text();
                            error.head = cells.text();
                          }));
  return errors;
}

Result<void> insert_errors(engine::Connection& connection, const std::vector<EvidenceError>& errors) {
  if (errors.empty()) return {};
  Batch batch = make_batch(find_documented("EvidenceErrors")->columns);
  for (const EvidenceError& error : errors) {
    batch.columns[0].push_long(error.evidence_id);
    push_count(batch.columns[1], error.offset);
    push_count(batch.columns[2], error.line);
    batch.columns[3].push_text(error.reason);
    batch.columns[4].push_text(error.head);
  }
  return insert_own(connection, "EvidenceErrors", std::move(batch));
}

Result<std::vector<EvidenceRecord>> CaseFile::evidence() {
  return read_evidence(*state_->connection, {});
}

Result<std::optional<EvidenceRecord>> CaseFile::evidence_with_hash(std::string_view sha256) {
  if (sha256.empty() || sha256.find_first_not_of("0123456789abcdef") != std::string_view::npos) return std::nullopt;
  HUNTBOOK_TRY(auto records, read_evidence(*state_->connection, fmt::format("c4 = '{}'", sha256)));
  if (records.empty()) return std::nullopt;
  return std::move(records.front());
}

Result<std::vector<EvidenceError>> CaseFile::errors() {
  return read_errors(*state_->connection);
}

}  // namespace huntbook::casefile
