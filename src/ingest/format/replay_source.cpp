#include "ingest/format/replay_source.hpp"

#include <algorithm>
#include <cstring>

namespace huntbook::ingest {

namespace {

constexpr std::size_t most_in_memory = std::size_t{16} << 20;

}  // namespace

Result<void> ReplaySource::keep(const char* bytes, std::size_t size) {
  if (file_.is_made() || memory_.size() + size > most_in_memory) return file_.write({bytes, size});
  memory_.append(bytes, size);
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
  return file_.rewind();
}

Result<std::size_t> ReplaySource::read_again(char* to, std::size_t size) {
  if (at_ < memory_.size()) {
    const std::size_t count = std::min(size, memory_.size() - at_);
    std::memcpy(to, memory_.data() + at_, count);
    at_ += count;
    return count;
  }
  HUNTBOOK_TRY(const std::size_t count, file_.read(to, size));
  if (count == 0 && error_) return std::unexpected(*error_);
  return count;
}

}  // namespace huntbook::ingest
