// What an ingest needs of the case: transactions of one file each, and what is known already.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string_view>

#include "case/case_file.hpp"
#include "ingest/pipeline/row_sink.hpp"
#include "ingest/tables/documented_table.hpp"
#include "ingest/tables/own_table.hpp"

namespace huntbook::ingest {

// The ingest of one file; dropped without commit(), nothing of it remains.
class LedgerFile : public RowSink {
 public:
  virtual std::int64_t id() const = 0;
  // An error of kind Cancelled once `stop` (null: no one asks) is set.
  virtual Result<casefile::EvidenceRecord> commit(casefile::EvidenceRecord record, const std::atomic<bool>* stop) = 0;
};

class Ledger {
 public:
  virtual ~Ledger() = default;
  virtual Result<std::unique_ptr<LedgerFile>> begin_file() = 0;
  // Where the case lies, whose own files are no evidence; empty: in memory.
  virtual std::filesystem::path case_folder() const = 0;
  virtual Result<std::optional<casefile::EvidenceRecord>> with_hash(std::string_view sha256) = 0;
  // Whether some file in the ledger has this size.
  virtual Result<bool> has_size(std::uint64_t size) = 0;
  // Documented tables, whether they have rows or not.
  virtual const DocumentedTables& documented() const = 0;
  // Types of the columns of a table that is made of its data, as it stands; empty when there is none.
  virtual KnownTypes stored_types(std::string_view table) const = 0;
};

}  // namespace huntbook::ingest
