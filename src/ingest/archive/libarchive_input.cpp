#include "ingest/archive/libarchive_input.hpp"

#include <cstdio>
#include <string>

namespace huntbook::ingest {

LibarchiveInput::LibarchiveInput(ByteSource& from, UnpackBudget& budget, std::uint64_t size)
    : from_(from), size_(size), meter_(budget, size) {}

bool LibarchiveInput::open() {
  archive_read_set_callback_data(handle(), this);
  archive_read_set_read_callback(handle(), &LibarchiveInput::read_callback);
  if (size_ > 0) archive_read_set_seek_callback(handle(), &LibarchiveInput::seek_callback);
  return archive_read_open1(handle()) == ARCHIVE_OK;
}

Error LibarchiveInput::error(std::string_view what) const {
  if (source_error_) return *source_error_;
  const char* detail = archive_error_string(handle_.get());
  return {ErrorKind::User, std::string(what) + ": " + (detail != nullptr ? detail : "unknown fault"), {}};
}

la_ssize_t LibarchiveInput::read_callback(archive*, void* self_pointer, const void** bytes) {
  auto& self = *static_cast<LibarchiveInput*>(self_pointer);
  const auto count = self.from_.read(self.buffer_.data(), self.buffer_.size());
  if (!count) {
    self.source_error_ = count.error();
    return ARCHIVE_FATAL;
  }
  self.position_ += *count;
  self.meter_.packed(*count);
  *bytes = self.buffer_.data();
  return static_cast<la_ssize_t>(*count);
}

la_int64_t LibarchiveInput::seek_callback(archive*, void* self_pointer, la_int64_t offset, int whence) {
  auto& self = *static_cast<LibarchiveInput*>(self_pointer);
  std::int64_t target = offset;
  if (whence == SEEK_CUR) target += static_cast<std::int64_t>(self.position_);
  if (whence == SEEK_END) target += static_cast<std::int64_t>(self.size_);
  if (target < 0 || !self.from_.seek(static_cast<std::uint64_t>(target))) return ARCHIVE_FATAL;
  self.position_ = static_cast<std::uint64_t>(target);
  return target;
}

}  // namespace huntbook::ingest
