// The outer layers of a Windows event log: a file header of 4 KiB, then chunks of 64 KiB that stand for themselves,
// each with a header, event records and the texts and templates that its records refer to. Layout: [MS-EVEN6] for
// binary XML; the file and chunk headers as the libevtx project's "Windows XML Event Log (EVTX) format" lists them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "ingest/evtx/layout.hpp"
#include "ingest/record/block.hpp"

namespace huntbook::ingest::evtx {

// CRC-32, going on from that of the bytes before.
std::uint32_t checksum(std::string_view bytes, std::uint32_t before = 0);

// What the file's header says that a reader wants to know.
struct FileHeader {
  std::uint16_t major = 0;
  std::uint16_t minor = 0;
  bool dirty = false;           // was open when it was copied
  bool checksum_right = false;  // of the header
};
// Nothing where the bytes are no such header.
std::optional<FileHeader> read_file_header(std::string_view bytes);

// What is said about the chunks of a file when all are read.
struct ChunkFindings {
  std::uint64_t wrong_header_checksums = 0;
  std::uint64_t wrong_record_checksums = 0;
  std::uint64_t unheaded = 0;    // chunks whose header is damaged; their records are found by their signatures
  std::uint64_t beyond_end = 0;  // records behind the end that the header gives, in a log that was not closed
};

// A whole record, by its two sizes, within a chunk.
struct RecordPlace {
  std::size_t begin = 0;
  std::size_t size = 0;
};

// Finds the records of one chunk, which lies in `block` from `begin` on and may be cut short by the end of the file.
// They are appended to the block, numbered from `number` on, and what is no whole record to its rejections. What comes
// out are the places, counted from the chunk's begin, that look like records behind the last one: leftovers of older
// ones.
std::vector<RecordPlace> find_records(Block& block, std::size_t begin, std::size_t size, std::uint64_t& number,
                                      ChunkFindings& findings);

// Tells records apart: of their id and the time when they were written. `record`: its bytes, a header at least.
std::uint64_t identity_of(std::string_view record);

}  // namespace huntbook::ingest::evtx
