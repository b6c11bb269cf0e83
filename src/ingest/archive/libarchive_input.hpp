// Feeds libarchive from a stream of bytes and tells the source's faults from the archive's.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <archive.h>

#include "ingest/archive/unpack_limits.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

class LibarchiveInput {
 public:
  // `size`: of `from` as far as it is known, for seeking in it; 0: it is read as a stream.
  LibarchiveInput(ByteSource& from, UnpackBudget& budget, std::uint64_t size);

  archive* handle() { return handle_.get(); }
  UnpackMeter& meter() { return meter_; }
  // Opens the handle, which knows its formats and filters by now; false: error() says why.
  bool open();
  // What went wrong: the error of the source if it had one, else what libarchive says.
  Error error(std::string_view what) const;
  bool source_failed() const { return source_error_.has_value(); }

 private:
  static la_ssize_t read_callback(archive* handle, void* self_pointer, const void** bytes);
  static la_int64_t seek_callback(archive* handle, void* self_pointer, la_int64_t offset, int whence);

  ByteSource& from_;
  std::uint64_t size_;
  UnpackMeter meter_;
  std::unique_ptr<archive, decltype(&archive_read_free)> handle_{archive_read_new(), &archive_read_free};
  std::vector<char> buffer_ = std::vector<char>(std::size_t{1} << 18);
  std::uint64_t position_ = 0;
  std::optional<Error> source_error_;
};

}  // namespace huntbook::ingest
