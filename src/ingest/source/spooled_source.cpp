#include "ingest/source/spooled_source.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace huntbook::ingest {

namespace {

std::unexpected<Error> no_room(const char* what) {
  return fail(ErrorKind::Environment, std::string(what) + ": " + std::strerror(errno),
              "an archive that is no file of its own is copied to a temporary file");
}

class SpooledSource final : public ByteSource {
 public:
  explicit SpooledSource(std::FILE* file) : file_(file) {}
  ~SpooledSource() override { std::fclose(file_); }
  SpooledSource(const SpooledSource&) = delete;
  SpooledSource& operator=(const SpooledSource&) = delete;

  Result<std::size_t> read(char* to, std::size_t size) override {
    const std::size_t count = std::fread(to, 1, size, file_);
    if (count == 0 && std::ferror(file_) != 0) return no_room("the temporary file cannot be read");
    return count;
  }
  bool seek(std::uint64_t position) override {
    return position <= static_cast<std::uint64_t>(INT64_MAX) &&
           fseeko(file_, static_cast<off_t>(position), SEEK_SET) == 0;
  }

 private:
  std::FILE* file_;
};

}  // namespace

Result<Spooled> spool(ByteSource& from) {
  std::FILE* const file = std::tmpfile();
  if (file == nullptr) return no_room("no temporary file can be made");
  Spooled spooled{std::make_unique<SpooledSource>(file), 0};
  std::vector<char> buffer(std::size_t{1} << 18);
  while (true) {
    HUNTBOOK_TRY(const std::size_t count, from.read(buffer.data(), buffer.size()));
    if (count == 0) break;
    if (std::fwrite(buffer.data(), 1, count, file) != count) return no_room("the temporary file cannot be written");
    spooled.size += count;
  }
  if (std::fflush(file) != 0 || !spooled.source->seek(0)) return no_room("the temporary file cannot be written");
  return spooled;
}

}  // namespace huntbook::ingest
