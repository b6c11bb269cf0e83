#include "ingest/source/byte_source.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

namespace huntbook::ingest {

namespace {

class DescriptorSource final : public ByteSource {
 public:
  DescriptorSource(int descriptor, bool owned) : descriptor_(descriptor), owned_(owned) {}
  ~DescriptorSource() override {
    if (owned_) ::close(descriptor_);
  }
  DescriptorSource(const DescriptorSource&) = delete;
  DescriptorSource& operator=(const DescriptorSource&) = delete;

  Result<std::size_t> read(char* to, std::size_t size) override {
    while (error_ == 0) {
      const ssize_t count = ::read(descriptor_, to, size);
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) error_ = errno;
    }
    // What comes behind a fault is not read, so that the ledger's hash is that of the bytes before it.
    return fail(ErrorKind::User, std::string("cannot be read: ") + std::strerror(error_));
  }
  bool seek(std::uint64_t position) override {
    error_ = 0;
    return ::lseek(descriptor_, static_cast<off_t>(position), SEEK_SET) >= 0;
  }

 private:
  int descriptor_;
  bool owned_;
  int error_ = 0;
};

}  // namespace

Result<std::size_t> read_fully(ByteSource& source, char* to, std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    HUNTBOOK_TRY(const std::size_t count, source.read(to + done, size - done));
    if (count == 0) break;
    done += count;
  }
  return done;
}

Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return fail(ErrorKind::Environment, std::string("cannot be opened: ") + std::strerror(errno));
  ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  return std::make_unique<DescriptorSource>(descriptor, true);
}

std::unique_ptr<ByteSource> open_stdin() {
  return std::make_unique<DescriptorSource>(STDIN_FILENO, false);
}

struct HashingSource::State {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

HashingSource::HashingSource(ByteSource& from) : from_(from), state_(std::make_unique<State>()) {
  EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr);
}

HashingSource::~HashingSource() = default;

Result<std::size_t> HashingSource::read(char* to, std::size_t size) {
  HUNTBOOK_TRY(const std::size_t count, from_.read(to, size));
  EVP_DigestUpdate(state_->context.get(), to, count);
  size_ += count;
  return count;
}

Result<void> HashingSource::drain() {
  std::vector<char> buffer(1 << 18);
  while (true) {
    HUNTBOOK_TRY(const std::size_t count, read(buffer.data(), buffer.size()));
    if (count == 0) return {};
  }
}

std::string HashingSource::sha256() {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_DigestFinal_ex(state_->context.get(), digest, &size);
  constexpr std::string_view hex = "0123456789abcdef";
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    text.push_back(hex[digest[i] >> 4]);
    text.push_back(hex[digest[i] & 15]);
  }
  return text;
}

std::string_view PeekSource::peek(std::size_t size) {
  while (head_.size() - at_ < size && !at_end_ && !error_) {
    const std::size_t have = head_.size();
    head_.resize(at_ + size);
    const auto count = from_.read(head_.data() + have, head_.size() - have);
    head_.resize(have + count.value_or(0));
    if (!count) {
      error_ = count.error();
    } else if (*count == 0) {
      at_end_ = true;
    }
  }
  return {head_.data() + at_, std::min(size, head_.size() - at_)};
}

Result<std::size_t> PeekSource::read(char* to, std::size_t size) {
  if (at_ < head_.size()) {
    const std::size_t count = std::min(size, head_.size() - at_);
    std::memcpy(to, head_.data() + at_, count);
    at_ += count;
    return count;
  }
  if (error_) return std::unexpected(*error_);
  if (at_end_) return std::size_t{0};
  return from_.read(to, size);
}

Result<std::size_t> WatchedSource::read(char* to, std::size_t size) {
  if (stop_ != nullptr && stop_->load(std::memory_order_relaxed)) {
    return fail(ErrorKind::Cancelled, "stopped on request");
  }
  HUNTBOOK_TRY(const std::size_t count, from_.read(to, size));
  bytes_.fetch_add(count, std::memory_order_relaxed);
  return count;
}

}  // namespace huntbook::ingest
