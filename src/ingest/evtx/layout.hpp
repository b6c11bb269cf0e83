// The layout of a Windows event log: a file header of 4 KiB, then chunks of 64 KiB that stand for themselves, each with
// a header, event records and the names and templates that its records refer to. Numbers are little-endian, offsets
// count from the start of the chunk. Binary XML as in [MS-EVEN6] section 2.2.12 and following; the headers as the
// libevtx project's "Windows XML Event Log (EVTX) format" lists them.
//
//   file header                       chunk header                        event record
//     0  "ElfFile\0"                     0  "ElfChnk\0"                      0  2A 2A 00 00
//     8  first, last chunk               8  first, last record number        4  size, from the first byte to the last
//    24  next record id                 24  first, last record id            8  record id
//    32  header size (128)              40  header size (128)               16  time written (file time)
//    36  minor, major version           44  offset of the last record       24  binary XML
//    40  header block size (4096)       48  end of the records              -4  size again
//    42  number of chunks               52  CRC-32 of the records
//   120  flags: 1 dirty, 2 full        120  flags
//   124  CRC-32 of bytes 0 to 119      124  CRC-32 of bytes 0 to 119 and 128 to 511
//                                      128  64 heads of lists of names, by hash
//                                      384  32 heads of lists of templates, by id
//
//   name: next in its list (4), hash (2), length in UTF-16 units (2), UTF-16, a zero (2)
//   template: next in its list (4), GUID (16), size of what follows (4), a fragment
//   template instance: token, 1, id (4), offset of the template (4), which follows where it is used first; number of
//     values (4), for each its size (2), type (1), a zero (1); the values
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace huntbook::ingest::evtx {

inline constexpr std::string_view file_signature{"ElfFile\0", 8};
inline constexpr std::string_view chunk_signature{"ElfChnk\0", 8};
inline constexpr std::string_view record_signature{"\x2A\x2A\0\0", 4};
inline constexpr std::size_t file_header_size = 4096;
inline constexpr std::size_t chunk_size = 65'536;
inline constexpr std::size_t chunk_header_size = 512;
inline constexpr std::size_t record_header_size = 24;
inline constexpr std::size_t record_trailer_size = 4;  // the size once more

inline constexpr std::size_t name_lists_offset = 128;
inline constexpr std::size_t name_lists = 64;
inline constexpr std::size_t template_lists_offset = 384;
inline constexpr std::size_t template_lists = 32;

// Ticks from year 1 to 1601, where Windows' file times begin.
inline constexpr std::int64_t file_time_epoch = 504'911'232'000'000'000;

// Tokens of binary XML, [MS-EVEN6] section 2.2.12.
enum class Token : std::uint8_t {
  EndOfStream = 0x00,
  OpenElement = 0x01,
  CloseStartTag = 0x02,
  CloseEmptyElement = 0x03,
  EndElement = 0x04,
  ValueText = 0x05,
  Attribute = 0x06,
  CDataSection = 0x07,
  CharacterReference = 0x08,
  EntityReference = 0x09,
  InstructionTarget = 0x0A,
  InstructionData = 0x0B,
  TemplateInstance = 0x0C,
  NormalSubstitution = 0x0D,
  OptionalSubstitution = 0x0E,
  FragmentHeader = 0x0F,
};
inline constexpr std::uint8_t more_flag = 0x40;  // attributes, or more text, follow
inline constexpr std::size_t definition_header_size = 24;
inline constexpr std::size_t descriptor_size = 4;

// [MS-EVEN6] section 2.2.13, BinXml value types.
enum class ValueType : std::uint8_t {
  Null = 0x00,
  String = 0x01,
  AnsiString = 0x02,
  Int8 = 0x03,
  UInt8 = 0x04,
  Int16 = 0x05,
  UInt16 = 0x06,
  Int32 = 0x07,
  UInt32 = 0x08,
  Int64 = 0x09,
  UInt64 = 0x0A,
  Real32 = 0x0B,
  Real64 = 0x0C,
  Bool = 0x0D,
  Binary = 0x0E,
  Guid = 0x0F,
  SizeT = 0x10,
  FileTime = 0x11,
  SystemTime = 0x12,
  Sid = 0x13,
  HexInt32 = 0x14,
  HexInt64 = 0x15,
  EventHandle = 0x20,
  BinaryXml = 0x21,
  EventXml = 0x23,
};
inline constexpr std::uint8_t array_flag = 0x80;

}  // namespace huntbook::ingest::evtx
