// Records of delimited values, of lines, of the whole of a file, and of W3C's extended log format.
#pragma once

#include <atomic>
#include <memory>
#include <string_view>

#include "ingest/external/text_rows.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

// What the readers of all formats share.
struct ExternalText {
  ByteSource& source;  // UTF-8, without a mark
  kql::ExternalFormat format;
  std::string_view shown;  // the file's name for messages
  bool ignore_first;       // the first record is none of the result
  const std::atomic<bool>* stop;
};

Result<void> read_delimited(const ExternalText& text, TextRows& rows);
Result<void> read_raw(const ExternalText& text, TextRows& rows);
// Fields are named by the directive "#Fields:" before them (https://www.w3.org/TR/WD-logfile.html); '-' is no value.
Result<void> read_w3c_log(const ExternalText& text, TextRows& rows);

// An error of kind User about a record of the file.
std::unexpected<Error> bad_record(std::string_view shown, std::uint64_t line, std::string_view reason);
// Cuts the text into blocks of records and calls `take` with each block; the first record is left out where the request
// says so. Errors: a record that is too long, a damaged stream (both of kind User), ErrorKind::Cancelled.
Result<void> each_block(const ExternalText& text, std::unique_ptr<RecordScanner> scanner, std::size_t prefix,
                        const std::function<Result<void>(Block&)>& take);

}  // namespace huntbook::ingest
