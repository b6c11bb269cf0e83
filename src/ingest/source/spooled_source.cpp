#include "ingest/source/spooled_source.hpp"

#include <vector>

#include "ingest/source/nameless_file.hpp"

namespace huntbook::ingest {

Result<Spooled> spool(ByteSource& from) {
  auto file = std::make_unique<NamelessFile>("an archive that is no file of its own is copied to a temporary file");
  std::uint64_t size = 0;
  std::vector<char> buffer(std::size_t{1} << 18);
  while (true) {
    HUNTBOOK_TRY(const std::size_t count, from.read(buffer.data(), buffer.size()));
    if (count == 0) break;
    HUNTBOOK_CHECK(file->write({buffer.data(), count}));
    size += count;
  }
  HUNTBOOK_CHECK(file->rewind());
  return Spooled{std::move(file), size};
}

}  // namespace huntbook::ingest
