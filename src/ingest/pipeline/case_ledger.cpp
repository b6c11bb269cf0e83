#include "ingest/pipeline/case_ledger.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "case/documented_tables.hpp"

namespace huntbook::ingest {

namespace {

static_assert(file_column == casefile::file_column && record_column == casefile::record_column &&
              extra_column == casefile::extra_column);

class CaseLedgerFile final : public LedgerFile {
 public:
  CaseLedgerFile(std::unique_ptr<casefile::FileIngest> file, std::set<std::uint64_t>& sizes)
      : file_(std::move(file)), sizes_(sizes) {}

  Result<void> append(std::string_view table, const Schema& schema, std::vector<Batch> batches) override {
    return file_->append(table, schema, std::move(batches));
  }
  Result<void> reject(Rejection rejection) override {
    return file_->reject({file_->evidence_id(), rejection.offset, rejection.line, std::move(rejection.reason),
                          std::move(rejection.head)});
  }
  std::int64_t id() const override { return file_->evidence_id(); }
  Result<casefile::EvidenceRecord> commit(casefile::EvidenceRecord record, const std::atomic<bool>* stop) override {
    const std::uint64_t size = record.size;
    HUNTBOOK_TRY(auto stored, file_->commit(std::move(record), stop));
    sizes_.insert(size);
    return stored;
  }

 private:
  std::unique_ptr<casefile::FileIngest> file_;
  std::set<std::uint64_t>& sizes_;
};

// The case's own tables (the ledger, observations) take no evidence.
std::vector<std::string> names_for_evidence() {
  std::vector<std::string> names;
  for (std::string_view name : casefile::documented_table_names())
    if (!casefile::is_own_table(name)) names.emplace_back(name);
  return names;
}

class CaseLedger final : public Ledger {
 public:
  CaseLedger(casefile::CaseFile& case_file, const std::vector<casefile::EvidenceRecord>& rows) : case_file_(case_file) {
    for (const casefile::EvidenceRecord& row : rows) sizes_.insert(row.size);
  }

  Result<std::unique_ptr<LedgerFile>> begin_file() override {
    HUNTBOOK_TRY(auto file, case_file_.begin_file());
    return std::make_unique<CaseLedgerFile>(std::move(file), sizes_);
  }
  std::filesystem::path case_folder() const override { return case_file_.folder(); }
  Result<std::optional<casefile::EvidenceRecord>> with_hash(std::string_view sha256) override {
    return case_file_.evidence_with_hash(sha256);
  }
  Result<bool> has_size(std::uint64_t size) override { return sizes_.contains(size); }
  const DocumentedTables& documented() const override { return documented_; }
  KnownTypes stored_types(std::string_view table) const override {
    KnownTypes types;
    for (const casefile::StoredTable& stored : case_file_.tables()) {
      if (stored.name != table || stored.relation.empty()) continue;
      for (const casefile::StoredColumn& column : stored.columns) types.emplace(column.name, column.type);
    }
    return types;
  }

 private:
  casefile::CaseFile& case_file_;
  std::set<std::uint64_t> sizes_;
  DocumentedTables documented_ = tables_for_evidence();
};

}  // namespace

DocumentedTables tables_for_evidence() {
  return {names_for_evidence(), [](std::string_view name) { return casefile::find_documented(name)->columns; }};
}

Result<std::unique_ptr<Ledger>> case_ledger(casefile::CaseFile& case_file) {
  HUNTBOOK_TRY(const auto rows, case_file.evidence());
  return std::make_unique<CaseLedger>(case_file, rows);
}

Result<Summary> ingest(casefile::CaseFile& case_file, const std::vector<std::filesystem::path>& paths,
                       const Options& options) {
  HUNTBOOK_TRY(const auto ledger, case_ledger(case_file));
  return ingest(*ledger, paths, options);
}

}  // namespace huntbook::ingest
