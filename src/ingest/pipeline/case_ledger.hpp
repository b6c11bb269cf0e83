// Ingest into a case.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "base/result.hpp"
#include "case/case_file.hpp"
#include "ingest/pipeline/ingest.hpp"
#include "ingest/pipeline/ledger.hpp"
#include "ingest/tables/documented_table.hpp"

namespace huntbook::ingest {

// The ledger of a case open for writing, which must outlive it. While it lives, nothing else may ingest into the case.
Result<std::unique_ptr<Ledger>> case_ledger(casefile::CaseFile& case_file);

// The tables that evidence may fill, which are the same for every case.
DocumentedTables tables_for_evidence();

// ingest() into a case open for writing.
Result<Summary> ingest(casefile::CaseFile& case_file, const std::vector<std::filesystem::path>& paths,
                       const Options& options);

}  // namespace huntbook::ingest
