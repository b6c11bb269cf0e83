// Lines of a stream one by one, for readers that put several together to a record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

class LineReader {
 public:
  struct Line {
    std::string_view text;     // without blanks and NULs around it; valid until the next call
    std::string_view whole;    // the same with the blanks before it
    std::uint64_t offset = 0;  // of its first byte
    std::uint64_t number = 0;  // 1-based
    bool too_long = false;     // only its first bytes are in `text`
    bool cut = false;          // what was left when the file's damage ended it; may be empty
  };

  // Longer lines than `longest` bytes are not held whole.
  LineReader(ByteSource& source, std::size_t longest) : source_(source), longest_(longest) {}

  // The next line that is not blank; nothing at the end. A damaged file (an error of kind User) ends with a line that
  // is `cut`, and damage() says why.
  Result<std::optional<Line>> next();
  const std::string& damage() const { return damage_; }
  // NULs around lines, as a crash leaves them in a log.
  std::uint64_t nuls() const { return nuls_; }

 private:
  Result<void> fill();
  std::optional<Line> line_of(std::size_t end);

  ByteSource& source_;
  std::size_t longest_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;    // of the line at hand
  std::size_t scanned_ = 0;  // bytes known to hold no line end, from the buffer's start
  std::size_t end_ = 0;
  std::uint64_t offset_ = 0;  // of the buffer's first byte
  std::uint64_t number_ = 0;
  std::uint64_t nuls_ = 0;
  bool at_end_ = false;
  bool done_ = false;
  std::string damage_;
};

}  // namespace huntbook::ingest
