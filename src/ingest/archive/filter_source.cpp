#include "ingest/archive/filter_source.hpp"

#include <optional>
#include <string>

#include <archive.h>
#include <archive_entry.h>

#include "ingest/archive/libarchive_input.hpp"

namespace huntbook::ingest {

namespace {

class FilterSource final : public ByteSource {
 public:
  FilterSource(std::string_view kind, ByteSource& from, UnpackBudget& budget) : kind_(kind), input_(from, budget, 0) {}

  Result<std::size_t> read(char* to, std::size_t size) override {
    if (!error_ && !opened_ && !open()) error_ = damage();
    if (error_) return std::unexpected(*error_);
    const la_ssize_t count = archive_read_data(input_.handle(), to, size);
    if (count < 0) {
      error_ = damage();
    } else if (auto within = input_.meter().unpacked(static_cast<std::uint64_t>(count)); !within) {
      error_ = within.error();
    }
    if (error_) return std::unexpected(*error_);
    return static_cast<std::size_t>(count);
  }

 private:
  bool open() {
    opened_ = true;
    archive* const handle = input_.handle();
    archive_read_support_format_raw(handle);
    archive_read_support_format_empty(handle);
    if (kind_ == "bzip2") archive_read_support_filter_bzip2(handle);
    if (kind_ == "xz") archive_read_support_filter_xz(handle);
    if (kind_ == "zstd") archive_read_support_filter_zstd(handle);
    if (!input_.open()) return false;
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(handle, &entry);
    return status == ARCHIVE_OK || status == ARCHIVE_EOF;
  }

  Error damage() const { return input_.error(std::string(kind_) + " stream is damaged"); }

  std::string_view kind_;
  LibarchiveInput input_;
  bool opened_ = false;
  std::optional<Error> error_;
};

}  // namespace

std::unique_ptr<ByteSource> filter_source(std::string_view kind, ByteSource& from, UnpackBudget& budget) {
  return std::make_unique<FilterSource>(kind, from, budget);
}

}  // namespace huntbook::ingest
