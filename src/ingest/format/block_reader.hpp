// Cuts a stream of bytes into blocks of whole records.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "ingest/record/block.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

struct BlockSizes {
  std::size_t block = std::size_t{4} << 20;
  std::size_t longest_record = max_record_bytes;
};

class BlockReader final : public BlockSource {
 public:
  // The first `prefix` bytes, with `prefix_lines` line ends in them, belong to no record.
  BlockReader(ByteSource& source, std::unique_ptr<RecordScanner> scanner, std::size_t prefix,
              std::uint64_t prefix_lines, BlockSizes sizes = {});

  // Where blocks end depends on the bytes alone.
  Result<std::optional<Block>> next() override;

  const std::string& damage() const override { return damage_; }
  std::uint64_t records() const { return number_; }

 private:
  struct Buffer {
    std::unique_ptr<char[]> bytes;
    std::size_t capacity = 0;
    std::size_t size = 0;
  };
  void grow(Buffer& buffer, std::size_t capacity) const;
  // Reads until the buffer is full or the stream ends; counts the lines that it takes in.
  Result<void> fill(Buffer& buffer);
  void close_record(Block& block, const Buffer& buffer, std::size_t end);
  // Drops bytes until the record at hand ends, and keeps what follows it.
  Result<void> discard_record(Block& block, Buffer& buffer);

  ByteSource& source_;
  std::unique_ptr<RecordScanner> scanner_;
  BlockSizes sizes_;
  std::size_t prefix_;
  std::string carry_;  // bytes read, and seen by the scanner, that belong to the next block
  std::string rest_;   // bytes read, and not seen by the scanner, after those
  std::uint64_t offset_ = 0;
  std::uint64_t line_;
  std::uint64_t number_ = 0;
  std::size_t record_begin_ = 0;
  bool at_end_ = false;
  bool done_ = false;
  std::string damage_;
};

}  // namespace huntbook::ingest
