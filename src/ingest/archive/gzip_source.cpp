#include "ingest/archive/gzip_source.hpp"

#include <string>
#include <vector>

#include <zlib.h>

namespace huntbook::ingest {

namespace {

class GzipSource final : public ByteSource {
 public:
  GzipSource(ByteSource& from, UnpackBudget& budget) : from_(from), meter_(budget), input_(1 << 18) {
    usable_ = inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK;
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  Result<std::size_t> read(char* to, std::size_t size) override {
    if (!usable_) return fail(ErrorKind::Environment, "no memory to decompress gzip");
    if (error_) return std::unexpected(*error_);
    if (at_end_) return std::size_t{0};
    const auto wanted = static_cast<uInt>(std::min<std::size_t>(size, 1U << 30));
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = wanted;
    while (stream_.avail_out > 0 && !at_end_ && !error_) step();
    const std::size_t count = wanted - stream_.avail_out;
    if (auto within = meter_.unpacked(count); !within) {
      error_ = within.error();
      return std::unexpected(*error_);
    }
    if (count == 0 && error_) return std::unexpected(*error_);
    return count;
  }

 private:
  void step() {
    if (stream_.avail_in == 0) {
      auto count = from_.read(input_.data(), input_.size());
      if (!count) {
        error_ = count.error();
        return;
      }
      if (*count == 0) {
        if (between_members_) {
          at_end_ = true;
        } else {
          error_ = Error{ErrorKind::User, "gzip stream is truncated", {}};
        }
        return;
      }
      meter_.packed(*count);
      stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
      stream_.avail_in = static_cast<uInt>(*count);
    }
    if (between_members_ && member_seen_) {
      // Zeros after a member are padding (of tapes and blocks); anything else is no gzip and is said to be so.
      while (stream_.avail_in > 0 && *stream_.next_in == 0) {
        ++stream_.next_in;
        --stream_.avail_in;
      }
      if (stream_.avail_in == 0) return;
    }
    between_members_ = false;
    const int status = inflate(&stream_, Z_NO_FLUSH);
    if (status == Z_STREAM_END) {
      inflateReset(&stream_);
      between_members_ = true;
      member_seen_ = true;
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      error_ = Error{
          ErrorKind::User,
          std::string("gzip stream is damaged: ") + (stream_.msg != nullptr ? stream_.msg : "cannot be decompressed"),
          {}};
    }
  }

  ByteSource& from_;
  UnpackMeter meter_;
  std::vector<char> input_;
  z_stream stream_{};
  bool usable_ = false;
  bool at_end_ = false;
  bool between_members_ = false;
  bool member_seen_ = false;
  std::optional<Error> error_;
};

}  // namespace

bool is_gzip(std::string_view head) {
  return head.starts_with("\x1F\x8B\x08");
}

std::unique_ptr<ByteSource> gzip_source(ByteSource& from, UnpackBudget& budget) {
  return std::make_unique<GzipSource>(from, budget);
}

}  // namespace huntbook::ingest
