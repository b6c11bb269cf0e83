// Zeek's tab-separated logs: a header of #-lines names columns, types and the marks for unset and empty values
// (Zeek documentation, "Zeek Log Formats").
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ingest/csv/csv_dialect.hpp"

namespace huntbook::ingest {

struct ZeekLog {
  CsvDialect dialect;
  std::string path;                // the log's name: conn, dns, ...
  std::vector<std::string> types;  // per column: count, addr, set[string], ...
  char set_separator = ',';
};

// Reads the header at the start of a file; nothing when there is none with #fields.
std::optional<ZeekLog> zeek_header(std::string_view head);

}  // namespace huntbook::ingest
