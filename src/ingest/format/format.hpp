// A format of evidence: how it is recognised, and how a file of it is cut into blocks and parsed. One record per
// format; pipeline/formats.cpp lists them.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "ingest/format/block_reader.hpp"
#include "ingest/record/block.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

// What is seen of a file before it is read.
struct FileHead {
  std::string_view bytes;              // the first ones, as UTF-8 where they are text
  bool whole = false;                  // they are all of it
  std::string_view name;               // the file's, with its folders
  std::optional<Ticks> modified = {};  // when the file was written last, where that is known
  bool carve = false;                  // the user wants records too that the file itself no longer counts as its own
};

// How one file is read.
struct Detected {
  std::string format;  // as the ledger shows it
  std::string table;   // for records that belong to none by what they are; empty: named after the file
  // The file, from its first byte on, in blocks for the parser.
  std::function<std::unique_ptr<BlockSource>(ByteSource& source, const BlockSizes& sizes)> blocks;
  std::function<std::unique_ptr<RecordParser>()> parser;  // one per thread
};

struct Format {
  std::string_view name;  // for --format
  std::string_view what;  // "a Windows event log", for lists and messages
  // Whether the content is of this format, and how it is read then.
  std::optional<Detected> (*by_content)(const FileHead& head);
  // The same where the content leaves a choice and the file's name decides; may be null.
  std::optional<Detected> (*by_name)(const FileHead& head);
  // The user says that it is of this format; the error says what is missing.
  Result<Detected> (*forced)(const FileHead& head);
  bool binary = false;  // it is no text
};

// Text whose records a scanner finds, behind `prefix` bytes with `prefix_lines` line ends in them.
std::function<std::unique_ptr<BlockSource>(ByteSource&, const BlockSizes&)> scanned_blocks(
    std::function<std::unique_ptr<RecordScanner>()> scanner, std::size_t prefix = 0, std::uint64_t prefix_lines = 0);

// Whether a file's name, without .gz behind it, ends with one of these, whatever their case.
bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> endings);

}  // namespace huntbook::ingest
