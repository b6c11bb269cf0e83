// The units that travel through an ingest: blocks of bytes cut at record ends, and the records parsed out of them.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ingest/record/encoded_record.hpp"
#include "ingest/record/field.hpp"

namespace huntbook::ingest {

// Longer records are rejected: they fit into no sensible cell, and memory must stay bounded.
inline constexpr std::size_t max_record_bytes = std::size_t{64} << 20;
// Readable bytes after the end of a block, which the JSON parser may look at.
inline constexpr std::size_t block_padding = 64;

// Where one record stands.
struct RawRecord {
  std::size_t begin = 0;  // within the block
  std::size_t size = 0;
  std::uint64_t number = 0;  // 1-based, counts every record of the file
  std::uint64_t line = 0;    // 1-based line of its first byte
  bool carved = false;       // found in what the file itself no longer counts as a record
};

struct Rejection {
  std::uint64_t offset = 0;
  std::uint64_t line = 0;
  std::string reason;
  std::string head;
};

// Bytes of a file, cut at record ends.
struct Block {
  std::unique_ptr<char[]> bytes;
  std::size_t size = 0;
  std::uint64_t offset = 0;  // of the first byte, from the start of the (decompressed) file
  std::vector<RawRecord> records;
  std::vector<Rejection> rejected;  // records that were never held whole
  std::vector<int> years;           // one a record, 0: none; of stamps without a year where the reader looks for them

  std::string_view text(const RawRecord& record) const { return {bytes.get() + record.begin, record.size}; }
};

// The records of a block; their fields point into the block and into `made`. Each raw record has one entry or more, in
// the block's order, or one rejection.
struct ParsedBlock {
  struct Entry {
    std::size_t first_field;
    std::size_t field_count;
    std::size_t raw;                       // index into Block::records
    std::size_t data_count = 0;            // of an event log: the last fields, which are the event's own data
    const RecordLayout* layout = nullptr;  // the fields are `values`; it lives until the parser's next block
  };
  std::vector<Field> fields;
  std::vector<EncodedValue> values;
  std::vector<Entry> records;
  std::vector<Rejection> rejected;
  std::uint64_t repaired = 0;    // records with bytes or escapes that stand for no character, now U+FFFD
  std::string_view source;       // what the records are, where the reader knows it (Source::name); else empty
  std::deque<std::string> made;  // texts that do not stand in the block as they are

  Record record(const Entry& entry) const { return {fields.data() + entry.first_field, entry.field_count}; }
  std::span<const EncodedValue> values_of(const Entry& entry) const {
    return {values.data() + entry.first_field, entry.field_count};
  }
  std::string_view keep(std::string text) { return made.emplace_back(std::move(text)); }
};

// Gives a file block by block.
class BlockSource {
 public:
  virtual ~BlockSource() = default;
  // The next block; nothing at the end. Errors that mean that the file is damaged (kind User) do not come out: the
  // records before the damage do, the rest is one rejection, and damage() says why.
  virtual Result<std::optional<Block>> next() = 0;
  virtual const std::string& damage() const = 0;
  // What else is to be said about the file, when all of it has been read.
  virtual std::vector<std::string> remarks() const { return {}; }
};

// Finds the ends of records in a stream of bytes; keeps its state from call to call.
class RecordScanner {
 public:
  virtual ~RecordScanner() = default;
  // Looks at the bytes that follow those of the last call: one past the end of the record that ends first among them,
  // or nothing when none does (all bytes are then behind the scanner).
  virtual std::optional<std::size_t> end_of_record(std::string_view bytes) = 0;
  // The record without what separates it from its neighbours; empty: there is none.
  virtual std::string_view trim(std::string_view bytes) const = 0;
  // No record follows, whatever the file still holds.
  virtual bool finished() const { return false; }
};

// Parses records; called by several threads at once, each with its own instance.
class RecordParser {
 public:
  virtual ~RecordParser() = default;
  // Parses all records of a block; those that cannot be are in `rejected`, with their reason.
  virtual void parse(const Block& block, ParsedBlock& out) = 0;
};

// The entry of a rejected record.
Rejection reject_record(const Block& block, const RawRecord& record, std::string reason);

}  // namespace huntbook::ingest
