#include "ingest/format/replay_source.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace huntbook::ingest {

namespace {

constexpr std::size_t most_in_memory = std::size_t{16} << 20;

std::unexpected<Error> no_room(const char* what) {
  return fail(ErrorKind::Environment, std::string(what) + ": " + std::strerror(errno),
              "a log without years is read twice, over a temporary file as large as it is");
}

}  // namespace

Result<void> ReplaySource::keep(const char* bytes, std::size_t size) {
  if (!file_ && memory_.size() + size <= most_in_memory) {
    memory_.append(bytes, size);
    return {};
  }
  if (!file_) {
    file_.reset(std::tmpfile());
    if (!file_) return no_room("no temporary file can be made");
  }
  if (std::fwrite(bytes, 1, size, file_.get()) != size) return no_room("the temporary file cannot be written");
  return {};
}

Result<std::size_t> ReplaySource::read(char* to, std::size_t size) {
  if (again_) return read_again(to, size);
  if (error_) return std::unexpected(*error_);
  const auto count = from_.read(to, size);
  if (!count) {
    error_ = count.error();
  } else {
    HUNTBOOK_CHECK(keep(to, *count));
  }
  return count;
}

Result<void> ReplaySource::rewind() {
  again_ = true;
  at_ = 0;
  if (file_ && (std::fflush(file_.get()) != 0 || std::fseek(file_.get(), 0, SEEK_SET) != 0))
    return no_room("the temporary file cannot be written");
  return {};
}

Result<std::size_t> ReplaySource::read_again(char* to, std::size_t size) {
  if (at_ < memory_.size()) {
    const std::size_t count = std::min(size, memory_.size() - at_);
    std::memcpy(to, memory_.data() + at_, count);
    at_ += count;
    return count;
  }
  if (file_) {
    const std::size_t count = std::fread(to, 1, size, file_.get());
    if (count > 0) return count;
    if (std::ferror(file_.get()) != 0) return no_room("the temporary file cannot be read");
  }
  if (error_) return std::unexpected(*error_);
  return std::size_t{0};
}

}  // namespace huntbook::ingest
