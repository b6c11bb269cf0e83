#include "ingest/archive/archive_reader.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include <archive.h>
#include <archive_entry.h>

namespace huntbook::ingest {

std::string_view archive_kind(std::string_view head) {
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return "zip";
  if (head.starts_with("7z\xBC\xAF\x27\x1C")) return "7z";
  if (head.size() >= 262 && head.substr(257, 5) == "ustar") return "tar";
  return {};
}

struct ArchiveReader::State {
  ByteSource& from;
  std::uint64_t size;
  UnpackLimits limits;
  std::unique_ptr<archive, decltype(&archive_read_free)> handle{archive_read_new(), &archive_read_free};
  std::vector<char> buffer = std::vector<char>(std::size_t{1} << 18);
  std::optional<Error> source_error;
  std::uint64_t position = 0;
  std::uint64_t packed = 0;
  std::uint64_t unpacked = 0;
  std::uint64_t members = 0;
  std::uint64_t locked = 0;
  bool opened = false;
  bool encrypted = false;  // the member at hand
  bool counted = false;    // among the locked ones

  State(ByteSource& source, std::uint64_t source_size, const UnpackLimits& unpack_limits)
      : from(source), size(source_size), limits(unpack_limits), member_source(*this) {}

  Error error(std::string_view what) {
    if (source_error) return *source_error;
    const char* detail = archive_error_string(handle.get());
    return {ErrorKind::User, std::string(what) + ": " + (detail != nullptr ? detail : "unknown fault"), {}};
  }

  static la_ssize_t read_callback(archive*, void* self_pointer, const void** bytes) {
    auto& self = *static_cast<State*>(self_pointer);
    const auto count = self.from.read(self.buffer.data(), self.buffer.size());
    if (!count) {
      self.source_error = count.error();
      return ARCHIVE_FATAL;
    }
    self.position += *count;
    self.packed += *count;
    *bytes = self.buffer.data();
    return static_cast<la_ssize_t>(*count);
  }

  static la_int64_t seek_callback(archive*, void* self_pointer, la_int64_t offset, int whence) {
    auto& self = *static_cast<State*>(self_pointer);
    std::int64_t target = offset;
    if (whence == SEEK_CUR) target += static_cast<std::int64_t>(self.position);
    if (whence == SEEK_END) target += static_cast<std::int64_t>(self.size);
    if (target < 0 || !self.from.seek(static_cast<std::uint64_t>(target))) return ARCHIVE_FATAL;
    self.position = static_cast<std::uint64_t>(target);
    return target;
  }

  std::optional<Ticks> modified;  // of the member at hand

  class MemberSource final : public ByteSource {
   public:
    explicit MemberSource(State& state) : state_(state) {}
    Result<std::size_t> read(char* to, std::size_t wanted) override {
      const la_ssize_t count = archive_read_data(state_.handle.get(), to, wanted);
      if (count < 0 && state_.encrypted && !state_.source_error) {
        if (!state_.counted) ++state_.locked;
        state_.counted = true;
        return fail(ErrorKind::User, "the member is encrypted, and no password that is known fits");
      }
      if (count < 0) return std::unexpected(state_.error("archive is damaged"));
      state_.unpacked += static_cast<std::uint64_t>(count);
      if (auto beyond = state_.beyond_limits(); !beyond) return std::unexpected(beyond.error());
      return static_cast<std::size_t>(count);
    }

   private:
    State& state_;
  };
  MemberSource member_source;

  Result<void> beyond_limits() const {
    if (unpacked > limits.max_bytes) return fail(ErrorKind::User, "archive unpacks to more than it may");
    // A zip's directory may be read twice, a stream is read once: the archive's own size is the fairer measure.
    const std::uint64_t measure = std::max(size, packed);
    if (unpacked > limits.free_bytes && unpacked / limits.max_ratio > measure) {
      return fail(ErrorKind::User,
                  "archive unpacks to more than " + std::to_string(limits.max_ratio) + " times its size");
    }
    if (members > limits.max_members) {
      return fail(ErrorKind::User, "archive has more than " + std::to_string(limits.max_members) + " members");
    }
    return {};
  }
};

ArchiveReader::ArchiveReader(ByteSource& from, std::uint64_t size, const UnpackLimits& limits,
                             const std::vector<std::string>& passwords)
    : state_(std::make_unique<State>(from, size, limits)) {
  // What samples of malware are packed with.
  archive_read_add_passphrase(state_->handle.get(), "infected");
  for (const std::string& password : passwords) {
    if (!password.empty()) archive_read_add_passphrase(state_->handle.get(), password.c_str());
  }
}

ArchiveReader::~ArchiveReader() = default;

Result<std::optional<std::string>> ArchiveReader::next() {
  archive* const handle = state_->handle.get();
  if (!state_->opened) {
    state_->opened = true;
    archive_read_support_format_zip(handle);
    archive_read_support_format_tar(handle);
    archive_read_support_format_7zip(handle);
    archive_read_set_callback_data(handle, state_.get());
    archive_read_set_read_callback(handle, &State::read_callback);
    if (state_->size > 0) archive_read_set_seek_callback(handle, &State::seek_callback);
    if (archive_read_open1(handle) != ARCHIVE_OK) return std::unexpected(state_->error("archive cannot be read"));
  }
  while (true) {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(handle, &entry);
    if (status == ARCHIVE_EOF) return std::nullopt;
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
      return std::unexpected(state_->error("archive is damaged"));
    }
    ++state_->members;
    HUNTBOOK_CHECK(state_->beyond_limits());
    if (archive_entry_filetype(entry) != AE_IFREG) continue;
    state_->counted = false;
    state_->encrypted = archive_entry_is_data_encrypted(entry) != 0;
    state_->modified.reset();
    const std::int64_t seconds = archive_entry_mtime_is_set(entry) != 0 ? archive_entry_mtime(entry) : -1;
    if (seconds >= 0 && seconds < (max_datetime - unix_epoch) / ticks_per_second) {
      state_->modified = unix_epoch + seconds * ticks_per_second;
    }
    const char* name = archive_entry_pathname_utf8(entry);
    if (name == nullptr) name = archive_entry_pathname(entry);
    return std::string(name != nullptr ? name : "unnamed");
  }
}

std::uint64_t ArchiveReader::locked() const {
  return state_->locked;
}

std::optional<Ticks> ArchiveReader::modified() const {
  return state_->modified;
}

ByteSource& ArchiveReader::member() {
  return state_->member_source;
}

}  // namespace huntbook::ingest
