// Finds records in delimited values and takes them apart into cells (RFC 4180, with tolerance for stray quotes).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/csv/csv_dialect.hpp"
#include "ingest/record/block.hpp"

namespace huntbook::ingest {

// A quote counts at the start of a cell only; inside a quoted cell two quotes stand for one, and text between a
// closing quote and the delimiter belongs to the cell.
std::unique_ptr<RecordScanner> csv_scanner(const CsvDialect& dialect);

// A record with more cells than there are columns is rejected; with fewer, the rest has no value.
std::unique_ptr<RecordParser> csv_parser(const CsvDialect& dialect);

struct CsvCell {
  std::string_view text;
  bool quoted = false;
  bool doubled = false;  // holds doubled quotes or text after the closing quote: `text` is the raw cell with its quotes
};
// The cells of one record without its line end. False when a quoted cell does not end.
bool split_cells(std::string_view record, const CsvDialect& dialect, std::vector<CsvCell>& cells);
// The text of a cell with `doubled` set.
std::string cell_text(std::string_view raw);

}  // namespace huntbook::ingest
