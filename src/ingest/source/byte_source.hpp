// Streams of bytes, stacked: a file or stdin, hashed, decompressed, transcoded.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace huntbook::ingest {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Reads at most `size` bytes into `to`; 0 at the end. After an error the stream is over.
  virtual Result<std::size_t> read(char* to, std::size_t size) = 0;
  // Moves to an absolute position; false where the source cannot.
  virtual bool seek(std::uint64_t) { return false; }
};

// Reads until `size` bytes are there or the source ends.
Result<std::size_t> read_fully(ByteSource& source, char* to, std::size_t size);

// A file opened for reading, or stdin.
Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path& path);
std::unique_ptr<ByteSource> open_stdin();

// Passes bytes on and hashes them.
class HashingSource final : public ByteSource {
 public:
  explicit HashingSource(ByteSource& from);
  ~HashingSource() override;
  Result<std::size_t> read(char* to, std::size_t size) override;
  // Reads what is left, so that the hash is that of the whole source.
  Result<void> drain();
  // SHA-256 of all bytes read so far, lower-case hex; ends the hashing.
  std::string sha256();
  std::uint64_t size() const { return size_; }

 private:
  struct State;
  ByteSource& from_;
  std::unique_ptr<State> state_;
  std::uint64_t size_ = 0;
};

// Lets the first bytes be looked at before they are read.
class PeekSource final : public ByteSource {
 public:
  explicit PeekSource(ByteSource& from) : from_(from) {}
  // The first `size` bytes that are not read yet, fewer at the end or at an error (which the read after them reports).
  std::string_view peek(std::size_t size);
  // The last peek saw everything there is.
  bool peeked_all() const { return at_end_; }
  void skip(std::size_t count) { at_ += count; }
  Result<std::size_t> read(char* to, std::size_t size) override;

 private:
  ByteSource& from_;
  std::vector<char> head_;
  std::size_t at_ = 0;
  bool at_end_ = false;
  std::optional<Error> error_;
};

// Counts bytes for a progress display and stops the stream (with ErrorKind::Cancelled) when asked to.
class WatchedSource final : public ByteSource {
 public:
  WatchedSource(ByteSource& from, std::atomic<std::uint64_t>& bytes, const std::atomic<bool>* stop)
      : from_(from), bytes_(bytes), stop_(stop) {}
  Result<std::size_t> read(char* to, std::size_t size) override;
  bool seek(std::uint64_t position) override { return from_.seek(position); }

 private:
  ByteSource& from_;
  std::atomic<std::uint64_t>& bytes_;
  const std::atomic<bool>* stop_;
};

}  // namespace huntbook::ingest
