#include "ingest/archive/archive_reader.hpp"

#include <archive.h>
#include <archive_entry.h>

#include "ingest/archive/libarchive_input.hpp"

namespace huntbook::ingest {

std::string_view archive_kind(std::string_view head) {
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return "zip";
  if (head.starts_with("7z\xBC\xAF\x27\x1C")) return "7z";
  if (head.size() >= 262 && head.substr(257, 5) == "ustar") return "tar";
  return {};
}

struct ArchiveReader::State {
  LibarchiveInput input;
  std::uint64_t locked = 0;
  bool opened = false;
  bool encrypted = false;         // the member at hand
  bool counted = false;           // among the locked ones
  std::optional<Ticks> modified;  // of the member at hand
  std::optional<std::uint64_t> member_size;

  State(ByteSource& from, std::uint64_t size, UnpackBudget& budget) : input(from, budget, size), member_source(*this) {}

  class MemberSource final : public ByteSource {
   public:
    explicit MemberSource(State& state) : state_(state) {}
    Result<std::size_t> read(char* to, std::size_t wanted) override {
      const la_ssize_t count = archive_read_data(state_.input.handle(), to, wanted);
      if (count < 0 && state_.encrypted && !state_.input.source_failed()) {
        if (!state_.counted) ++state_.locked;
        state_.counted = true;
        return fail(ErrorKind::User, "the member is encrypted, and no password that is known fits");
      }
      if (count < 0) return std::unexpected(state_.input.error("archive is damaged"));
      HUNTBOOK_CHECK(state_.input.meter().unpacked(static_cast<std::uint64_t>(count)));
      return static_cast<std::size_t>(count);
    }

   private:
    State& state_;
  };
  MemberSource member_source;
};

ArchiveReader::ArchiveReader(ByteSource& from, std::uint64_t size, UnpackBudget& budget,
                             const std::vector<std::string>& passwords)
    : state_(std::make_unique<State>(from, size, budget)) {
  // What samples of malware are packed with.
  archive_read_add_passphrase(state_->input.handle(), "infected");
  for (const std::string& password : passwords) {
    if (!password.empty()) archive_read_add_passphrase(state_->input.handle(), password.c_str());
  }
}

ArchiveReader::~ArchiveReader() = default;

Result<std::optional<std::string>> ArchiveReader::next() {
  archive* const handle = state_->input.handle();
  if (!state_->opened) {
    state_->opened = true;
    archive_read_support_format_zip(handle);
    archive_read_support_format_tar(handle);
    archive_read_support_format_7zip(handle);
    if (!state_->input.open()) return std::unexpected(state_->input.error("archive cannot be read"));
  }
  while (true) {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(handle, &entry);
    if (status == ARCHIVE_EOF) return std::nullopt;
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
      return std::unexpected(state_->input.error("archive is damaged"));
    }
    HUNTBOOK_CHECK(state_->input.meter().member());
    if (archive_entry_filetype(entry) != AE_IFREG) continue;
    state_->counted = false;
    state_->encrypted = archive_entry_is_data_encrypted(entry) != 0;
    state_->modified.reset();
    state_->member_size.reset();
    if (archive_entry_size_is_set(entry) != 0 && archive_entry_size(entry) >= 0)
      state_->member_size = static_cast<std::uint64_t>(archive_entry_size(entry));
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

std::optional<std::uint64_t> ArchiveReader::size() const {
  return state_->member_size;
}

std::optional<Ticks> ArchiveReader::modified() const {
  return state_->modified;
}

ByteSource& ArchiveReader::member() {
  return state_->member_source;
}

}  // namespace huntbook::ingest
