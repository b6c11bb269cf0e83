#include "ingest/evtx/chunk.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include <libdeflate.h>

#include "base/byte_cursor.hpp"
#include "ingest/record/utf8.hpp"

namespace huntbook::ingest::evtx {

namespace {

struct ChunkHeader {
  std::uint64_t last_record_id = 0;
  std::size_t end = 0;  // of the records
  bool header_checksum_right = false;
  bool records_checksum_right = false;
};

std::optional<ChunkHeader> read_header(std::string_view chunk) {
  if (chunk.size() < chunk_header_size || !chunk.starts_with(chunk_signature)) return std::nullopt;
  ByteCursor cursor(chunk, 8);
  cursor.skip(24, "record numbers");
  ChunkHeader header;
  header.last_record_id = cursor.u64("last record id");
  cursor.skip(8, "header size and last record offset");
  const std::uint32_t end = cursor.u32("end of the records");
  const std::uint32_t records_checksum = cursor.u32("checksum of the records");
  cursor.skip(68, "unused bytes and flags");
  const std::uint32_t header_checksum = cursor.u32("checksum of the header");
  header.header_checksum_right =
      header_checksum == checksum(chunk.substr(128, chunk_header_size - 128), checksum(chunk.substr(0, 120)));
  header.end = std::clamp<std::size_t>(end, chunk_header_size, chunk_size);
  header.records_checksum_right =
      header.end <= chunk.size() &&
      records_checksum == checksum(chunk.substr(chunk_header_size, header.end - chunk_header_size));
  return header;
}

struct RecordHead {
  std::size_t size = 0;
  std::uint64_t id = 0;
};

// The record at the start of `bytes`; nothing where its two sizes do not agree or it is cut off.
std::optional<RecordHead> read_record_head(std::string_view bytes) {
  if (!bytes.starts_with(record_signature)) return std::nullopt;
  ByteCursor cursor(bytes, record_signature.size());
  RecordHead head;
  head.size = cursor.u32("record size");
  head.id = cursor.u64("record id");
  if (!cursor.ok() || head.size < record_header_size + record_trailer_size || head.size > bytes.size()) {
    return std::nullopt;
  }
  ByteCursor trailer(bytes, head.size - record_trailer_size);
  if (trailer.u32("copy of the record size") != head.size) return std::nullopt;
  return head;
}

// Where the next whole record begins, at `from` or behind it; npos: nowhere.
std::size_t next_record(std::string_view chunk, std::size_t from) {
  for (std::size_t at = chunk.find(record_signature, from); at != std::string_view::npos;
       at = chunk.find(record_signature, at + 1)) {
    if (read_record_head(chunk.substr(at))) return at;
  }
  return std::string_view::npos;
}

// All zero: the first byte is, and every other one is like the one before it.
bool is_unused(std::string_view bytes) {
  return bytes.empty() || (bytes.front() == 0 && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

}  // namespace

std::uint32_t checksum(std::string_view bytes, std::uint32_t before) {
  return libdeflate_crc32(before, bytes.data(), bytes.size());
}

std::optional<FileHeader> read_file_header(std::string_view bytes) {
  if (bytes.size() < 128 || !bytes.starts_with(file_signature)) return std::nullopt;
  ByteCursor cursor(bytes, 36);
  FileHeader header;
  header.minor = cursor.u16("minor version");
  header.major = cursor.u16("major version");
  cursor.skip(80, "sizes and unused bytes");
  header.dirty = (cursor.u32("flags") & 1U) != 0;
  header.checksum_right = cursor.u32("checksum") == checksum(bytes.substr(0, 120));
  return header;
}

std::vector<RecordPlace> find_records(Block& block, std::size_t begin, std::size_t size, std::uint64_t& number,
                                      ChunkFindings& findings) {
  const std::string_view chunk(block.bytes.get() + begin, size);
  const auto reject = [&](std::size_t at, std::string reason) {
    ++number;
    block.rejected.push_back({block.offset + begin + at, 0, std::move(reason), visible_head(chunk.substr(at))});
  };
  const std::optional<ChunkHeader> header = read_header(chunk);
  if (!header) {
    if (is_unused(chunk)) return {};
    if (chunk.size() < chunk_header_size) {
      reject(0, "the file ends within the header of a chunk");
      return {};
    }
    ++findings.unheaded;
  } else {
    if (!header->header_checksum_right) ++findings.wrong_header_checksums;
    if (!header->records_checksum_right) ++findings.wrong_record_checksums;
  }
  const std::size_t end = std::min(header ? header->end : chunk_size, chunk.size());
  std::size_t at = std::min(chunk_header_size, chunk.size());
  std::uint64_t last_id = header ? header->last_record_id : 0;
  while (at < chunk.size()) {
    const auto head = read_record_head(chunk.substr(at));
    // Behind the end that the header gives lie leftovers of older records; only a log that was not closed has its
    // newest ones there, and those count on.
    if (at >= end && (!header || !head || head->id != last_id + 1)) break;
    if (head) {
      if (at >= end) ++findings.beyond_end;
      block.records.push_back({begin + at, head->size, ++number, 0});
      last_id = head->id;
      at += head->size;
      continue;
    }
    if (is_unused(chunk.substr(at, end - at))) break;
    const bool looks_like_one = chunk.substr(at).starts_with(record_signature);
    reject(at, looks_like_one ? "the record's size is wrong or the record is cut off" : "here should be a record");
    // On to the next whole record.
    const std::size_t next = next_record(chunk.substr(0, end), at + 1);
    if (next == std::string_view::npos) {
      ++at;
      break;
    }
    at = next;
  }
  if (header && chunk.size() < header->end && at >= chunk.size())
    reject(chunk.size(), "the file ends within this chunk");
  std::vector<RecordPlace> leftovers;
  for (std::size_t next = next_record(chunk, at); next != std::string_view::npos; next = next_record(chunk, at)) {
    const auto head = read_record_head(chunk.substr(next));
    leftovers.push_back({next, head->size});
    at = next + head->size;
  }
  return leftovers;
}

std::uint64_t identity_of(std::string_view record) {
  ByteCursor cursor(record, 8);
  const std::uint64_t id = cursor.u64("record id");
  const std::uint64_t time = cursor.u64("time written");
  std::uint64_t hash = (id ^ (id >> 31)) * 0x9E37'79B9'7F4A'7C15U;
  hash = (hash ^ time) * 0xBF58'476D'1CE4'E5B9U;
  return hash ^ (hash >> 29);
}

}  // namespace huntbook::ingest::evtx
