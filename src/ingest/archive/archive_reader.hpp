// Zip and tar archives, read member by member as a stream. Nothing is written to disk, so a member's name is data and
// no path, whatever it says.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "ingest/archive/gzip_source.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

// "zip" or "tar" by the first bytes of a file (512 are enough); empty: neither.
std::string_view archive_kind(std::string_view head);

class ArchiveReader {
 public:
  // `size`: of the archive as far as it is known, for seeking to a zip's directory; 0: read it as a stream.
  ArchiveReader(ByteSource& from, std::uint64_t size, const UnpackLimits& limits);
  ~ArchiveReader();
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  // Moves on to the next regular file; its name as UTF-8. Nothing at the end. Errors (kind User): the archive is
  // damaged or beyond the limits; those of the source.
  Result<std::optional<std::string>> next();
  // When the member at hand was written last, as the archive says.
  std::optional<Ticks> modified() const;
  // The bytes of the member at hand, until next().
  ByteSource& member();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace huntbook::ingest
