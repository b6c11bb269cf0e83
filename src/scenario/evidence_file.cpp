#include "scenario/evidence_file.hpp"

#include <string>
#include <utility>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

namespace huntbook::scenario {

namespace {

struct ArchiveDeleter {
  void operator()(archive* file) const { archive_write_free(file); }
};
struct EntryDeleter {
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

}  // namespace

struct EvidenceFile::State {
  std::string path;
  std::unique_ptr<archive, ArchiveDeleter> file;

  Result<void> check(la_ssize_t outcome) const {
    if (outcome >= ARCHIVE_OK) return {};
    const char* reason = archive_error_string(file.get());
    return fail(ErrorKind::Environment,
                fmt::format("Cannot write {}: {}.", path, reason != nullptr ? reason : "unknown reason"));
  }
};

EvidenceFile::EvidenceFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
EvidenceFile::EvidenceFile(EvidenceFile&&) noexcept = default;
EvidenceFile& EvidenceFile::operator=(EvidenceFile&&) noexcept = default;
EvidenceFile::~EvidenceFile() = default;

Result<EvidenceFile> EvidenceFile::create(const std::filesystem::path& path, bool gzip) {
  auto state =
      std::make_unique<State>(State{path.string(), std::unique_ptr<archive, ArchiveDeleter>(archive_write_new())});
  archive* file = state->file.get();
  HUNTBOOK_CHECK(state->check(archive_write_set_format_raw(file)));
  if (gzip) {
    HUNTBOOK_CHECK(state->check(archive_write_add_filter_gzip(file)));
    // The header would hold the time of day.
    HUNTBOOK_CHECK(state->check(archive_write_set_filter_option(file, "gzip", "timestamp", nullptr)));
    HUNTBOOK_CHECK(state->check(archive_write_set_filter_option(file, "gzip", "compression-level", "4")));
  }
  HUNTBOOK_CHECK(state->check(archive_write_open_filename(file, state->path.c_str())));
  const std::unique_ptr<archive_entry, EntryDeleter> entry(archive_entry_new());
  archive_entry_set_pathname(entry.get(), "data");
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  HUNTBOOK_CHECK(state->check(archive_write_header(file, entry.get())));
  return EvidenceFile(std::move(state));
}

Result<void> EvidenceFile::write(std::string_view text) {
  return state_->check(archive_write_data(state_->file.get(), text.data(), text.size()));
}

Result<void> EvidenceFile::close() {
  return state_->check(archive_write_close(state_->file.get()));
}

}  // namespace huntbook::scenario
