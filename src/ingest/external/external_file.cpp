#include "ingest/external/external_file.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include "ingest/archive/archive_reader.hpp"
#include "ingest/archive/compression.hpp"
#include "ingest/external/json_records.hpp"
#include "ingest/record/utf8.hpp"
#include "ingest/source/text_source.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::size_t head_bytes = std::size_t{256} << 10;

class Reading {
 public:
  Reading(const ExternalFile& file, const TakeBatch& take) : file_(file), rows_(file.request, file.location, take) {}

  Result<void> run() {
    HUNTBOOK_TRY(const auto source, open_file(file_.path));
    PeekSource peek(*source);
    const std::string shown = repaired_utf8(file_.location.place);
    HUNTBOOK_CHECK(unpack(peek, *source, shown));
    return rows_.finish();
  }

 private:
  Result<void> unpack(PeekSource& peek, ByteSource& file, const std::string& shown) {
    const std::string_view head = peek.peek(512);
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file_.path, error);
    UnpackBudget budget(file_.limits, error ? 0 : size);
    if (const std::string_view packing = compression_kind(head); !packing.empty()) {
      const auto unpacked = decompressed(packing, peek, budget);
      return read_text(*unpacked, shown);
    }
    if (archive_kind(head) != "zip") return read_text(peek, shown);
    if (!file.seek(0)) return fail(ErrorKind::Environment, fmt::format("cannot read {} again from its start", shown));
    ArchiveReader archive(file, error ? 0 : size, budget);
    bool any = false;
    while (true) {
      HUNTBOOK_TRY(const auto name, archive.next());
      if (!name) break;
      if (!file_.request.zip_pattern.empty() && fnmatch(file_.request.zip_pattern.c_str(), name->c_str(), 0) != 0)
        continue;
      any = true;
      HUNTBOOK_CHECK(read_text(archive.member(), shown + "!/" + repaired_utf8(*name)));
    }
    if (any) return {};
    return fail(ErrorKind::User, file_.request.zip_pattern.empty() ? fmt::format("{} holds no file", shown)
                                                                   : fmt::format("{} holds no file that matches '{}'",
                                                                                 shown, file_.request.zip_pattern));
  }

  Result<void> read_text(ByteSource& bytes, const std::string& shown) {
    DecodedText decoded(bytes);
    PeekSource& text = decoded.text();
    const ExternalText external{text, file_.location.format, shown, file_.request.ignore_first_record, file_.stop};
    switch (file_.location.format) {
      case kql::ExternalFormat::Raw:
        return read_raw(external, rows_);
      case kql::ExternalFormat::Json:
      case kql::ExternalFormat::MultiJson:
        return read_json(external, std::string(text.peek(head_bytes)), rows_);
      case kql::ExternalFormat::W3cLog:
        return read_w3c_log(external, rows_);
      case kql::ExternalFormat::Parquet:
        return fail(ErrorKind::Internal, "Parquet is read by the engine");
      default:
        return read_delimited(external, rows_);
    }
  }

  const ExternalFile& file_;
  TextRows rows_;
};

}  // namespace

Result<void> read_external_file(const ExternalFile& file, const TakeBatch& take) {
  try {
    return Reading(file, take).run();
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::Environment, fmt::format("out of memory while reading {}", file.location.place));
  }
}

}  // namespace huntbook::ingest
