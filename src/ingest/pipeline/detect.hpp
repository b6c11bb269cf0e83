// What a file is: by its content first, by its name where content leaves a choice.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "ingest/csv/csv_dialect.hpp"
#include "ingest/json/json_scanner.hpp"
#include "ingest/pipeline/block_reader.hpp"
#include "ingest/record/block.hpp"

namespace huntbook::ingest {

// First bytes that detection looks at.
inline constexpr std::size_t detection_bytes = std::size_t{256} << 10;

// The formats that --format takes.
inline constexpr std::string_view format_names = "evtx, json, csv, tsv, zeek, auditd, text";
bool is_format_name(std::string_view name);

struct Detected {
  std::string format;  // as the ledger shows it: evtx, jsonl, json, csv, tsv, zeek, auditd, text
  std::string table;   // the table that the format implies; empty: none
  JsonLayout json;
  CsvDialect csv;
  std::size_t prefix = 0;          // bytes before the first record
  std::uint64_t prefix_lines = 0;  // lines in them

  // The file, from its first byte on, in blocks for the parser.
  std::unique_ptr<BlockSource> blocks(ByteSource& source, const BlockSizes& sizes) const;
  std::unique_ptr<RecordParser> parser() const;
};

// `head`: the first bytes of the text as UTF-8, `whole`: they are all of it. `name`: the file's. `forced`: a format
// name, or empty. The error says why the file is no evidence.
Result<Detected> detect(std::string_view head, bool whole, std::string_view name, std::string_view forced);

}  // namespace huntbook::ingest
