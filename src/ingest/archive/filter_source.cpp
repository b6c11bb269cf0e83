#include "ingest/archive/filter_source.hpp"

#include <optional>
#include <string>
#include <vector>

#include <archive.h>
#include <archive_entry.h>

namespace huntbook::ingest {

namespace {

class FilterSource final : public ByteSource {
 public:
  FilterSource(std::string_view kind, ByteSource& from, const UnpackLimits& limits)
      : kind_(kind), from_(from), limits_(limits) {}

  Result<std::size_t> read(char* to, std::size_t size) override {
    if (!error_ && !opened_) open();
    if (error_) return std::unexpected(*error_);
    const la_ssize_t count = archive_read_data(handle_.get(), to, size);
    if (count < 0) return failed();
    unpacked_ += static_cast<std::uint64_t>(count);
    if (unpacked_ > limits_.max_bytes || (unpacked_ > limits_.free_bytes && unpacked_ / limits_.max_ratio > packed_)) {
      error_ =
          Error{ErrorKind::User, "unpacks to more than " + std::to_string(limits_.max_ratio) + " times its size", {}};
      return std::unexpected(*error_);
    }
    return static_cast<std::size_t>(count);
  }

 private:
  void open() {
    opened_ = true;
    archive* const handle = handle_.get();
    archive_read_support_format_raw(handle);
    archive_read_support_format_empty(handle);
    if (kind_ == "bzip2") archive_read_support_filter_bzip2(handle);
    if (kind_ == "xz") archive_read_support_filter_xz(handle);
    if (kind_ == "zstd") archive_read_support_filter_zstd(handle);
    archive_read_set_callback_data(handle, this);
    archive_read_set_read_callback(handle, &FilterSource::read_callback);
    archive_entry* entry = nullptr;
    if (archive_read_open1(handle) != ARCHIVE_OK) {
      static_cast<void>(failed());
      return;
    }
    const int status = archive_read_next_header(handle, &entry);
    if (status != ARCHIVE_OK && status != ARCHIVE_EOF) static_cast<void>(failed());
  }

  std::unexpected<Error> failed() {
    if (!error_) {
      const char* detail = archive_error_string(handle_.get());
      error_ = source_error_.value_or(
          Error{ErrorKind::User,
                std::string(kind_) + " stream is damaged: " + (detail != nullptr ? detail : "cannot be decompressed"),
                {}});
    }
    return std::unexpected(*error_);
  }

  static la_ssize_t read_callback(archive*, void* self_pointer, const void** bytes) {
    auto& self = *static_cast<FilterSource*>(self_pointer);
    const auto count = self.from_.read(self.buffer_.data(), self.buffer_.size());
    if (!count) {
      self.source_error_ = count.error();
      return ARCHIVE_FATAL;
    }
    self.packed_ += *count;
    *bytes = self.buffer_.data();
    return static_cast<la_ssize_t>(*count);
  }

  std::string_view kind_;
  ByteSource& from_;
  UnpackLimits limits_;
  std::vector<char> buffer_ = std::vector<char>(std::size_t{1} << 18);
  std::unique_ptr<archive, decltype(&archive_read_free)> handle_{archive_read_new(), &archive_read_free};
  bool opened_ = false;
  std::uint64_t packed_ = 0;
  std::uint64_t unpacked_ = 0;
  std::optional<Error> source_error_;
  std::optional<Error> error_;
};

}  // namespace

std::unique_ptr<ByteSource> filter_source(std::string_view kind, ByteSource& from, const UnpackLimits& limits) {
  return std::make_unique<FilterSource>(kind, from, limits);
}

}  // namespace huntbook::ingest
