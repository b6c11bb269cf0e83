// Takes the packing off a file: decompresses it, opens archives, and hands on what comes out. Ingest and survey share
// it, so that both see the same files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "case/case_file.hpp"
#include "ingest/archive/unpack_limits.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

// A file as it lies on a disk or in an archive.
struct PackedFile {
  ByteSource& bytes;       // from the first byte
  UnpackBudget& budget;    // of the outermost file
  std::uint64_t size = 0;  // 0: unknown
  int depth = 0;           // of archives around it
};

struct ArchiveMember {
  std::string name;  // UTF-8
  ByteSource& bytes;
  std::optional<std::uint64_t> size;  // as the archive says
  std::optional<Ticks> modified;
};

// An archive once its members have been handed on.
struct OpenedArchive {
  std::string kind;  // zip, tar.gz, ...
  casefile::EvidenceStatus status = casefile::EvidenceStatus::Stored;
  std::string note;  // how many members, and what was wrong
};

// What becomes of one file. It gets either records(), or archive() behind a member() for each file in it, or refuse().
class Unpacked {
 public:
  virtual ~Unpacked() = default;
  // `packing`: gzip, ... where `bytes` are what a compressed file holds; else empty.
  virtual Result<void> records(ByteSource& bytes, const std::string& packing) = 0;
  virtual Result<void> member(const ArchiveMember& member) = 0;
  virtual Result<void> archive(const OpenedArchive& archive) = 0;
  virtual Result<void> refuse(const std::string& reason, casefile::EvidenceStatus status) = 0;
};

struct UnpackOptions {
  const UnpackLimits& limits;
  const std::vector<std::string>& passwords;  // for encrypted members
};

// Errors: those of `to`, and those of the source that are no fault of the file.
Result<void> unpack(const PackedFile& file, const UnpackOptions& options, Unpacked& to);

}  // namespace huntbook::ingest
