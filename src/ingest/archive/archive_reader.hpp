// Zip, tar and 7-Zip archives, read member by member as a stream. Nothing is written to disk, so a member's name is
// data and no path, whatever it says.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "ingest/archive/unpack_limits.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

// "zip", "tar" or "7z" by the first bytes of a file (512 are enough); empty: none of them.
std::string_view archive_kind(std::string_view head);

class ArchiveReader {
 public:
  // `size`: of the archive as far as it is known, for seeking to its directory; 0: read it as a stream, which a 7-Zip
  // archive does not allow. `passwords` are tried on encrypted members of a zip, after "infected".
  ArchiveReader(ByteSource& from, std::uint64_t size, UnpackBudget& budget,
                const std::vector<std::string>& passwords = {});
  ~ArchiveReader();
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  // Moves on to the next regular file; its name as UTF-8. Nothing at the end. Errors (kind User): the archive is
  // damaged or beyond the limits; those of the source.
  Result<std::optional<std::string>> next();
  // How large the member at hand is, and when it was written last, as the archive says.
  std::optional<std::uint64_t> size() const;
  std::optional<Ticks> modified() const;
  // How many members so far could not be read for want of their password.
  std::uint64_t locked() const;
  // The bytes of the member at hand, until next().
  ByteSource& member();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace huntbook::ingest
