// How a file of delimited values is written, and what its columns are called.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huntbook::ingest {

struct CsvDialect {
  char delimiter = ',';
  bool quoted = true;          // cells may stand in double quotes (RFC 4180)
  std::string null_cell;       // a cell with this text has no value; empty cells never have one
  std::string empty_cell;      // a cell with this text is the empty text; unused when empty
  std::string comment_prefix;  // lines that begin with it are no records; unused when empty
  std::vector<std::string> columns;
  std::vector<bool> utc;   // of each column: its name in the header says that its times are UTC; may be shorter
  std::size_t prefix = 0;  // bytes before the first record: header and what precedes it
  std::uint64_t prefix_lines = 0;
};

// Recognises delimited values with a header line: at least two columns, and every whole record in `head` has as many.
// `head`: the file's first bytes, `whole`: they are all of it. `delimiter` (0: find out) forces one, and takes files
// of one column and ragged ones too. Unnamed columns become ColumnN, repeated names get _2, _3, ...
std::optional<CsvDialect> csv_dialect(std::string_view head, bool whole, char delimiter = 0);

}  // namespace huntbook::ingest
