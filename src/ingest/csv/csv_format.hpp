// Delimited values as formats of evidence.
#pragma once

#include "ingest/csv/csv_dialect.hpp"
#include "ingest/format/format.hpp"

namespace huntbook::ingest {

// Comma, semicolon and the like; and tabs.
Format csv_format();
Format tsv_format();

// How a file of this dialect is read; `format` as the ledger shows it.
Detected delimited(CsvDialect dialect, std::string format);

}  // namespace huntbook::ingest
