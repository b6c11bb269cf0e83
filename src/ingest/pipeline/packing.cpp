#include "ingest/pipeline/packing.hpp"

#include <fmt/format.h>

#include "ingest/archive/archive_reader.hpp"
#include "ingest/archive/compression.hpp"
#include "ingest/pipeline/not_read.hpp"
#include "ingest/record/utf8.hpp"
#include "ingest/source/spooled_source.hpp"

namespace huntbook::ingest {

namespace {

using casefile::EvidenceStatus;

// As a suffix of a file's name has it: tar.gz.
std::string_view short_name(std::string_view packing) {
  if (packing == "gzip") return "gz";
  if (packing == "bzip2") return "bz2";
  return packing == "zstd" ? "zst" : packing;
}

Result<void> open_archive(const PackedFile& file, ByteSource& bytes, std::uint64_t size, const std::string& kind,
                          const UnpackOptions& options, Unpacked& to) {
  if (file.depth >= options.limits.max_depth) {
    return to.refuse(fmt::format("archives are nested more than {} deep", options.limits.max_depth),
                     EvidenceStatus::Rejected);
  }
  // The directory of a 7-Zip archive stands at its end.
  Spooled spooled;
  if (size == 0 && kind.starts_with("7z")) {
    auto copied = spool(bytes);
    if (!copied && copied.error().kind != ErrorKind::User) return std::unexpected(copied.error());
    if (!copied) return to.refuse(copied.error().message, EvidenceStatus::Rejected);
    spooled = std::move(*copied);
  }
  ArchiveReader reader(spooled.source ? *spooled.source : bytes, spooled.source ? spooled.size : size, file.budget,
                       options.passwords);
  std::uint64_t members = 0;
  std::string fault;
  while (true) {
    const auto name = reader.next();
    if (!name) {
      if (name.error().kind != ErrorKind::User) return std::unexpected(name.error());
      fault = name.error().message;
      break;
    }
    if (!*name) break;
    if (members == 0 && begins_office_document(**name))
      return to.refuse("the file is an Office document", EvidenceStatus::NotRead);
    ++members;
    HUNTBOOK_CHECK(to.member({repaired_utf8(**name), reader.member(), reader.size(), reader.modified()}));
  }
  OpenedArchive opened{kind, EvidenceStatus::Stored, fmt::format("{} member{}", members, members == 1 ? "" : "s")};
  // An archive that is not stored as a whole is read again when it comes again: then with its password.
  if (reader.locked() > 0) {
    opened.note += fmt::format("; {} encrypted: --archive-password", reader.locked());
    opened.status = EvidenceStatus::Rejected;
  }
  if (!fault.empty()) {
    opened.note += "; " + fault;
    opened.status = members == 0 ? EvidenceStatus::Rejected : EvidenceStatus::StoredPartly;
  }
  return to.archive(opened);
}

}  // namespace

Result<void> unpack(const PackedFile& file, const UnpackOptions& options, Unpacked& to) {
  PeekSource peek(file.bytes);
  const std::string_view head = peek.peek(512);
  if (const std::string_view packing = compression_kind(head); !packing.empty()) {
    const auto unpacked = decompressed(packing, peek, file.budget);
    PeekSource inner(*unpacked);
    if (const std::string_view kind = archive_kind(inner.peek(512)); !kind.empty())
      return open_archive(file, inner, 0, fmt::format("{}.{}", kind, short_name(packing)), options, to);
    return to.records(inner, std::string(packing));
  }
  const std::string kind(archive_kind(head));
  if (kind.empty()) return to.records(peek, {});
  if (file.bytes.seek(0)) return open_archive(file, file.bytes, file.size, kind, options, to);
  return open_archive(file, peek, 0, kind, options, to);
}

}  // namespace huntbook::ingest
