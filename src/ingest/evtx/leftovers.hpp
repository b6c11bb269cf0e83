// Holds chunks with leftovers of older records until all records of a file are known, so that none comes out twice.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.hpp"
#include "ingest/evtx/chunk.hpp"
#include "ingest/record/block.hpp"
#include "ingest/source/nameless_file.hpp"

namespace huntbook::ingest::evtx {

class Leftovers {
 public:
  // A record of the file.
  void know(std::string_view record) { known_.push_back(identity_of(record)); }
  // A chunk and the places in it that look like older records. Chunks are put aside in a file without a name, since
  // they may be as many as the log has. Errors are those of the environment.
  Result<void> keep(std::string_view chunk, std::uint64_t offset, std::vector<RecordPlace> places);
  // The next of them with a record that is neither known nor was carved before, as a block of its own; nothing after
  // the last. All records must be known by now.
  Result<std::optional<Block>> next(std::uint64_t& number);
  std::uint64_t carved() const { return carved_; }

 private:
  struct Kept {
    std::uint64_t offset;
    std::size_t size;
    std::vector<RecordPlace> places;
  };
  NamelessFile file_{"records that may be carved are put aside in a temporary file"};
  std::vector<Kept> kept_;
  std::size_t next_ = 0;
  std::vector<std::uint64_t> known_;
  bool sorted_ = false;
  std::unordered_set<std::uint64_t> again_;  // what was carved
  std::uint64_t carved_ = 0;
};

}  // namespace huntbook::ingest::evtx
