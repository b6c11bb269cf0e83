// Text as UTF-8, whatever its encoding: byte order marks are dropped, UTF-16 is transcoded.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

enum class TextEncoding { Utf8, Utf8Mark, Utf16LittleEndian, Utf16BigEndian };

// By its mark, else by where the zero bytes of its ASCII characters stand.
TextEncoding text_encoding(std::string_view head);
// The bytes of the mark at the start of a file with this encoding, 0 when it has none.
std::size_t mark_size(TextEncoding encoding, std::string_view head);

// Transcodes UTF-16 (without its mark). Lone surrogates and an odd last byte become U+FFFD.
std::unique_ptr<ByteSource> utf16_source(ByteSource& from, bool big_endian);

// The text of a file as UTF-8, from its first byte behind the mark on.
class DecodedText {
 public:
  explicit DecodedText(ByteSource& bytes);
  DecodedText(const DecodedText&) = delete;
  DecodedText& operator=(const DecodedText&) = delete;

  PeekSource& text() { return *text_; }
  bool was_utf16() const { return transcoded_ != nullptr; }

 private:
  PeekSource raw_;
  std::unique_ptr<ByteSource> transcoded_;
  std::optional<PeekSource> text_;
};

}  // namespace huntbook::ingest
