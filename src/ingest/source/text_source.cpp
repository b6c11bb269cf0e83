#include "ingest/source/text_source.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "base/utf8.hpp"

namespace huntbook::ingest {

namespace {

class Utf16Source final : public ByteSource {
 public:
  Utf16Source(ByteSource& from, bool big_endian) : from_(from), big_endian_(big_endian) {}

  Result<std::size_t> read(char* to, std::size_t size) override {
    while (at_ == out_.size() && !at_end_) {
      out_.clear();
      at_ = 0;
      HUNTBOOK_CHECK(decode_more());
    }
    const std::size_t count = std::min(size, out_.size() - at_);
    std::memcpy(to, out_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  Result<void> decode_more() {
    std::vector<char> bytes(std::size_t{1} << 18);
    HUNTBOOK_TRY(const std::size_t count, read_fully(from_, bytes.data(), bytes.size()));
    at_end_ = count < bytes.size();
    for (std::size_t i = 0; i + 1 < count; i += 2) {
      const auto first = static_cast<unsigned char>(bytes[i]), second = static_cast<unsigned char>(bytes[i + 1]);
      take(static_cast<char16_t>(big_endian_ ? first << 8 | second : second << 8 | first));
    }
    if (at_end_ && (count % 2 != 0)) append_utf8(out_, 0xFFFD);
    if (at_end_ && high_ != 0) append_utf8(out_, 0xFFFD);
    return {};
  }

  void take(char16_t unit) {
    const bool low = unit >= 0xDC00 && unit < 0xE000;
    if (high_ != 0) {
      const char32_t high = high_;
      high_ = 0;
      if (low) {
        append_utf8(out_, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00U));
        return;
      }
      append_utf8(out_, 0xFFFD);
    }
    if (unit >= 0xD800 && unit < 0xDC00) {
      high_ = unit;
    } else {
      append_utf8(out_, low ? char32_t{0xFFFD} : char32_t{unit});
    }
  }

  ByteSource& from_;
  bool big_endian_;
  char16_t high_ = 0;
  bool at_end_ = false;
  std::string out_;
  std::size_t at_ = 0;
};

}  // namespace

TextEncoding text_encoding(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) return TextEncoding::Utf8Mark;
  if (head.starts_with("\xFF\xFE")) return TextEncoding::Utf16LittleEndian;
  if (head.starts_with("\xFE\xFF")) return TextEncoding::Utf16BigEndian;
  // Mostly ASCII in UTF-16: a zero in every other byte, and in no other place.
  std::size_t even = 0, odd = 0;
  const std::size_t pairs = std::min<std::size_t>(head.size(), 512) / 2;
  for (std::size_t i = 0; i < pairs; ++i) {
    even += head[2 * i] == '\0' ? 1 : 0;
    odd += head[2 * i + 1] == '\0' ? 1 : 0;
  }
  if (pairs >= 4 && even == 0 && odd * 10 >= pairs * 7) return TextEncoding::Utf16LittleEndian;
  if (pairs >= 4 && odd == 0 && even * 10 >= pairs * 7) return TextEncoding::Utf16BigEndian;
  return TextEncoding::Utf8;
}

std::size_t mark_size(TextEncoding encoding, std::string_view head) {
  if (encoding == TextEncoding::Utf8Mark) return 3;
  const bool marked = head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF");
  return encoding != TextEncoding::Utf8 && marked ? 2 : 0;
}

std::unique_ptr<ByteSource> utf16_source(ByteSource& from, bool big_endian) {
  return std::make_unique<Utf16Source>(from, big_endian);
}

DecodedText::DecodedText(ByteSource& bytes) : raw_(bytes) {
  const std::string_view head = raw_.peek(4'096);
  const TextEncoding encoding = text_encoding(head);
  raw_.skip(mark_size(encoding, head));
  const bool big_endian = encoding == TextEncoding::Utf16BigEndian;
  if (big_endian || encoding == TextEncoding::Utf16LittleEndian) transcoded_ = utf16_source(raw_, big_endian);
  text_.emplace(transcoded_ ? *transcoded_ : static_cast<ByteSource&>(raw_));
}

}  // namespace huntbook::ingest
