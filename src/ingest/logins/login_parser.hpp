// The records of utmp, wtmp and btmp (utmp(5)), which have no header: arrays of struct utmp.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "ingest/record/block.hpp"

namespace huntbook::ingest {

// How the parser calls what it gives, in ParsedBlock::source.
inline constexpr std::string_view login_source_name = "login_records";

// Bytes of a record: 384 where times are of 32 bits in the file (x86-64 too), 400 where they are of 64 (64-bit ARM);
// nothing where the first bytes of a file are no such records.
std::optional<std::size_t> login_record_size(std::string_view head);

// Records of `size` bytes each.
std::unique_ptr<RecordScanner> login_scanner(std::size_t size);
// `failed`: they are attempts that failed (btmp).
std::unique_ptr<RecordParser> login_parser(std::size_t size, bool failed);

}  // namespace huntbook::ingest
